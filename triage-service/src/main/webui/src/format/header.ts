import { Decrypter, Encrypter } from 'age-encryption';
import { LONGEST_HEADER, unopened, Unopened } from './sealed';

const MAC = new TextEncoder().encode('\n--- ');
const NEWLINE = 10;

/** Keeps the header of a sealed file that is being read. */
export class HeaderCopy {
  header: Uint8Array | undefined;
  private seen = new Uint8Array();

  /** The same file, as fast as it is taken. */
  of(sealed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    return sealed.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          this.see(chunk);
          controller.enqueue(chunk);
        },
      }),
    );
  }

  private see(chunk: Uint8Array): void {
    if (this.header !== undefined || this.seen.length > LONGEST_HEADER) return;
    const seen = new Uint8Array(this.seen.length + chunk.length);
    seen.set(this.seen);
    seen.set(chunk, this.seen.length);
    this.seen = seen;
    const end = endOfHeader(seen);
    if (end === undefined) return;
    this.header = seen.slice(0, end);
    this.seen = new Uint8Array();
  }
}

/**
 * A header that opens the same payload for another recipient, and for no other key. The file key (age, section "File key") stays in
 * the Worker.
 */
export async function sealedAgain(header: Uint8Array, identity: string, recipient: string): Promise<Uint8Array> {
  // Another kind of recipient would be weaker, and of another size.
  if (!recipient.startsWith('age1pq1')) throw new TypeError('A tip is moved to a post-quantum recipient.');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const fileKey = await decrypter.decryptHeader(header).catch((cause: unknown) => {
    throw unopened(cause);
  });
  const encrypter = new Encrypter();
  // It puts the file's key in place of a fresh one before the recipient is asked, and leaves no stanza.
  encrypter.addRecipient({
    wrapFileKey: (fresh) => {
      fresh.set(fileKey);
      return [];
    },
  });
  encrypter.addRecipient(recipient);
  const file = await encrypter.encrypt(new Uint8Array());
  const made = file.slice(0, endOfHeader(file));
  await demandSameKey(made, fileKey);
  return made;
}

/** The MAC of a header is made with the file key: one with another key would open nothing. */
async function demandSameKey(header: Uint8Array, fileKey: Uint8Array): Promise<void> {
  const decrypter = new Decrypter();
  decrypter.addIdentity({ unwrapFileKey: () => fileKey });
  await decrypter.decryptHeader(header).catch(() => {
    throw new Unopened('damaged');
  });
}

/** Behind the line of the MAC; nothing if that has not come. */
function endOfHeader(bytes: Uint8Array): number | undefined {
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (!MAC.every((byte, i) => bytes[at + i] === byte)) continue;
    const end = bytes.indexOf(NEWLINE, at + 1);
    return end < 0 ? undefined : end + 1;
  }
  return undefined;
}
