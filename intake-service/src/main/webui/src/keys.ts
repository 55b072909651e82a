// Whom to seal to: the manifest, checked against the root key that the page names.
//
// Its limits: it detects a manifest that was replaced alone, an old one, and a mistake of ours. It cannot find
// a server that serves another page, for that page would name another root key and bring another script. Only a check
// from outside can, with a root key from elsewhere: /{lang}/verify has its commands.

import { epochOn, stateOn, verify, type Epoch, type Manifest } from '#sealing/manifest.js';
import { SCRIPT } from './in-worker.ts';

/** The manifest or its signature is not to be trusted, or does not name this script. */
export class Untrusted extends Error {}

const MANIFEST = '/.well-known/penah/keys.json';
const OPEN = ['VALID', 'ENDS_SOON', 'GRACE'];

/** Never decreases while the page is open. */
let highestSerial = 0;

export class Keys {
  private constructor(
    readonly manifest: Manifest,
    private readonly day: string,
  ) {}

  /** @param root the key as `minisign -P` takes it */
  static async fetch(root: string): Promise<Keys> {
    // The hash under which the browser runs this script, as in the page.
    const integrity = document.querySelector<HTMLScriptElement>(`script[src="${SCRIPT}"]`)?.integrity ?? '';
    const [json, signature] = await Promise.all([bytesOf(MANIFEST), bytesOf(`${MANIFEST}.minisig`)]);
    return Keys.check(json, new TextDecoder().decode(signature), root, { path: SCRIPT, integrity }, today());
  }

  static check(
    json: Uint8Array,
    signature: string,
    root: string,
    script: { path: string; integrity: string },
    day: string,
  ): Keys {
    let manifest: Manifest;
    try {
      manifest = verify(json, signature, root, highestSerial);
    } catch {
      throw new Untrusted();
    }
    const listed = manifest.scripts.find(({ path }) => path === script.path);
    if (listed === undefined || `sha256-${base64(listed.sha256)}` !== script.integrity) throw new Untrusted();
    if (!OPEN.includes(stateOn(manifest, day))) throw new Untrusted();
    highestSerial = manifest.serial;
    return new Keys(manifest, day);
  }

  epoch(queue: string): Epoch {
    const epoch = epochOn(this.manifest, queue, this.day);
    if (epoch === undefined) throw new Untrusted();
    return epoch;
  }

  /** Whether they were checked on another day than this one, and another key may be in force. */
  areOfYesterday(): boolean {
    return this.day !== today();
  }
}

async function bytesOf(address: string): Promise<Uint8Array> {
  const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', redirect: 'error' });
  if (!answer.ok) throw new Untrusted();
  return new Uint8Array(await answer.arrayBuffer());
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function base64(hex: string): string {
  return btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
}
