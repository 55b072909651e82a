import { Decrypter } from 'age-encryption';
import { padded } from './padding';
import { base64, openFromQueue, sealTo, sealToQueue, type SealedReply } from './replies';

/** The longest text for a partner, in bytes of UTF-8; the copy for the queue holds 70 more. */
export const LONGEST_DETAILS = 7900;

/** A partner, and the recipient that texts for it are sealed to. */
export interface Target {
  partner: string;
  recipient: string;
}

/** Whether the writer sealed to this target, and the same text; older copies do not name one. */
export type Verdict = 'same' | 'other-text' | 'other-target' | 'no-target';

/** A text that somebody wrote for a partner, as a colleague finds it. */
export interface ReadDetails {
  text: string;
  /** Absent if nothing waits any longer. */
  compared: { target: Target; verdict: Verdict } | undefined;
}

/**
 * Seals a text to a partner, and once more to the queue together with the file key of the first (age, section "File key") and
 * a digest of the target. So a holder of the queue's key can check the partner's file, and need not trust the writer's text.
 */
export async function sealDetails(text: string, target: Target, queueIdentity: string): Promise<SealedReply> {
  let fileKey = '';
  const sealed = await sealTo(target.recipient, padded(text), (key) => {
    fileKey = base64(key);
  });
  return { sealed, copy: await sealToQueue(`${fileKey} ${await digestOf(target)}\n${text}`, queueIdentity) };
}

/** @param waiting the text that waits for the partner, if any, and the target that the service names for it */
export async function readDetails(
  copy: Uint8Array,
  waiting: { sealed: Uint8Array; target: Target } | undefined,
  queueIdentity: string,
): Promise<ReadDetails> {
  const plain = await openFromQueue(copy, queueIdentity);
  const end = plain.indexOf('\n');
  const [fileKey = '', digest] = plain.slice(0, end).split(' ');
  const text = plain.slice(end + 1);
  if (waiting === undefined) return { text, compared: undefined };
  const { sealed, target } = waiting;
  let verdict: Verdict = 'same';
  if (!(await says(sealed, fileKey, text))) verdict = 'other-text';
  else if (digest === undefined) verdict = 'no-target';
  else if (digest !== (await digestOf(target))) verdict = 'other-target';
  return { text, compared: { target, verdict } };
}

/** The recipient itself would not fit into the copy. */
async function digestOf({ partner, recipient }: Target): Promise<string> {
  const named = new TextEncoder().encode(`penah details target\n${partner}\n${recipient}`);
  return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', named)));
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
