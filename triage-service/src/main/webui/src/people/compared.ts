import type { Service } from '../api/service';
import { fingerprintOf } from '../keys/fingerprint';
import { epochName, known, knownsIn, type Known } from '../keys/known';
import type { QueuePlace } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';

/** Whose key it is: a member's, or nobody's, which is the recovery key. */
export interface KeyOf {
  member: string | undefined;
  recipient: string;
}

/** A key that nobody has compared here. */
export interface Stranger extends KeyOf {
  /** The digits that the lead must hear. */
  fingerprint: string;
  /** Another one was compared before. */
  changed: boolean;
}

/** The public half of a queue's key. */
export interface EpochKey extends QueuePlace {
  recipient: string;
}

/** An epoch whose key a browser of this lead made. */
export interface MadeEpoch extends QueuePlace {
  /** Of the key that was made. */
  digits: string;
  /** Whether the service lists that key, and no other. */
  listed: boolean;
}

const RECOVERY = 'recovery key';

/** Which keys this lead has compared by voice, or made. The service keeps the list, and can neither read it nor make one. */
export class Compared {
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
  ) {}

  /** Those that have not been compared, or not as they are now. */
  async strangers(keys: readonly KeyOf[]): Promise<Stranger[]> {
    const known = await this.read();
    const found = keys.map(async (key) => {
      const fingerprint = await fingerprintOf(key.recipient);
      const before = known.find(({ who }) => who === nameOf(key));
      return before?.digits === fingerprint ? [] : [{ ...key, fingerprint, changed: before !== undefined }];
    });
    return (await Promise.all(found)).flat();
  }

  /** Notes what was compared, and forgets somebody who has left. */
  async note(keys: readonly KeyOf[], gone?: string): Promise<void> {
    if (keys.length === 0 && gone === undefined) return;
    const heard = keys.map((key) => known(nameOf(key), key.recipient));
    await this.replace(await Promise.all(heard), gone === undefined ? [] : [nameOf({ member: gone })]);
  }

  /** Notes which keys of epochs this browser has made. */
  async noteMade(epochs: readonly EpochKey[]): Promise<void> {
    await this.replace(await Promise.all(epochs.map((epoch) => known(epochName(epoch), epoch.recipient))), []);
  }

  async forgetMade(epochs: readonly QueuePlace[]): Promise<void> {
    await this.replace([], epochs.map(epochName));
  }

  /** Those of the listed epochs whose key was made here, as the list says it and not the service. */
  async made(listed: readonly EpochKey[]): Promise<MadeEpoch[]> {
    const all = await this.read();
    const found = listed.map(async (epoch) => {
      const made = all.find(({ who }) => who === epochName(epoch));
      if (made === undefined) return [];
      const same = made.digits === (await fingerprintOf(epoch.recipient));
      return [{ queue: epoch.queue, epoch: epoch.epoch, digits: made.digits, listed: same }];
    });
    return (await Promise.all(found)).flat();
  }

  private async replace(by: readonly Known[], gone: readonly string[]): Promise<void> {
    const replaced = [...by.map(({ who }) => who), ...gone];
    const kept = (await this.read()).filter(({ who }) => !replaced.includes(who));
    await this.service.keepComparedKeys(await this.vault.sealOwn('compared-keys', JSON.stringify([...kept, ...by])));
  }

  /** A list that does not open, or that somebody else made, does not count: everything is compared again. */
  private async read(): Promise<Known[]> {
    if (!this.vault.open) throw new VaultTrouble('locked');
    const { sealed } = await this.service.comparedKeys();
    if (sealed === undefined) return [];
    const opened = await this.vault.openOwn('compared-keys', sealed).catch((cause: unknown) => {
      if (cause instanceof VaultTrouble && (cause.kind === 'wrong-key' || cause.kind === 'damaged')) return '[]';
      throw cause;
    });
    return knownsIn(opened);
  }
}

function nameOf({ member }: Pick<KeyOf, 'member'>): string {
  return member === undefined ? RECOVERY : `member ${member}`;
}
