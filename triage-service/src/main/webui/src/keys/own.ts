import { openWith, sealToQueue } from '../reply/sealing';
import { Unopened } from '../tip/sealed';

/** What a member keeps for themselves. */
export type OwnText = 'views' | 'compared-keys';

/** A text for this member alone. Anybody can seal to a recipient, so it bears a mark that only the identity makes. */
export async function sealOwn(what: OwnText, text: string, identity: string): Promise<string> {
  return sealToQueue(`${await mark(what, text, identity)} ${text}`, identity);
}

export async function openOwn(what: OwnText, sealed: Uint8Array, identity: string): Promise<string> {
  const opened = await openWith(sealed, identity);
  const end = opened.indexOf(' ');
  const text = opened.slice(end + 1);
  if (opened.slice(0, end) !== (await mark(what, text, identity))) throw new Unopened('damaged');
  return text;
}

async function mark(what: OwnText, text: string, identity: string): Promise<string> {
  const bytes = (words: string) => new TextEncoder().encode(words);
  const secret = await crypto.subtle.digest('SHA-256', bytes(`penah own text\n${what}\n${identity}`));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const made = await crypto.subtle.sign('HMAC', key, bytes(text));
  return Array.from(new Uint8Array(made), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
