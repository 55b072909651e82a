import { joined } from '../format/joined';
import { Reader, type Parts } from './parts';
import { riff, riffChunk, riffChunks, riffFile } from './riff';

/** JPEG (ITU-T T.81): without its application segments and comments, and without what follows its end. */
export function jpeg(bytes: Uint8Array<ArrayBuffer>): Parts {
  const file = new Reader(bytes);
  const kept: Parts = [];
  let turned = 1;
  let at = 2;
  for (;;) {
    const marker = file.byte(at + 1);
    if (file.byte(at) !== 0xff || marker === 0 || marker === 0xff) throw new RangeError('no segment begins here');
    if (marker === 0xd9) break;
    let end = at + 2 + file.big16(at + 2);
    const segment = file.slice(at, end);
    if (marker === 0xe0 && segment.length >= 18 && file.word(at + 4, 5) === 'JFIF\0')
      kept.push(withoutThumbnail(segment));
    else if (marker === 0xe1 && file.word(at + 4, 6) === 'Exif\0\0') turned = orientation(file.slice(at + 10, end));
    // Adobe's says which colours these are.
    else if (marker === 0xee && segment.length === 16 && file.word(at + 4, 5) === 'Adobe') kept.push(segment);
    else if (marker >= 0xc0 && marker <= 0xdd) {
      requireMeasured(file, marker, at, end);
      if (marker === 0xda) end = endOfScan(file, end);
      kept.push(file.slice(at, end));
    } else if (marker < 0xe0 || (marker > 0xef && marker !== 0xfe))
      throw new RangeError('a segment that no picture needs');
    at = end;
  }
  return [file.slice(0, 2), ...(turned === 1 ? [] : [exifOf(turned)]), ...kept, Uint8Array.of(0xff, 0xd9)];
}

/** @throws if a segment is longer than what the picture needs of it: names fit behind tables */
function requireMeasured(file: Reader, marker: number, at: number, end: number): void {
  let used = at + 4;
  if (marker === 0xdb) while (used < end) used += 1 + (file.byte(used) >> 4 === 0 ? 64 : 128);
  else if (marker === 0xc4) {
    while (used < end) {
      const codes = file.slice(used + 1, used + 17).reduce((sum, count) => sum + count, 0);
      used += 17 + codes;
    }
  } else if (marker === 0xda) used += 4 + 2 * file.byte(at + 4);
  else if (marker === 0xdc || marker === 0xdd) used += 2;
  else used += 6 + 3 * file.byte(at + 9);
  if (used !== end) throw new RangeError('a segment of another length');
}

/** Up to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(file: Reader, from: number): number {
  let at = from;
  for (;;) {
    at = file.bytes.indexOf(0xff, at);
    if (at < 0) throw new RangeError('the file ends too early');
    const next = file.byte(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function withoutThumbnail(segment: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = segment.slice(0, 18);
  header.set([0, 16], 2);
  header.set([0, 0], 16);
  return header;
}

/** 1 to 8, as Exif has it; 1 if it says nothing. */
function orientation(tiff: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    const start = view.getUint32(4, little);
    for (let entry = start + 2, left = view.getUint16(start, little); left > 0; entry += 12, left--) {
      if (view.getUint16(entry, little) === 0x0112) {
        const value = view.getUint16(entry + 8, little);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
  } catch {
    // Broken, and so not believed.
  }
  return 1;
}

/** Exif with nothing in it but which side is up. */
function exifOf(turned: number): Uint8Array<ArrayBuffer> {
  const text = 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0';
  const segment = Uint8Array.from(`\xff\xe1\0\0${text}`, (character) => character.charCodeAt(0));
  segment[3] = segment.length - 2;
  segment[4 + 6 + 8 + 2 + 9] = turned;
  return segment;
}

/** Chunks that make the picture, and how long they may be. */
const PNG: Readonly<Record<string, number>> = {
  IHDR: 13,
  PLTE: 768,
  IDAT: Infinity,
  IEND: 0,
  tRNS: 256,
  gAMA: 4,
  cHRM: 32,
  sRGB: 1,
  cICP: 4,
  sBIT: 4,
  bKGD: 6,
  pHYs: 9,
  acTL: 8,
  fcTL: 26,
  fdAT: Infinity,
};

/** PNG (W3C, third edition): the chunks that make the picture. */
export function png(bytes: Uint8Array<ArrayBuffer>): Parts {
  const file = new Reader(bytes);
  const kept: Parts = [file.slice(0, 8)];
  for (let at = 8; ;) {
    const type = file.word(at + 4, 4);
    const end = at + 12 + file.big32(at);
    const chunk = file.slice(at, end);
    if (Object.hasOwn(PNG, type)) {
      if (chunk.length - 12 > (PNG[type] ?? 0)) throw new RangeError('a chunk of another length');
      kept.push(chunk);
    }
    if (type === 'IEND') return kept;
    at = end;
  }
}

/** GIF89a: without comments, text and what applications wrote, but for how often it is played. */
export function gif(bytes: Uint8Array<ArrayBuffer>): Parts {
  const file = new Reader(bytes);
  let at = 13 + colours(file.byte(10));
  const kept: Parts = [file.slice(0, at)];
  for (;;) {
    const from = at;
    const kind = file.byte(at);
    if (kind === 0x3b) return [...kept, Uint8Array.of(0x3b)];
    if (kind === 0x2c) {
      at = endOfBlocks(file, at + 10 + colours(file.byte(at + 9)) + 1);
      kept.push(file.slice(from, at));
    } else if (kind === 0x21) {
      const label = file.byte(at + 1);
      at = endOfBlocks(file, at + 2);
      const looping = label === 0xff && file.word(from + 3, 11) === 'NETSCAPE2.0' && at - from === 19;
      if ((label === 0xf9 && at - from === 8) || looping) kept.push(file.slice(from, at));
    } else throw new RangeError('no block begins here');
  }
}

function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function endOfBlocks(file: Reader, from: number): number {
  let at = from;
  while (file.byte(at) !== 0) at += 1 + file.byte(at);
  return at + 1;
}

/** Of VP8X: a profile, Exif, XMP. */
const WEBP_SAYS = 0x20 | 0x08 | 0x04;
const WEBP_PICTURE = new Set(['ALPH', 'VP8 ', 'VP8L']);

/** WebP (RFC 9649): the chunks that make the picture, also in each frame of several. */
export function webp(bytes: Uint8Array<ArrayBuffer>): Parts {
  const file = riffFile(bytes, 'WEBP');
  const kept: Parts = [];
  for (const { name, data } of riffChunks(file, 12, file.length)) {
    if (name === 'VP8X') {
      const said = data.slice(0, 10);
      said[0] = (said[0] ?? 0) & ~WEBP_SAYS;
      kept.push(riffChunk(name, said));
    } else if (name === 'ANIM') kept.push(riffChunk(name, data.slice(0, 6)));
    else if (name === 'ANMF') {
      const frame = new Reader(data);
      const inside = riffChunks(frame, 16, frame.length).filter((chunk) => WEBP_PICTURE.has(chunk.name));
      kept.push(
        riffChunk(name, joined([frame.slice(0, 16), ...inside.map((chunk) => riffChunk(chunk.name, chunk.data))])),
      );
    } else if (WEBP_PICTURE.has(name)) kept.push(riffChunk(name, data));
  }
  return riff('WEBP', kept);
}
