import type { Work } from './work';

/** Bytes that are kept of a beginning, and of an end where the file is longer. */
const FRONT = 2 ** 22;
const BACK = 2 ** 21;
/** What it costs to look, beside the bytes. */
const EACH = 16;

/** Not all of a file is read: nothing was kept of its middle, or there is too much of it. */
export class Gap extends Error {}

/** What was kept of a file: all of it, or its beginning and its end. */
export class Ends {
  constructor(
    readonly size: number,
    private readonly front: Uint8Array,
    private readonly back: Uint8Array = new Uint8Array(),
    private readonly work?: Work,
  ) {}

  static of(bytes: Uint8Array): Ends {
    return new Ends(bytes.length, bytes);
  }

  /** The same, of which no more is given than this allows. */
  within(work: Work): Ends {
    return new Ends(this.size, this.front, this.back, work);
  }

  /** @throws RangeError beyond the file; Gap where nothing was kept, or once too much was given */
  slice(from: number, to: number): Uint8Array {
    if (!(from >= 0 && from <= to && to <= this.size)) throw new RangeError('the file ends too early');
    this.work?.spend(EACH + to - from);
    if (to <= this.front.length) return this.front.subarray(from, to);
    const start = this.size - this.back.length;
    if (from >= start) return this.back.subarray(from - start, to - start);
    if (start > this.front.length) throw new Gap();
    const both = new Uint8Array(to - from);
    both.set(this.front.subarray(from));
    both.set(this.back.subarray(0, to - start), start - from);
    return both;
  }

  /** @throws as slice does */
  view(from: number, length: number): DataView {
    return viewOf(this.slice(from, from + length));
  }

  /** As much as there is of a part. */
  upTo(from: number, to: number, most: number): Uint8Array {
    return this.slice(from, Math.min(to, from + most, this.size));
  }

  get beginning(): Uint8Array {
    return this.front;
  }

  /** Where the end that was kept begins: 0 for a file of which all was. */
  get tail(): number {
    return this.back.length === 0 ? 0 : this.size - this.back.length;
  }
}

/** Keeps the ends of what passes. A source chooses how long the pieces are, so none of them is held. */
export class Keeper {
  private size = 0;
  private front = new Uint8Array(4096);
  private ring = new Uint8Array();

  take(piece: Uint8Array): void {
    const ahead = piece.subarray(0, Math.max(0, FRONT - this.size));
    if (ahead.length > 0) this.keepFront(ahead);
    let rest = piece.subarray(ahead.length);
    this.size += ahead.length;
    if (rest.length > 0 && this.ring.length === 0) this.ring = new Uint8Array(BACK);
    if (rest.length > BACK) {
      this.size += rest.length - BACK;
      rest = rest.subarray(-BACK);
    }
    const at = (this.size - FRONT) % BACK;
    const fits = rest.subarray(0, BACK - at);
    if (rest.length > 0) {
      this.ring.set(fits, at);
      this.ring.set(rest.subarray(fits.length), 0);
    }
    this.size += rest.length;
  }

  get ends(): Ends {
    const front = this.front.subarray(0, Math.min(this.size, FRONT));
    const beyond = this.size - FRONT;
    if (beyond <= 0) return new Ends(this.size, front);
    if (beyond < BACK) return new Ends(this.size, front, this.ring.subarray(0, beyond));
    const oldest = beyond % BACK;
    const back = new Uint8Array(BACK);
    back.set(this.ring.subarray(oldest));
    back.set(this.ring.subarray(0, oldest), BACK - oldest);
    return new Ends(this.size, front, back);
  }

  private keepFront(piece: Uint8Array): void {
    const needed = this.size + piece.length;
    if (needed > this.front.length) {
      const longer = new Uint8Array(Math.min(FRONT, Math.max(needed, 2 * this.front.length)));
      longer.set(this.front);
      this.front = longer;
    }
    this.front.set(piece, this.size);
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Each byte as the character of its number; a decoder named latin1 would read Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

/** UTF-8 where it is that, else one character a byte. */
export function textOf(bytes: Uint8Array): string {
  try {
    // What was cut off may end in half a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return latin1(bytes);
  }
}

/** UTF-16 by its first two bytes, or as it is said to be without them. */
export function utf16(bytes: Uint8Array, otherwise: 'utf-16be' | 'utf-16le'): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  return new TextDecoder(first === 0xfe && second === 0xff ? 'utf-16be' : otherwise).decode(bytes);
}
