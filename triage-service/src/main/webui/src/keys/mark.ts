/** A text that a member stores for themselves. */
export type OwnText = 'views' | 'compared-keys' | 'root-key';

/** Only the identity makes this mark on a text of its member; anybody can seal to a recipient. */
export async function mark(what: OwnText, text: string, identity: string): Promise<string> {
  const bytes = (words: string) => new TextEncoder().encode(words);
  const secret = await crypto.subtle.digest('SHA-256', bytes(`penah own text\n${what}\n${identity}`));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const made = await crypto.subtle.sign('HMAC', key, bytes(text));
  return Array.from(new Uint8Array(made), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
