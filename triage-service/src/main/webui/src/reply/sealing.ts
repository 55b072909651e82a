import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { Unopened } from '../tip/sealed';
import { padded, unpadded } from './padding';

/** A reply as it leaves this browser: nobody but the source, and the members of the tip's queue, can read it. */
export interface SealedReply {
  /** To the source, in base64. */
  sealed: string;
  /** To the tip's queue, in base64, so that colleagues know what was said. */
  copy: string;
}

/** Every sealed reply has this many bytes; the service refuses any other. */
const SEALED = 9851;

export async function sealReply(text: string, source: string, queueIdentity: string): Promise<SealedReply> {
  const plain = padded(text);
  const [sealed, copy] = await Promise.all([
    sealTo(source, plain),
    sealTo(await identityToRecipient(queueIdentity), plain),
  ]);
  return { sealed, copy };
}

/** What was said, from the copy that was sealed to the queue. */
export async function openCopy(copy: Uint8Array, queueIdentity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(queueIdentity);
  try {
    return unpadded(await decrypter.decrypt(copy));
  } catch {
    throw new Unopened('damaged');
  }
}

async function sealTo(recipient: string, plain: Uint8Array): Promise<string> {
  // Another kind of recipient would be weaker, and of another size.
  if (!recipient.startsWith('age1pq1')) throw new TypeError('A reply is sealed to a post-quantum recipient.');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(plain);
  if (sealed.length !== SEALED) throw new RangeError('A sealed reply has 9,851 bytes.');
  return base64(sealed);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
