import { generateHybridIdentity } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { SealedTelephone } from '../api/telephones';
import { sealToQueue } from '../format/replies';
import { Unopened } from '../format/sealed';
import { openOwn, sealOwn } from '../keys/own';
import type { QueuePlace } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { standing, type Reading } from './telephone';
import { Telephones } from './telephones.svelte';

const NUMBERS = { numbers: ['+49 30 1234567', '', ''], words: 'Nights: ask for Maryam' };
/** The queue's keys, by epoch. */
const keys = new Map<number, string>();

beforeAll(async () => {
  for (const epoch of [1, 2]) keys.set(epoch, await generateHybridIdentity());
});

function keyOf(epoch: number): string {
  return keys.get(epoch) ?? '';
}

/** What the service keeps. An intruder there changes it as they like. */
class Kept {
  all: SealedTelephone[] = [];

  of(member: string): Service {
    return {
      telephones: () => Promise.resolve(this.all),
      writeTelephone: (partner: string, copies: { queue: string; epoch: number; sealed: string }[]) => {
        const written = { telephoneId: `${this.all.length}`, partner, writtenBy: member };
        this.all = [...this.all, ...copies.map((copy) => ({ ...copy, ...written }))];
        return Promise.resolve();
      },
      approveTelephone: (telephoneId: string, epoch: number, sealed: string) => {
        this.change({ epoch, sealed, approvedBy: member }, telephoneId);
        return Promise.resolve();
      },
    } as unknown as Service;
  }

  change(how: Partial<SealedTelephone>, telephoneId = '0'): void {
    this.all = this.all.map((one) => (one.telephoneId === telephoneId ? { ...one, ...how } : one));
  }
}

/** The desk of a member who holds the keys of these epochs. */
function desk(kept: Kept, member: string, epochs = [1]): Telephones {
  const vault = {
    open: true,
    state: { is: 'open', member, verdicts: { signed: epochs.map((epoch) => ({ queue: 'threat', epoch })) } },
    newestEpoch: () => Math.max(...epochs),
    sealMarked: ({ epoch }: QueuePlace, what: 'telephone', text: string) => sealOwn(what, text, keyOf(epoch)),
    openMarked: async ({ epoch }: QueuePlace, what: 'telephone', sealed: string) => {
      if (!epochs.includes(epoch)) throw new VaultTrouble('wrong-key');
      const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
      return openOwn(what, bytes, keyOf(epoch)).catch((cause: unknown) => {
        throw cause instanceof Unopened ? new VaultTrouble(cause.kind) : cause;
      });
    },
  } as unknown as Vault;
  const stepUp = { before: (deed: () => Promise<void>) => deed() } as unknown as StepUp;
  return new Telephones(
    kept.of(member),
    vault,
    stepUp,
    () => Date.parse('2026-11-30T10:00:00Z'),
    () => undefined,
  );
}

async function seenBy(telephones: Telephones): Promise<(Reading | undefined)[]> {
  await telephones.look();
  return telephones.of('safe-house', 'threat').map((one) => telephones.reading(one));
}

async function called(): Promise<Kept> {
  const kept = new Kept();
  await desk(kept, 'aysel').write('safe-house', NUMBERS);
  const rauf = desk(kept, 'rauf');
  const [reading] = await seenBy(rauf);
  const [sealed] = rauf.of('safe-house', 'threat');
  if (reading?.is !== 'proven' || sealed === undefined) throw new Error('it does not open');
  expect(standing(reading).warnings).toHaveLength(1);
  expect(await rauf.approve(sealed, reading.telephone)).toBeUndefined();
  return kept;
}

