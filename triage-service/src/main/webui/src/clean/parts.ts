/** A part of a file that is to be kept, as it is; what is not listed is left out. */
export type Parts = Uint8Array<ArrayBuffer>[];

/** Reads numbers and words of a file; throws where the file ends too early. */
export class Reader {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  byte(at: number): number {
    return this.view.getUint8(at);
  }

  big16(at: number): number {
    return this.view.getUint16(at);
  }

  big32(at: number): number {
    return this.view.getUint32(at);
  }

  little32(at: number): number {
    return this.view.getUint32(at, true);
  }

  word(at: number, length: number): string {
    return String.fromCharCode(...this.slice(at, at + length));
  }

  /** @throws if the file has no such bytes */
  slice(from: number, to: number): Uint8Array<ArrayBuffer> {
    if (from < 0 || to < from || to > this.length) throw new RangeError('the file ends too early');
    return this.bytes.subarray(from, to);
  }
}
