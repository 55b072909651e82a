import sax from 'sax';

export interface Element {
  /** Without its prefix. */
  name: string;
  attributes: Readonly<Record<string, string>>;
}

export interface Reading {
  open?: (element: Element, parents: readonly Element[]) => void;
  text?: (text: string, parents: readonly Element[]) => void;
  close?: (element: Element, parents: readonly Element[]) => void;
}

const AT_ONCE = 65_536;

/**
 * Reads XML as a stream of tags, so depth costs nothing; it knows no entity but the five of XML, so nothing in it grows.
 *
 * @returns false if it is not well-formed: then everything up to the fault was read
 */
export function readXml(bytes: Uint8Array, { open, text, close }: Reading, strict = true): boolean {
  const parser = sax.parser(strict, { lowercase: true, position: false });
  const parents: Element[] = [];
  let whole = true;
  parser.onerror = () => {
    whole = false;
    parser.error = null;
  };
  parser.onopentag = ({ name, attributes }) => {
    const element = { name: local(name), attributes };
    open?.(element, parents);
    parents.push(element);
  };
  parser.ontext = parser.oncdata = (said) => text?.(said, parents);
  parser.onclosetag = () => {
    const element = parents.pop();
    if (element !== undefined) close?.(element, parents);
  };
  const decoder = new TextDecoder(encodingOf(bytes));
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    parser.write(decoder.decode(bytes.subarray(at, at + AT_ONCE), { stream: true }));
  parser.close();
  return whole;
}

/** By its name, whatever prefix it has. */
export function attribute({ attributes }: Element, name: string): string | undefined {
  const found = Object.keys(attributes).find((each) => local(each) === name);
  return found === undefined ? undefined : attributes[found];
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
