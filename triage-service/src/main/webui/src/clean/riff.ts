import { joined } from '../format/joined';
import { Reader, type Parts } from './parts';

/** A part of a RIFF file: its name of four letters, and what is in it. */
export interface RiffChunk {
  name: string;
  data: Uint8Array<ArrayBuffer>;
}

/** What the header counts, and not what follows. */
export function riffFile(bytes: Uint8Array<ArrayBuffer>, form: string): Reader {
  const file = new Reader(bytes);
  if (file.word(0, 4) !== 'RIFF' || file.word(8, 4) !== form) throw new RangeError('no such file begins here');
  return new Reader(file.slice(0, Math.min(8 + file.little32(4), file.length)));
}

/** @throws if one is longer than what it is in */
export function riffChunks(file: Reader, from: number, to: number): RiffChunk[] {
  const chunks: RiffChunk[] = [];
  for (let at = from; at + 8 <= to;) {
    const size = file.little32(at + 4);
    chunks.push({ name: file.word(at, 4), data: file.slice(at + 8, at + 8 + size) });
    at += 8 + size + (size & 1);
  }
  return chunks;
}

export function riffChunk(name: string, data: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = Uint8Array.from(`${name}\0\0\0\0`, (character) => character.charCodeAt(0));
  new DataView(header.buffer).setUint32(4, data.length, true);
  return joined([header, data, new Uint8Array(data.length & 1)]);
}

/** @throws if nothing would be in it */
export function riff(form: string, chunks: Parts): Parts {
  if (chunks.length === 0) throw new RangeError('nothing of it would be left');
  const header = Uint8Array.from(`RIFF\0\0\0\0${form}`, (character) => character.charCodeAt(0));
  new DataView(header.buffer).setUint32(4, 4 + chunks.reduce((sum, chunk) => sum + chunk.length, 0), true);
  return [header, ...chunks];
}
