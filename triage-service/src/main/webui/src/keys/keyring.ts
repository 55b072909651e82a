import { armor, Decrypter, identityToRecipient } from 'age-encryption';
import type { QueueKey, SealedKeys } from '../api/wire';
import type { QueuePlace, Verdicts } from './protocol';
import type { Trust } from './trust';

/** Why the keys did not open. */
export type LockedKind =
  | 'wrong-passphrase'
  /** A sealed key is wrong: the server's copy is damaged, or it is not this member's. */
  | 'damaged-key'
  /** Opened, but the service lists a different key as this member's: somebody else could read what is sealed to that one. */
  | 'other-key'
  /** Opened, but this member has not typed the root key yet, or somebody took it away. */
  | 'no-root-key'
  /** Opened, but the list of keys is not signed by the root key that this member typed. */
  | 'not-signed'
  /** Opened, but none of the queues' keys is one that was signed. */
  | 'forged-keys'
  /** Opened, but this member holds no queue's key. */
  | 'no-queue';

export class StillLocked extends Error {
  constructor(readonly kind: LockedKind) {
    super(kind);
    this.name = 'StillLocked';
  }
}

const NONE: Verdicts = { signed: [], made: [], unsigned: [], forged: [], damaged: [] };

/** A member's own identity, and what belongs to it. */
export interface Own {
  identity: string;
  recipient: string;
}

/** The queue keys that are open. Lives in the Worker and dies with it. */
export class KeyRing {
  verdicts: Verdicts = NONE;
  private readonly identities = new Map<string, string>();

  private constructor(readonly own: Own) {}

  /** Opens the member's own key with the passphrase (scrypt: seconds of work), then with it the key of each queue. */
  static async unlock(
    keys: SealedKeys,
    passphrase: string,
    named: string | undefined,
    trustOf: (own: Own) => Promise<Trust>,
  ): Promise<KeyRing> {
    const member = await memberIdentity(keys.member.sealedIdentity, passphrase);
    const ring = new KeyRing({ identity: member, recipient: await recipientOf(member, named) });
    if (keys.queues.length === 0) throw new StillLocked('no-queue');
    await ring.addKeys(keys.queues, await trustOf(ring.own));
    if (ring.identities.size === 0)
      throw new StillLocked(ring.verdicts.damaged.length > 0 ? 'damaged-key' : 'forged-keys');
    return ring;
  }

  /** Opens the keys of queues, and keeps those that are signed or made here. */
  async addKeys(keys: readonly QueueKey[], trust: Trust): Promise<void> {
    const verdicts: Record<keyof Verdicts, QueuePlace[]> = {
      signed: [],
      made: [],
      unsigned: [],
      forged: [],
      damaged: [],
    };
    for (const { queue, epoch, sealedIdentity } of keys) {
      let identity: string;
      try {
        identity = await queueIdentity(sealedIdentity, this.own.identity);
      } catch {
        // One that is broken does not keep the others shut.
        verdicts.damaged.push({ queue, epoch });
        continue;
      }
      const verdict = await trust.verdictOn({ queue, epoch }, await identityToRecipient(identity));
      verdicts[verdict].push({ queue, epoch });
      if (verdict === 'signed' || verdict === 'made') this.identities.set(place({ queue, epoch }), identity);
    }
    this.verdicts = verdicts;
  }

  /** Every open queue key, for what was sealed to any of them. */
  get all(): string[] {
    return [...this.identities.values()];
  }

  /** Every open key of the queues that are named. */
  of(queues: readonly string[]): { queue: string; epoch: number; identity: string }[] {
    return [...this.identities].flatMap(([place, identity]) => {
      const [epoch = '', ...name] = place.split(' ');
      const queue = name.join(' ');
      return queues.includes(queue) ? [{ queue, epoch: Number(epoch), identity }] : [];
    });
  }

  identityFor(queue: Pick<QueueKey, 'queue' | 'epoch'>): string | undefined {
    return this.identities.get(place(queue));
  }
}

/** What a passphrase opens: a member's own identity, or the recovery key. */
export async function memberIdentity(sealed: string, passphrase: string): Promise<string> {
  const file = binary(sealed);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return identityIn(await decrypter.decrypt(file, 'text'));
  } catch (cause) {
    if (cause instanceof StillLocked) throw cause;
    throw new StillLocked('wrong-passphrase');
  }
}

/** The recipient that belongs to a member's identity; a service that names another one is found out. */
export async function recipientOf(member: string, named: string | undefined): Promise<string> {
  const recipient = await identityToRecipient(member);
  if (named !== undefined && named !== recipient) throw new StillLocked('other-key');
  return recipient;
}

export async function queueIdentity(sealed: string, member: string): Promise<string> {
  const file = binary(sealed);
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(member);
    return identityIn(await decrypter.decrypt(file, 'text'));
  } catch {
    throw new StillLocked('damaged-key');
  }
}

function binary(armored: string): Uint8Array {
  try {
    return armor.decode(armored);
  } catch {
    throw new StillLocked('damaged-key');
  }
}

/** An identity file: one identity; empty lines and `#` lines say nothing. Only post-quantum hybrid ones are ours. */
function identityIn(file: string): string {
  const lines = file
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [identity] = lines;
  if (lines.length !== 1 || identity?.startsWith('AGE-SECRET-KEY-PQ-1') !== true) throw new StillLocked('damaged-key');
  return identity;
}

function place({ queue, epoch }: Pick<QueueKey, 'queue' | 'epoch'>): string {
  return `${epoch} ${queue}`;
}
