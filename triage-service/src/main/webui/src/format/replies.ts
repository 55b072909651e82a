import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { Unopened, unopened } from './sealed';
import { padded, unpadded } from './padding';

/** A reply as it leaves this browser: nobody but the source, and the members of the tip's queue, can read it. */
export interface SealedReply {
  /** To the source, in base64. */
  sealed: string;
  /** Sealed to the tip's queue, in base64, so that colleagues can read it. */
  copy: string;
}

/** Every sealed reply has this many bytes; the service refuses any other. */
const SEALED = 9851;

export async function sealReply(text: string, source: string, queueIdentity: string): Promise<SealedReply> {
  const [sealed, copy] = await Promise.all([sealTo(source, padded(text)), sealToQueue(text, queueIdentity)]);
  return { sealed, copy };
}

/** A text for the members of a queue, in base64, of the same size as every reply. */
export async function sealToQueue(text: string, queueIdentity: string): Promise<string> {
  return sealTo(await identityToRecipient(queueIdentity), padded(text));
}

/** A text sealed to a queue: a note, or the copy of an answer. Sealed to another key, it is as good as damaged. */
export async function openFromQueue(copy: Uint8Array, queueIdentity: string): Promise<string> {
  return openWith(copy, queueIdentity).catch(() => {
    throw new Unopened('damaged');
  });
}

/** A short sealed text; whether this is the wrong key for it, or it is damaged, is told apart. */
export async function openWith(sealed: Uint8Array, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return unpadded(await decrypter.decrypt(sealed));
  } catch (cause) {
    throw unopened(cause);
  }
}

/** @param witness is told the file key, for a file that others than its recipient shall be able to check */
export async function sealTo(
  recipient: string,
  plain: Uint8Array,
  witness?: (fileKey: Uint8Array) => void,
): Promise<string> {
  // Another kind of recipient would be weaker, and of another size.
  if (!recipient.startsWith('age1pq1')) throw new TypeError('A reply is sealed to a post-quantum recipient.');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  if (witness !== undefined) {
    // A recipient that is told and leaves no stanza: the file looks like any other.
    encrypter.addRecipient({
      wrapFileKey: (fileKey) => {
        witness(fileKey);
        return [];
      },
    });
  }
  const sealed = await encrypter.encrypt(plain);
  if (sealed.length !== SEALED) throw new RangeError('A sealed reply has 9,851 bytes.');
  return base64(sealed);
}

export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
