import { Inflate, Unzlib } from 'fflate';
import { Gap } from './ends';
import type { Work } from './work';

const AT_ONCE = 1024;

/**
 * The first bytes that something unpacks to; it is fed in small pieces, so that nothing can grow.
 *
 * @throws Gap once too much was unpacked
 */
export function unpacked(bytes: Uint8Array, most: number, work: Work, way: 'zlib' | 'raw' = 'zlib'): Uint8Array {
  let made = new Uint8Array();
  const keep = (piece: Uint8Array) => {
    work.spend(piece.length);
    const longer = new Uint8Array(Math.min(most, made.length + piece.length));
    longer.set(made);
    longer.set(piece.subarray(0, longer.length - made.length), made.length);
    made = longer;
  };
  const stream = way === 'zlib' ? new Unzlib(keep) : new Inflate(keep);
  work.spend(bytes.length);
  try {
    for (let at = 0; at < bytes.length && made.length < most; at += AT_ONCE)
      stream.push(bytes.subarray(at, at + AT_ONCE), at + AT_ONCE >= bytes.length);
  } catch (cause) {
    // Of what is broken, the part before the fault is kept.
    if (cause instanceof Gap) throw cause;
  }
  return made;
}
