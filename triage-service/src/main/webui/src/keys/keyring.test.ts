import { armor } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  PASSPHRASE,
  queueSecret,
  sealedKeysOf,
  sealTo,
  sealWithPassphrase,
  type QueueSecret,
} from '../../fixture/keys.ts';
import type { SealedKeys } from '../api/wire';
import { ROOT_KEY, sign } from '../../fixture/root.ts';
import { KeyRing, StillLocked } from './keyring';
import { known } from './known';
import { Trust } from './trust';

let queue: QueueSecret;
let keys: SealedKeys;
let signed: Trust;

beforeAll(async () => {
  queue = await queueSecret('threat', 2);
  keys = await sealedKeysOf('aysel', [queue]);
  signed = trustIn(queue);
});

function trustIn(...epochs: QueueSecret[]): Trust {
  return Trust.of(sign(epochs, queue.recipient), ROOT_KEY, []);
}

const trusting = () => Promise.resolve(signed);

async function trouble(sealed: SealedKeys, passphrase = PASSPHRASE, named?: string): Promise<string> {
  return KeyRing.unlock(sealed, passphrase, named, trusting).then(
    () => 'open',
    (cause: unknown) => (cause instanceof StillLocked ? cause.kind : `unexpected: ${String(cause)}`),
  );
}

async function memberSealed(plain: string): Promise<SealedKeys> {
  const sealedIdentity = armor.encode(await sealWithPassphrase(plain));
  return { member: { name: 'aysel', sealedIdentity, passkey: undefined }, queues: [] };
}

describe('KeyRing', () => {
  it('opens the key of each queue and epoch', async () => {
    // When
    const ring = await KeyRing.unlock(keys, PASSPHRASE, undefined, trusting);
    // Then
    expect(ring.identityFor({ queue: 'threat', epoch: 2 })).toBe(queue.identity);
  });

  it('has no key for another epoch or queue', async () => {
    // When
    const ring = await KeyRing.unlock(keys, PASSPHRASE, undefined, trusting);
    // Then
    expect(ring.identityFor({ queue: 'threat', epoch: 1 })).toBeUndefined();
    expect(ring.identityFor({ queue: 'general', epoch: 2 })).toBeUndefined();
  });

  it('stays locked with another passphrase', async () => {
    // When
    const found = await trouble(keys, 'Correct horse battery staple');
    // Then
    expect(found).toBe('wrong-passphrase');
  });

  it('says that a key is damaged', async () => {
    // Given
    const broken = { ...keys, member: { ...keys.member, sealedIdentity: 'not armor' } };
    // When
    const found = await trouble(broken);
    // Then
    expect(found).toBe('damaged-key');
  });

  it('takes no queue key that was sealed to somebody else', async () => {
    // Given
    const other = await sealedKeysOf('rauf', [queue]);
    // When
    const found = await trouble({ ...keys, queues: other.queues });
    // Then
    expect(found).toBe('damaged-key');
  });

  it('opens nothing if the service names another key as this member’s', async () => {
    // When
    const found = await trouble(keys, PASSPHRASE, queue.recipient);
    // Then
    expect(found).toBe('other-key');
  });

  it('opens the others if one sealed key is broken, and tells which', async () => {
    // Given
    const [whole] = keys.queues;
    const broken = { queue: 'general', epoch: 1, sealedIdentity: 'not armor' };
    // When
    const ring = await KeyRing.unlock(
      { ...keys, queues: [broken, ...(whole ? [whole] : [])] },
      PASSPHRASE,
      undefined,
      trusting,
    );
    // Then
    expect(ring.identityFor({ queue: 'threat', epoch: 2 })).toBe(queue.identity);
    expect(ring.verdicts.damaged).toEqual([{ queue: 'general', epoch: 1 }]);
  });

  it('opens a key that comes later, beside those that are open', async () => {
    // Given
    const ring = await KeyRing.unlock(keys, PASSPHRASE, undefined, trusting);
    const next = await queueSecret('threat', 3);
    const sealed = await sealTo(ring.own.recipient, `${next.identity}\n`);
    const came = { queue: 'threat', epoch: 3, sealedIdentity: armor.encode(sealed) };
    // When
    await ring.addKeys(
      [...keys.queues, came, { ...came, epoch: 4, sealedIdentity: 'not armor' }],
      trustIn(queue, next),
    );
    // Then
    expect(ring.of(['threat']).map(({ epoch, identity }) => [epoch, identity])).toEqual([
      [2, queue.identity],
      [3, next.identity],
    ]);
    expect(ring.verdicts.damaged).toEqual([{ queue: 'threat', epoch: 4 }]);
  });

  it('keeps no key that the root key did not sign, though it opens', async () => {
    // Given a key made by an attacker who writes the database, sealed to the member, in place of the signed one
    const evil = await queueSecret('threat', 2);
    const ring = await KeyRing.unlock(keys, PASSPHRASE, undefined, trusting);
    const sealedIdentity = armor.encode(await sealTo(ring.own.recipient, `${evil.identity}\n`));
    const exchanged = { ...keys, queues: [{ queue: 'threat', epoch: 2, sealedIdentity }] };
    const invented = { ...keys, queues: [...keys.queues, { queue: 'threat', epoch: 3, sealedIdentity }] };
    // When
    const found = await trouble(exchanged);
    await ring.addKeys(invented.queues, signed);
    // Then
    expect(found).toBe('forged-keys');
    expect(ring.all).toEqual([queue.identity]);
    expect(ring.verdicts).toMatchObject({ signed: [{ epoch: 2 }], unsigned: [{ epoch: 3 }] });
  });

  it('takes a key that is not signed yet where this browser made it', async () => {
    // Given
    const made = Trust.of(sign([{ ...queue, queue: 'archive' }], queue.recipient), ROOT_KEY, [
      await known('epoch threat 2', queue.recipient),
    ]);
    // When
    const ring = await KeyRing.unlock(keys, PASSPHRASE, undefined, () => Promise.resolve(made));
    // Then
    expect(ring.identityFor({ queue: 'threat', epoch: 2 })).toBe(queue.identity);
    expect(ring.verdicts.made).toEqual([{ queue: 'threat', epoch: 2 }]);
  });

  it.each(['', 'AGE-SECRET-KEY-1QQQ\n', '# only a comment\n', 'AGE-SECRET-KEY-PQ-1A\nAGE-SECRET-KEY-PQ-1B\n'])(
    'takes no identity of another kind: "%s"',
    async (file) => {
      // Given
      const strange = await memberSealed(file);
      // When
      const found = await trouble(strange);
      // Then
      expect(found).toBe('damaged-key');
    },
  );

  it('says that a member has no queue', async () => {
    // When
    const found = await trouble({ ...keys, queues: [] });
    // Then
    expect(found).toBe('no-queue');
  });
});
