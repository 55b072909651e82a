import { describe, expect, it } from 'vitest';
import type { Service } from '../api/service';
import { fingerprintOf } from '../keys/fingerprint';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import { Compared } from './compared';

const LEYLA = { member: 'leyla', recipient: 'age1pq1leyla' };
const GENERAL = { queue: 'general', epoch: 2, recipient: 'age1pq1general' };
const RECOVERY = { member: undefined, recipient: 'age1pq1recovery' };

/** A vault that opens only what it sealed. */
function compared() {
  let kept: string | undefined;
  const service = {
    comparedKeys: () => Promise.resolve({ sealed: kept }),
    keepComparedKeys: (sealed: string) => {
      kept = sealed;
      return Promise.resolve();
    },
  } as unknown as Service;
  const vault = {
    open: true,
    sealOwn: (what: string, text: string) => Promise.resolve(`${what} ${text}`),
    openOwn: (what: string, sealed: string) =>
      sealed.startsWith(what)
        ? Promise.resolve(sealed.slice(what.length + 1))
        : Promise.reject(new VaultTrouble('damaged')),
  };
  return { service, vault, compared: new Compared(service, vault as unknown as Vault) };
}

describe('keys that were compared', () => {
  it('are no strangers, while others are', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.note([LEYLA]);
    // When
    const strangers = await keys.strangers([LEYLA, RECOVERY]);
    // Then
    expect(strangers).toMatchObject([{ member: undefined, changed: false }]);
  });

  it('are strangers again once they have changed', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.note([LEYLA, RECOVERY]);
    // When
    const strangers = await keys.strangers([{ ...LEYLA, recipient: 'age1pq1evil' }, RECOVERY]);
    // Then
    expect(strangers).toMatchObject([{ member: 'leyla', changed: true }]);
  });

  it('are forgotten with somebody who has left', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.note([LEYLA, RECOVERY]);
    await keys.note([], 'leyla');
    // When
    const strangers = await keys.strangers([LEYLA, RECOVERY]);
    // Then
    expect(strangers).toMatchObject([{ member: 'leyla', changed: false }]);
  });

  it('are all strangers in a list that somebody else made', async () => {
    // Given
    const { compared: keys, service } = compared();
    await service.keepComparedKeys(JSON.stringify([{ who: 'member leyla', digits: '1' }]));
    // When
    const strangers = await keys.strangers([LEYLA]);
    // Then
    expect(strangers).toHaveLength(1);
  });

  it('are no strangers any less because an epoch was made', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.note([LEYLA]);
    // When
    await keys.noteMade([GENERAL]);
    // Then
    expect(await keys.strangers([LEYLA, RECOVERY])).toMatchObject([{ member: undefined }]);
  });

  it('are unknown while the key is locked', async () => {
    // Given
    const { compared: keys, vault } = compared();
    vault.open = false;
    // When
    const asked = keys.strangers([LEYLA]);
    // Then
    await expect(asked).rejects.toMatchObject({ kind: 'locked' });
  });
});

describe('keys of epochs that were made here', () => {
  it('are told from one that the service lists instead', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.noteMade([GENERAL]);
    // When
    const made = [await keys.made([GENERAL]), await keys.made([{ ...GENERAL, recipient: 'age1pq1evil' }])];
    // Then
    const digits = await fingerprintOf(GENERAL.recipient);
    expect(made).toEqual([
      [{ queue: 'general', epoch: 2, digits, listed: true }],
      [{ queue: 'general', epoch: 2, digits, listed: false }],
    ]);
  });

  it('are not those of other leads, nor of a list that somebody else made', async () => {
    // Given
    const { compared: keys, service } = compared();
    await keys.noteMade([GENERAL]);
    // When
    const others = await keys.made([{ ...GENERAL, epoch: 3 }]);
    await service.keepComparedKeys(JSON.stringify([{ who: 'epoch general 2', digits: '1' }]));
    // Then
    expect([others, await keys.made([GENERAL])]).toEqual([[], []]);
  });

  it('are forgotten if the epoch did not begin', async () => {
    // Given
    const { compared: keys } = compared();
    await keys.noteMade([GENERAL]);
    // When
    await keys.forgetMade([GENERAL]);
    // Then
    expect(await keys.made([GENERAL])).toEqual([]);
  });
});
