/** A text that a member stores for themselves. */
export type MemberText = 'views' | 'compared-keys' | 'root-key' | 'draft';

/** A text for all who hold a queue's key: numbers, or a second member's word that they have called by them. */
export type QueueText = 'telephone' | 'telephone-call';

/** Only who has the identity makes this mark: its member, or a member of its queue. Anybody can seal to a recipient. */
export async function mark(what: MemberText | QueueText, text: string, identity: string): Promise<string> {
  const bytes = (words: string) => new TextEncoder().encode(words);
  const secret = await crypto.subtle.digest('SHA-256', bytes(`penah own text\n${what}\n${identity}`));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const made = await crypto.subtle.sign('HMAC', key, bytes(text));
  return Array.from(new Uint8Array(made), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
