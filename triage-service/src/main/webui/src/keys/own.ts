import { openWith, sealToQueue } from '../format/replies';
import { Unopened } from '../format/sealed';
import { mark, type MemberText, type QueueText } from './mark';

/**
 * A text for this member alone, or for the members of a queue, by whose identity it is. Anybody can seal to a recipient, so it
 * bears a mark that only the identity makes.
 */
export async function sealOwn(what: MemberText | QueueText, text: string, identity: string): Promise<string> {
  return sealToQueue(`${await mark(what, text, identity)} ${text}`, identity);
}

export async function openOwn(what: MemberText | QueueText, sealed: Uint8Array, identity: string): Promise<string> {
  const opened = await openWith(sealed, identity);
  const end = opened.indexOf(' ');
  const text = opened.slice(end + 1);
  if (opened.slice(0, end) !== (await mark(what, text, identity))) throw new Unopened('damaged');
  return text;
}