describe('telephone numbers', () => {
  it('are read by colleagues, and sure once a second has called', async () => {
    // Given
    const kept = await called();
    // When
    const [reading] = await seenBy(desk(kept, 'orkhan'));
    // Then
    expect(reading).toMatchObject({
      is: 'proven',
      earlier: false,
      telephone: { numbers: ['+49 30 1234567'], by: 'aysel', on: '2026-11-30', called: { by: 'rauf' } },
    });
    expect(reading === undefined ? undefined : standing(reading).warnings).toEqual([]);
    expect(JSON.stringify(kept.all)).not.toContain('1234567');
  });

  it('are not proven if somebody without the queue’s key sealed them to it', async () => {
    // Given
    const kept = await called();
    const text = { partner: 'safe-house', numbers: ['+49 30 666'], words: '', by: 'aysel', on: '2026-11-30' };
    const forged = { ...text, called: { by: 'rauf', on: '2026-11-30' } };
    // When
    kept.change({ sealed: await sealToQueue(`${'0'.repeat(64)} ${JSON.stringify(forged)}`, keyOf(1)) });
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
  });

  it.each([
    ['another partner’s', { partner: 'safe-house', telephoneId: 'x' }],
    ['said to be somebody else’s', { writtenBy: 'leyla' }],
    ['said to be called by somebody who did not', { approvedBy: 'leyla' }],
    ['said to be called by nobody', { approvedBy: undefined }],
  ])('are not proven if they are %s', async (_what, changed) => {
    // Given
    const kept = await called();
    if ('partner' in changed) {
      kept.all = [];
      await desk(kept, 'aysel').write('night-line', NUMBERS);
    }
    // When
    kept.change(changed);
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
  });

  it('that one member wrote as if a second had called are not proven', async () => {
    // Given
    const kept = new Kept();
    const aysel = desk(kept, 'aysel');
    await aysel.write('safe-house', NUMBERS);
    // When
    const own = { partner: 'safe-house', ...NUMBERS, numbers: ['112'], by: 'aysel', on: '2026-11-30' };
    const text = JSON.stringify({ ...own, called: { by: 'rauf', on: '2026-11-30' } });
    kept.change({ sealed: await sealOwn('telephone', text, keyOf(1)) });
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
  });

  it('under an earlier key say that somebody who has left could have written them', async () => {
    // Given
    const kept = await called();
    // When
    const [reading] = await seenBy(desk(kept, 'orkhan', [1, 2]));
    // Then
    expect(reading).toMatchObject({ is: 'proven', earlier: true });
    expect(reading === undefined ? undefined : standing(reading).warnings.join(' ')).toContain('who has left');
  });

  it('say so as soon as this browser learns of a later key', async () => {
    // Given
    const epochs = [1];
    const orkhan = desk(await called(), 'orkhan', epochs);
    expect(await seenBy(orkhan)).toMatchObject([{ is: 'proven', earlier: false }]);
    // When
    epochs.push(2);
    // Then
    const [sealed] = orkhan.of('safe-house', 'threat');
    expect(sealed && orkhan.reading(sealed)).toMatchObject({ is: 'proven', earlier: true });
  });

  it('open as soon as this browser learns their key', async () => {
    // Given
    const kept = new Kept();
    await desk(kept, 'aysel', [1, 2]).write('safe-house', NUMBERS);
    const epochs = [1];
    const rauf = desk(kept, 'rauf', epochs);
    expect(await seenBy(rauf)).toEqual([{ is: 'no-key' }]);
    // When
    epochs.push(2);
    // Then
    expect(await seenBy(rauf)).toMatchObject([{ is: 'proven' }]);
  });

  it('are asked for again only if they could not be loaded', async () => {
    // Given
    const kept = await called();
    const service = kept.of('orkhan');
    const orkhan = desk(kept, 'orkhan');
    let asked = 0;
    Object.assign(orkhan, {
      service: {
        telephones: () => (++asked === 1 ? Promise.reject(new Failure('offline')) : service.telephones()),
      },
    });
    await orkhan.look();
    expect(orkhan.missing).toBe(true);
    // When
    await orkhan.refresh();
    await orkhan.refresh();
    // Then
    expect(asked).toBe(2);
    expect(orkhan.of('safe-house', 'threat')).toHaveLength(1);
  });

  it('that were written again after somebody left are closed to them', async () => {
    // Given
    const kept = new Kept();
    await desk(kept, 'aysel', [1, 2]).write('safe-house', NUMBERS);
    // When
    const left = await seenBy(desk(kept, 'rauf', [1]));
    // Then
    expect(left).toEqual([{ is: 'no-key' }]);
    expect(await seenBy(desk(kept, 'orkhan', [1, 2]))).toMatchObject([{ is: 'proven', earlier: false }]);
  });

  it('do not stay open when the key is locked', async () => {
    // Given
    const telephones = desk(await called(), 'orkhan');
    await telephones.look();
    // When
    telephones.seal();
    // Then
    expect(telephones.of('safe-house', 'threat').map((one) => telephones.reading(one))).toEqual([undefined]);
  });
});
