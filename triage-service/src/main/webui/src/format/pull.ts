import { Refused } from './refused';

/** Pulls exact numbers of bytes out of a stream of chunks. */
export class Pull {
  /** Bytes given out so far. */
  position = 0;
  private chunk: Uint8Array = new Uint8Array();
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(
    stream: ReadableStream<Uint8Array>,
    private readonly limit: number,
    private readonly onChunk: (chunk: Uint8Array) => void = () => undefined,
  ) {
    this.reader = stream.getReader();
  }

  /** The next bytes, at least one and at most {@code most}; nothing at the end of the stream. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.chunk.length === 0) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.onChunk(value);
      this.chunk = value;
    }
    const piece = this.chunk.subarray(0, most);
    this.chunk = this.chunk.subarray(piece.length);
    this.position += piece.length;
    if (this.position > this.limit) throw new Refused('too-large');
    return piece;
  }

  async exactly(length: number): Promise<DataView> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const piece = await this.some(length - filled);
      if (piece === undefined) throw new Refused('truncated');
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return new DataView(bytes.buffer);
  }

  /** Gives {@code length} bytes to {@code take}, piece by piece. */
  async pass(length: number, take: (piece: Uint8Array) => void): Promise<void> {
    let left = length;
    while (left > 0) {
      const piece = await this.some(left);
      if (piece === undefined) throw new Refused('truncated');
      take(piece);
      left -= piece.length;
    }
  }

  /** Reads to the end, so that checks inside the stream see all of it. */
  async drain(): Promise<void> {
    while ((await this.some(Number.MAX_SAFE_INTEGER)) !== undefined);
  }
}
