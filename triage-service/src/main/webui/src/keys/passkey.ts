import type { Trouble } from './protocol';
import { VaultTrouble } from './vault.svelte';

export interface Passkey {
  /** Its name at the authenticator. */
  credential: string;
  /** The secret that only it can derive. */
  secret: string;
}

/** The page's access to passkeys. */
export interface PasskeyUnlock {
  /** Whether there is one. */
  there: boolean;
  unlock: () => Promise<Trouble | undefined>;
  add: (passphrase: string) => Promise<Trouble | undefined>;
  forget: () => Promise<Trouble | undefined>;
}

/** The same for everybody: each passkey derives with its own key. */
const SALT = new TextEncoder().encode('penah desk identity 1');

/** Whether this browser may know passkeys that derive secrets; Tor Browser does not. */
export async function mayHavePasskeys(): Promise<boolean> {
  if (!('PublicKeyCredential' in window)) return false;
  // Older ones do not say.
  if (!('getClientCapabilities' in PublicKeyCredential)) return true;
  return (await PublicKeyCredential.getClientCapabilities())['extension:prf'] === true;
}

/** Nobody checks a signature of it: what it derives opens the identity, or does not. */
export async function makePasskey(member: string): Promise<Passkey> {
  const made = await answer(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Penah desk' },
        // The same for the same member, so that another one takes the place of the first.
        user: { id: new TextEncoder().encode(member).slice(0, 64), name: member, displayName: member },
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { userVerification: 'required' },
        extensions: { prf: { eval: { first: SALT } } },
      },
    }),
  );
  const credential = text(made.rawId);
  const derived = derivedBy(made);
  // Some derive nothing while they are made.
  return derived === undefined ? askPasskey(credential) : { credential, secret: await secretOf(derived) };
}

export async function askPasskey(credential: string): Promise<Passkey> {
  const found = await answer(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id: bytes(credential) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: SALT } } },
      },
    }),
  );
  const derived = derivedBy(found);
  if (derived === undefined) throw new VaultTrouble('no-passkey');
  return { credential, secret: await secretOf(derived) };
}

async function answer(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch {
    // Cancelled, missing, or the wrong one: all the same to a caller that waits for a key.
  }
  throw new VaultTrouble('no-passkey');
}

function derivedBy(credential: PublicKeyCredential): BufferSource | undefined {
  return credential.getClientExtensionResults().prf?.results?.first;
}

async function secretOf(derived: BufferSource): Promise<string> {
  const key = await crypto.subtle.importKey('raw', derived, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode('penah desk identity');
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
    key,
    256,
  );
  return text(bits);
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
