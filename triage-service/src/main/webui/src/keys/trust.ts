import { epochOn, stateOn, verify, type Manifest } from '#sealing/manifest.js';
import type { SignedKeys } from '../api/wire';
import { StillLocked } from './keyring';
import { epochName, known, type Known } from './known';
import type { QueuePlace, Verdict } from './protocol';

/** Tells which queue keys may be used: those that the root key signed, and those that this member's browser made. */
export class Trust {
  private constructor(
    private readonly manifest: Manifest,
    private readonly made: readonly Known[],
  ) {}

  /**
   * @param root the key as `minisign -P` takes it, as this member has typed it
   * @param made the member's own list, with the digits of what their browser made
   * @param oldest the serial below which no list is believed
   */
  static of({ manifest, signature }: SignedKeys, root: string, made: readonly Known[], oldest = 0): Trust {
    try {
      // To open what is here, an older list only lacks keys; and tips of long ago open when it has ended, too.
      const json = Uint8Array.from(atob(manifest), (character) => character.charCodeAt(0));
      return new Trust(verify(json, signature, root, oldest), made);
    } catch {
      throw new StillLocked('not-signed');
    }
  }

  get serial(): number {
    return this.manifest.serial;
  }

  /** The queues that sources can write to. */
  get queues(): string[] {
    return this.manifest.queues.map(({ name }) => name);
  }

  /**
   * The key that sources seal to today if they write to a queue.
   *
   * @throws StillLocked if none is signed for it, or if the list has ended
   */
  sealingTo(queue: string, today: string): QueuePlace & { recipient: string } {
    const found = epochOn(this.manifest, queue, today);
    const state = stateOn(this.manifest, today);
    if (found === undefined || state === 'NOT_YET_VALID' || state === 'CLOSED') throw new StillLocked('not-signed');
    return { queue, epoch: found.epoch, recipient: found.recipient };
  }

  async verdictOn(place: QueuePlace, recipient: string): Promise<Exclude<Verdict, 'damaged'>> {
    const signed = this.manifest.queues
      .find(({ name }) => name === place.queue)
      ?.epochs.find(({ epoch }) => epoch === place.epoch);
    if (signed !== undefined) return signed.recipient === recipient ? 'signed' : 'forged';
    const made = this.made.find(({ who }) => who === epochName(place));
    if (made === undefined) return 'unsigned';
    return made.digits === (await known(made.who, recipient)).digits ? 'made' : 'forged';
  }
}

/** The root key in what somebody typed or pasted: the key alone, the line of the checklist, or the file root.pub. */
export function rootKeyIn(typed: string): string {
  return typed.replace(/\s/g, '').slice(-ROOT_KEY_LENGTH);
}

/** 42 bytes in base64. */
const ROOT_KEY_LENGTH = 56;
