import { Gap, utf16 } from './ends';
import type { Work } from './work';

/** An element, without its prefix and those of its attributes. */
export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

export interface Reading {
  open?: (element: Element) => void;
  /** What stands behind the tag that opens the last of them. */
  text?: (text: string, elements: readonly Element[]) => void;
}

/** As much as is read of it; where there is more, that is said. */
export const MOST_XML = 2 ** 18;
const DEEPEST = 40;
/** What a tag or an attribute costs, beside its bytes. */
const EACH = 128;
const TAG =
  /<(\/?)([\w:.-]{1,100})((?:\s{1,100}[\w:.-]{1,100}\s?=\s?(?:"[^"<]{0,2000}"|'[^'<]{0,2000}'))*)\s{0,9}(\/?)>([^<]*)/g;
const ATTRIBUTE = /([\w:.-]+)\s?=\s?(?:"([^"]*)"|'([^']*)')/g;

/**
 * The tags of XML, one after another. No parser: what it does not understand it leaves out.
 *
 * @throws Gap behind the last that is read, if there may be more
 */
export function readTags(bytes: Uint8Array, work: Work, { open, text }: Reading): void {
  const elements: Element[] = [];
  const part = bytes.subarray(0, MOST_XML);
  const wide = (part[0] === 0xff && part[1] === 0xfe) || (part[0] === 0xfe && part[1] === 0xff);
  const xml = wide ? utf16(part, 'utf-16le') : new TextDecoder().decode(part);
  for (const [, closing, name = '', inside = '', empty, behind = ''] of xml.matchAll(TAG)) {
    work.spend(EACH);
    if (closing === '/') {
      elements.pop();
      continue;
    }
    const attributes = Object.fromEntries(
      Array.from(inside.matchAll(ATTRIBUTE), ([, key = '', one, other]) => {
        work.spend(EACH);
        return [local(key), plain(one ?? other ?? '')];
      }),
    );
    const element = { name: local(name), attributes };
    open?.(element);
    if (empty === '/') continue;
    if (elements.length < DEEPEST) elements.push(element);
    if (behind.trim() !== '') text?.(plain(behind), elements);
  }
  if (bytes.length >= MOST_XML) throw new Gap();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, ten, sixteen, name) => {
    if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? whole;
    const number = typeof ten === 'string' ? Number(ten) : parseInt(String(sixteen), 16);
    return number <= 0x10ffff ? String.fromCodePoint(number) : whole;
  });
}
