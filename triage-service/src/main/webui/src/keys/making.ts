import { armor, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import type { MadeIdentity, NextEpoch, QueueEpoch, SealedQueueKey } from '../api/people';
import { memberIdentity, queueIdentity, StillLocked } from './keyring';

/** 2^18 blocks of 1 KiB, the default of age: 256 MiB and about a second for each guess. */
const WORK_FACTOR = 18;

/** For 256 bits that nobody chose, which are not guessed however cheap a guess is. */
const LEAST_WORK_FACTOR = 1;

/** An epoch whose copy for the recovery key is there. */
export type RecoverableEpoch = QueueEpoch & { recoveryCopy: string };

/** The members of a queue's next epoch. */
export interface EpochPlan {
  queue: string;
  epoch: number;
  recovery: string;
  members: { name: string; recipient: string }[];
}

/** A member's own identity. It leaves the Worker only under the passphrase. */
export async function makeIdentity(passphrase: string): Promise<MadeIdentity> {
  const identity = await generateHybridIdentity();
  const sealedIdentity = await sealUnder(passphrase, WORK_FACTOR, identity);
  return { sealedIdentity, recipient: await identityToRecipient(identity) };
}

/** The identity that a passphrase opens, sealed once more under what a passkey derives. */
export async function sealForPasskey(sealedIdentity: string, passphrase: string, secret: string): Promise<string> {
  return sealUnder(secret, LEAST_WORK_FACTOR, await memberIdentity(sealedIdentity, passphrase));
}

async function sealUnder(passphrase: string, workFactor: number, identity: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return armor.encode(await encrypter.encrypt(`${identity}\n`));
}

/** Seals keys of queues to somebody who joins. */
export async function sealKeysTo(
  recipient: string,
  keys: readonly { queue: string; epoch: number; identity: string }[],
): Promise<SealedQueueKey[]> {
  return Promise.all(
    keys.map(async ({ queue, epoch, identity }) => ({
      queue,
      epoch,
      sealedIdentity: await sealIdentity(identity, recipient),
    })),
  );
}

/** A queue's next key, sealed to those who stay and to recovery, and forgotten. */
export async function makeEpoch({ queue, epoch, recovery, members }: EpochPlan): Promise<NextEpoch> {
  const identity = await generateHybridIdentity();
  const keys = members.map(async ({ name, recipient }) => ({
    member: name,
    sealedIdentity: await sealIdentity(identity, recipient),
  }));
  return {
    queue,
    epoch,
    recipient: await identityToRecipient(identity),
    recoveryCopy: await sealIdentity(identity, recovery),
    keys: await Promise.all(keys),
  };
}

/** Opens every epoch with the recovery key, sees that it is the key that it should be, and seals it to somebody. */
export async function recover(
  file: string,
  passphrase: string,
  epochs: readonly RecoverableEpoch[],
  recipient: string,
): Promise<SealedQueueKey[]> {
  const recovery = await memberIdentity(file, passphrase);
  const keys = epochs.map(async ({ queue, epoch, recoveryCopy, recipient: known }) => {
    const identity = await queueIdentity(recoveryCopy, recovery);
    if ((await identityToRecipient(identity)) !== known) throw new StillLocked('damaged-key');
    return { queue, epoch, identity };
  });
  return sealKeysTo(recipient, await Promise.all(keys));
}

async function sealIdentity(identity: string, recipient: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(`${identity}\n`));
}
