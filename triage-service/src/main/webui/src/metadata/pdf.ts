import { latin1, textOf, utf16, type Ends } from './ends';
import type { Facts } from './facts';
import { MOST_XML } from './tags';
import { unpacked } from './unpack';
import { xmp } from './xmp';

const NAMES: Readonly<Record<string, string>> = {
  Author: 'Author',
  Creator: 'Written with',
  Producer: 'Made by',
  Title: 'Title',
  Subject: 'Subject',
  Keywords: 'Keywords',
  Company: 'Organisation',
  Manager: 'Manager',
  CreationDate: 'Created',
  ModDate: 'Changed',
  SourceModified: 'Changed',
};
const PROPERTY = new RegExp(
  `/(${Object.keys(NAMES).join('|')})\\s{0,4}(?:\\(((?:[^()\\\\]|\\\\[^]){1,1000})\\)|<([0-9a-fA-F\\s]{1,1000})>|(\\d{1,9} \\d{1,5} R)\\b)`,
  'g',
);
/** Objects in packed streams, as many documents have theirs, and what describes the document. */
const STREAM = /\/Type\s{0,4}\/(ObjStm|Metadata)\b(?:(?!endobj)[^]){0,300}?\bstream\r?\n/g;
const MOST_STREAMS = 40;
const MOST_UNPACKED = MOST_XML;

/** PDF (ISO 32000-2): what the document says of itself, and whether it acts on its own. */
export function pdf(file: Ends, facts: Facts): void {
  const texts = [latin1(file.beginning), latin1(file.slice(file.tail, file.size))].slice(0, file.tail === 0 ? 1 : 2);
  for (const text of texts) facts.work.spend(text.length);
  if (file.tail > file.beginning.length) facts.leftOut();
  const locked = texts.some((text) => /\/Encrypt\b/.test(text));
  const described: Uint8Array[] = [];
  let streams = 0;
  for (const text of [...texts]) {
    for (const { 1: kind, 0: head, index } of text.matchAll(STREAM)) {
      if (locked) break;
      if (++streams > MOST_STREAMS) {
        facts.leftOut();
        break;
      }
      const from = index + head.length;
      const end = text.indexOf('endstream', from);
      const raw = bytesOf(text.slice(from, Math.min(end < 0 ? text.length : end, from + MOST_UNPACKED)));
      // The first two letters of what deflate packed.
      const plain = raw[0] === 0x78 || head.includes('FlateDecode') ? unpacked(raw, MOST_UNPACKED, facts.work) : raw;
      if (plain.length >= MOST_UNPACKED) facts.leftOut();
      if (kind === 'ObjStm') texts.push(latin1(plain));
      else described.push(plain);
    }
  }
  for (const text of locked ? [] : texts)
    for (const [, key, plain, hex, elsewhere] of text.matchAll(PROPERTY)) {
      if (elsewhere !== undefined) {
        facts.add(NAMES[key ?? ''] ?? '', 'present');
        continue;
      }
      const value = string(plain === undefined ? fromHex(hex ?? '') : unescaped(plain));
      facts.add(NAMES[key ?? ''] ?? '', /Date|Modified/.test(key ?? '') ? date(value) : value);
    }
  for (const bytes of described)
    facts.attempt(() => {
      xmp(bytes, facts);
    });
  if (locked) facts.add('Metadata', 'locked with a password, not looked through');
  if (texts.some((text) => /\/(JavaScript|JS|OpenAction|Launch|AA)\b/.test(outside(text))))
    facts.add('Warning', 'has parts that act on their own when it is opened');
}

/** Without its streams: what is packed has any three letters somewhere. */
function outside(text: string): string {
  const begins = /\bstream\r?\n/g;
  let kept = '';
  for (let at = 0; ;) {
    begins.lastIndex = at;
    const begin = begins.exec(text)?.index ?? -1;
    const end = begin < 0 ? -1 : text.indexOf('endstream', begin);
    if (end < 0) return kept + text.slice(at);
    kept += text.slice(at, begin);
    at = end + 'endstream'.length;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[^])/g, (_, after: string) =>
    /^[0-7]/.test(after) ? String.fromCharCode(parseInt(after, 8) & 255) : (ESCAPES[after] ?? after),
  );
}

function fromHex(hex: string): string {
  return hex.replace(/\s/g, '').replace(/..?/g, (pair) => String.fromCharCode(parseInt(pair.padEnd(2, '0'), 16)));
}

function string(bytes: string): string {
  if (bytes.startsWith('\xfe\xff') || bytes.startsWith('\xff\xfe')) return utf16(bytesOf(bytes), 'utf-16be');
  return textOf(bytesOf(bytes)).replace(/^\ufeff/, '');
}

/** "D:20261127094100+04'00'", with the zone in which it was made. */
function date(text: string): string {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = ''] =
    /^D:(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d?\d?)?/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month}-${day} ${hour}:${minute}:${second} ${zone.replace("'", ':')}`;
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
