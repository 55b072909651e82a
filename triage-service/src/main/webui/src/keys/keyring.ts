import { armor, Decrypter, identityToRecipient } from 'age-encryption';
import type { QueueKey, SealedKeys } from '../api/wire';
import type { QueuePlace } from './protocol';

/** Why the keys did not open. */
export type LockedKind =
  | 'wrong-passphrase'
  /** A sealed key is not what it should be: the server's copy is damaged, or it is not this member's. */
  | 'damaged-key'
  /** Opened, but the service names another key as this member's: what is sealed to that one, somebody else reads. */
  | 'other-key'
  /** Opened, but this member holds no queue's key. */
  | 'no-queue';

export class StillLocked extends Error {
  constructor(readonly kind: LockedKind) {
    super(kind);
    this.name = 'StillLocked';
  }
}

/** The queue keys that are open. Lives in the Worker and dies with it. */
export class KeyRing {
  /** Places of sealed keys that did not open. */
  damaged: readonly QueuePlace[] = [];
  private readonly identities = new Map<string, string>();

  private constructor(
    /** The member's own identity, and what belongs to it. */
    readonly own: { identity: string; recipient: string },
  ) {}

  /** Opens the member's own key with the passphrase (scrypt: seconds of work), then with it the key of each queue. */
  static async unlock(keys: SealedKeys, passphrase: string, named: string | undefined): Promise<KeyRing> {
    const member = await memberIdentity(keys.member.sealedIdentity, passphrase);
    const ring = new KeyRing({ identity: member, recipient: await recipientOf(member, named) });
    await ring.learn(keys.queues);
    if (ring.identities.size === 0) throw new StillLocked(ring.damaged.length === 0 ? 'no-queue' : 'damaged-key');
    return ring;
  }

  /** Opens the keys of queues that are not open yet. */
  async learn(keys: readonly QueueKey[]): Promise<void> {
    const damaged: QueuePlace[] = [];
    for (const { queue, epoch, sealedIdentity } of keys) {
      if (this.identities.has(place({ queue, epoch }))) continue;
      try {
        this.identities.set(place({ queue, epoch }), await queueIdentity(sealedIdentity, this.own.identity));
      } catch {
        // One that is broken does not keep the others shut.
        damaged.push({ queue, epoch });
      }
    }
    this.damaged = damaged;
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
