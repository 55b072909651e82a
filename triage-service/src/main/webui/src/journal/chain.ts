import type { Entry } from '../api/journal';

/** The first entry's predecessor. */
export const BEGINNING = '00'.repeat(32);

/** Why the journal is not what was written, or nothing. */
export interface Break {
  at: number;
  how: 'changed' | 'missing';
}

/** Follows the chain over entries that come one after another, from the hash of the one before them. */
export async function firstBreak(
  entries: readonly Entry[],
  before = { position: 0, hash: BEGINNING },
): Promise<Break | undefined> {
  let { position, hash } = before;
  for (const entry of entries) {
    if (entry.position !== position + 1) return { at: position + 1, how: 'missing' };
    if ((await hashOf(entry, hash)) !== entry.hash) return { at: entry.position, how: 'changed' };
    ({ position, hash } = entry);
  }
  return undefined;
}

/**
 * Whether an entry that an auditor has noted, `position:hash`, is still there: a chain that was truncated, or rebuilt from its
 * beginning, is consistent.
 */
export function stillHas(entries: readonly Entry[], noted: string): 'there' | 'gone' | 'unreadable' {
  const [, position, hash] = /^\s*(\d{1,15})\s*:\s*([0-9a-f]{64})\s*$/i.exec(noted) ?? [];
  if (position === undefined || hash === undefined) return 'unreadable';
  const found = entries.find((entry) => entry.position === Number(position));
  return found?.hash === hash.toLowerCase() ? 'there' : 'gone';
}

/** As triage-service documents it: Entry.java. */
async function hashOf(entry: Entry, before: string): Promise<string> {
  const fields = [entry.day, entry.who, entry.deed, entry.which, ...(entry.facts === undefined ? [] : [entry.facts])];
  const texts = fields.map((text) => new TextEncoder().encode(text));
  const bytes = new Uint8Array(32 + 8 + texts.reduce((sum, text) => sum + 4 + text.length, 0));
  const view = new DataView(bytes.buffer);
  bytes.set(fromHex(before));
  view.setBigUint64(32, BigInt(entry.position));
  let offset = 40;
  for (const text of texts) {
    view.setUint32(offset, text.length);
    bytes.set(text, offset + 4);
    offset += 4 + text.length;
  }
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
