import { Decrypter } from 'age-encryption';
import { padded } from './padding';
import { base64, openFromQueue, sealTo, sealToQueue, type SealedReply } from './replies';

/** The longest text for a partner, in bytes of UTF-8; the copy for the queue holds 25 more. */
export const LONGEST_DETAILS = 7900;

/** A text that somebody wrote for a partner, as a colleague finds it. */
export interface ReadDetails {
  text: string;
  /** Whether the text sealed to the partner is the same; absent if nothing waits any longer. */
  same: boolean | undefined;
}

/**
 * Seals a text to a partner, and once more to the queue together with the file key of the first (age, section "File key").
 * So a holder of the queue's key can check the partner's file, and need not trust the writer.
 */
export async function sealDetails(text: string, partner: string, queueIdentity: string): Promise<SealedReply> {
  let fileKey = '';
  const sealed = await sealTo(partner, padded(text), (key) => {
    fileKey = base64(key);
  });
  return { sealed, copy: await sealToQueue(`${fileKey}\n${text}`, queueIdentity) };
}

/** @param sealed the text that waits for the partner, if any */
export async function readDetails(
  copy: Uint8Array,
  sealed: Uint8Array | undefined,
  queueIdentity: string,
): Promise<ReadDetails> {
  const plain = await openFromQueue(copy, queueIdentity);
  const end = plain.indexOf('\n');
  const text = plain.slice(end + 1);
  return { text, same: sealed === undefined ? undefined : await says(sealed, plain.slice(0, end), text) };
}

async function says(sealed: Uint8Array, fileKey: string, text: string): Promise<boolean> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity({ unwrapFileKey: () => Uint8Array.from(atob(fileKey), (letter) => letter.charCodeAt(0)) });
    const plain = await decrypter.decrypt(sealed);
    const wanted = padded(text);
    return plain.length === wanted.length && plain.every((byte, at) => byte === wanted[at]);
  } catch {
    return false;
  }
}
