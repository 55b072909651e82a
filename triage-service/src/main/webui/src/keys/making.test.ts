import { armor, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE, queueSecret, sealTo, sealWithPassphrase } from '../../fixture/keys.ts';
import { StillLocked } from './keyring';
import { makeIdentity, recover } from './making';

it('makes a passphrase as costly to guess as age does', async () => {
  // When
  const { sealedIdentity } = await makeIdentity(PASSPHRASE);
  // Then
  const header = new TextDecoder().decode(armor.decode(sealedIdentity).subarray(0, 64));
  expect(header).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/);
});

describe('recovery', () => {
  it.each([
    ['a file that is no key', 'not armor', false],
    ['the recovery key of somebody else', undefined, false],
    ['a copy of another key than the queue has', undefined, true],
  ])('gives nothing with %s', async (_what, file, own) => {
    // Given
    const queue = await queueSecret('threat');
    const recovery = await generateHybridIdentity();
    const sealedTo = await identityToRecipient(own ? recovery : await generateHybridIdentity());
    const epoch = {
      queue: 'threat',
      epoch: 1,
      recipient: own ? (await queueSecret('threat', 2)).recipient : queue.recipient,
      recoveryCopy: armor.encode(await sealTo(sealedTo, `${queue.identity}\n`)),
    };
    // When
    const trouble = await recover(
      file ?? armor.encode(await sealWithPassphrase(`${recovery}\n`)),
      PASSPHRASE,
      [epoch as never],
      queue.recipient,
    ).then(
      () => undefined,
      (cause: unknown) => cause,
    );
    // Then
    expect(trouble).toBeInstanceOf(StillLocked);
    expect((trouble as StillLocked).kind).toBe('damaged-key');
  });
});
