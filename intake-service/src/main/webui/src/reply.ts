// Replies as staff seal them (docs/contracts/reply.md); the same decisions as org.penah.intake.receipt takes.

import { bech32 } from '@scure/base';
import { Decrypter } from 'age-encryption';

/** For every reply, regardless of its length. */
const PLAIN_BYTES = 8192;
const LONGEST = 8000;

/** @param seed what the receipt yields */
export function identityOf(seed: Uint8Array): string {
  return bech32.encodeFromBytes('age-secret-key-pq-', seed).toUpperCase();
}

/** Its text; throws if it does not open, or is not a reply as ours are. */
export async function open(sealed: Uint8Array<ArrayBuffer>, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const plain = await decrypter.decrypt(sealed);
  if (plain.length !== PLAIN_BYTES) throw new Error('a reply has another size');
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain).trimEnd();
  if (new TextEncoder().encode(text).length > LONGEST) throw new Error('a reply is not so long');
  return text;
}
