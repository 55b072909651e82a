import { Decrypter } from 'age-encryption';
import { Failure } from '../api/failure';

/** Why a sealed file did not open. */
export type UnopenedKind =
  /** No key of ours opens it. */
  | 'wrong-key'
  /** It is not an age file, or it was cut short or changed: none of it can be trusted. */
  | 'damaged'
  /** Larger than this console reads. */
  | 'too-large';

export class Unopened extends Error {
  constructor(readonly kind: UnopenedKind) {
    super(kind);
    this.name = 'Unopened';
  }
}

/** A header with a hundred post-quantum recipients stays below this; without a bound a hostile one would fill memory. */
export const LONGEST_HEADER = 256 * 1024;
const NO_MATCH = "no identity matched any of the file's recipients";

/**
 * The plaintext, chunk by verified chunk. Only the end shows whether the file is complete: show none of it until the stream has
 * ended without an error.
 */
export async function plainOf(
  sealed: ReadableStream<Uint8Array>,
  identity: string,
  onBytes: (count: number) => void,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(watched(sealed, onBytes));
  } catch (cause) {
    throw unopened(cause);
  }
}

export function unopened(cause: unknown): Error {
  if (cause instanceof Failure || cause instanceof Unopened) return cause;
  return new Unopened(cause instanceof Error && cause.message === NO_MATCH ? 'wrong-key' : 'damaged');
}

/** Counts, bounds the header, and tells a network that went away from a file that is broken. */
function watched(
  sealed: ReadableStream<Uint8Array>,
  onBytes: (count: number) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = sealed.getReader();
  const header = new HeaderBound();
  let count = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch(() => {
        throw new Failure('offline');
      });
      if (done) {
        controller.close();
        return;
      }
      count += value.length;
      header.see(value);
      onBytes(count);
      controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** Fails once a header has gone on for too long without the line of its MAC. */
class HeaderBound {
  private ended = false;
  private seen = 0;
  private tail = '';

  see(chunk: Uint8Array): void {
    if (this.ended) return;
    const text = this.tail + new TextDecoder('latin1').decode(chunk.subarray(0, LONGEST_HEADER));
    this.ended = text.includes('\n---');
    this.seen += chunk.length;
    this.tail = text.slice(-3);
    if (!this.ended && this.seen > LONGEST_HEADER) throw new Unopened('damaged');
  }
}
