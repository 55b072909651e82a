/** The plaintext of every reply has this many bytes, so that a short answer looks like a long one (docs/contracts/reply.md). */
const PLAIN = 8192;
/** The longest text, in bytes of UTF-8. */
export const LONGEST = 8000;

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The text, one newline, then spaces. */
export function padded(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0 || bytes.length > LONGEST) throw new RangeError('A reply has 1 to 8,000 bytes.');
  const plain = new Uint8Array(PLAIN).fill(0x20);
  plain.set(bytes);
  plain[bytes.length] = 0x0a;
  return plain;
}

/** The text of a padded reply; anything else is refused. */
export function unpadded(plain: Uint8Array): string {
  if (plain.length !== PLAIN) throw new RangeError('A reply has 8,192 bytes.');
  return new TextDecoder('utf-8', { fatal: true }).decode(plain).trimEnd();
}
