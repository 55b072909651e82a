import { generateHybridIdentity } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { SealedTelephone } from '../api/telephones';
import { sealToQueue } from '../format/replies';
import { Unopened } from '../format/sealed';
import { openOwn, sealOwn } from '../keys/own';
import type { QueueText } from '../keys/mark';
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
        const written = {
          telephoneId: `${this.all.length}`,
          partner,
          writtenBy: member,
          approval: undefined,
          approvedBy: undefined,
        };
        this.all = [...this.all, ...copies.map((copy) => ({ ...copy, ...written }))];
        return Promise.resolve();
      },
      approveTelephone: (telephoneId: string, approval: string) => {
        this.change({ approval, approvedBy: member }, telephoneId);
        return Promise.resolve();
      },
      keys: () => Promise.resolve({ queues: [] }),
    } as unknown as Service;
  }

  change(how: Partial<SealedTelephone>, telephoneId = '0'): void {
    this.all = this.all.map((one) => (one.telephoneId === telephoneId ? { ...one, ...how } : one));
  }
}

/** The desk of a member who holds the keys of these epochs, and of others once it learns them. */
function desk(kept: Kept, member: string, epochs = [1], unsigned: number[] = [], others: number[] = []): Telephones {
  const vault = {
    open: true,
    state: { is: 'open', member, verdicts: { signed: epochs.map((epoch) => ({ queue: 'threat', epoch })) } },
    newestEpoch: () => Math.max(...epochs),
    latestEpoch: () => Math.max(...epochs, ...unsigned),
    holds: ({ epoch }: QueuePlace) => epochs.includes(epoch),
    addKeys: () => Promise.resolve(epochs.push(...others.splice(0))),
    sealMarked: ({ epoch }: QueuePlace, what: QueueText, text: string) => sealOwn(what, text, keyOf(epoch)),
    openMarked: async ({ epoch }: QueuePlace, what: QueueText, sealed: string) => {
      if (!epochs.includes(epoch)) throw new VaultTrouble('wrong-key');
      // As atob in the Worker.
      if (sealed === '!') throw new VaultTrouble('broken');
      return openOwn(what, bytesOf(sealed), keyOf(epoch)).catch((cause: unknown) => {
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

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
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
  expect(await rauf.approve(sealed)).toBeUndefined();
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
    // When
    kept.change({ sealed: await sealToQueue(`${'0'.repeat(64)} ${JSON.stringify(text)}`, keyOf(1)) });
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
  });

  it.each([
    ['another partner’s', { partner: 'safe-house', telephoneId: 'x' }],
    ['said to be somebody else’s', { writtenBy: 'leyla' }],
    ['said to be called by somebody who did not', { approvedBy: 'leyla' }],
    ['said to be called by nobody, with a call', { approvedBy: undefined }],
    ['said to be called by somebody without a call', { approval: undefined }],
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

  it('that one member wrote as if a second had called have a warning', async () => {
    // Given
    const kept = new Kept();
    await desk(kept, 'aysel').write('safe-house', NUMBERS);
    // When
    const own = { partner: 'safe-house', words: '', numbers: ['112'], by: 'aysel', on: '2026-11-30' };
    const text = JSON.stringify({ ...own, called: { by: 'rauf', on: '2026-11-30' } });
    kept.change({ sealed: await sealOwn('telephone', text, keyOf(1)) });
    // Then
    const [reading] = await seenBy(desk(kept, 'orkhan'));
    expect(reading && standing(reading).warnings.join(' ')).toMatch(/^ONE PERSON/);
  });

  it('stay the first member’s: the second can put no others in their place', async () => {
    // Given
    const kept = await called();
    const [before] = kept.all;
    const other = { partner: 'safe-house', words: '', numbers: ['112'], by: 'aysel', on: '2026-11-30' };
    // When
    kept.change({ sealed: await sealOwn('telephone', JSON.stringify(other), keyOf(1)) });
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
    expect(before?.sealed).not.toBe(before?.approval);
  });

  it.each([
    ['of other numbers', { of: 'x' }, 'telephone-call', 'rauf'],
    ['that the writer made', { by: 'aysel' }, 'telephone-call', 'aysel'],
    ['on a day that is still to come', { on: '2026-12-01' }, 'telephone-call', 'rauf'],
    ['that is none but bears the mark of numbers', {}, 'telephone', 'rauf'],
  ] as const)('are not proven by a call %s', async (_what, changed, what, approvedBy) => {
    // Given
    const kept = await called();
    const opened = await openOwn('telephone-call', bytesOf(kept.all[0]?.approval ?? ''), keyOf(1));
    // When
    const call = { ...(JSON.parse(opened) as object), ...changed };
    kept.change({ approval: await sealOwn(what, JSON.stringify(call), keyOf(1)), approvedBy });
    // Then
    expect(await seenBy(desk(kept, 'orkhan'))).toEqual([{ is: 'not-proven' }]);
  });

  it('are not proven once the service moves them to another partner', async () => {
    // Given
    const kept = await called();
    const orkhan = desk(kept, 'orkhan');
    expect(await seenBy(orkhan)).toMatchObject([{ is: 'proven' }]);
    // When
    kept.change({ partner: 'night-line' });
    await orkhan.look();
    // Then
    expect(orkhan.of('night-line', 'threat').map((one) => orkhan.reading(one))).toEqual([{ is: 'not-proven' }]);
  });

  it('are not proven for another partner under the same id in one list', async () => {
    // Given
    const kept = await called();
    const orkhan = desk(kept, 'orkhan');
    // When
    kept.all = kept.all.flatMap((one) => [one, { ...one, partner: 'night-line' }]);
    // Then
    expect(await seenBy(orkhan)).toMatchObject([{ is: 'proven' }]);
    expect(orkhan.of('night-line', 'threat').map((one) => orkhan.reading(one))).toEqual([{ is: 'not-proven' }]);
  });

  it('are read although others before them are broken', async () => {
    // Given
    const kept = await called();
    // When
    kept.all = kept.all.flatMap((one) => [{ ...one, telephoneId: 'x', partner: 'night-line', sealed: '!' }, one]);
    // Then
    const orkhan = desk(kept, 'orkhan');
    expect(await seenBy(orkhan)).toMatchObject([{ is: 'proven' }]);
    expect(orkhan.of('night-line', 'threat').map((one) => orkhan.reading(one))).toEqual([{ is: 'not-proven' }]);
  });

  it('say who has written others since', async () => {
    // Given
    const kept = await called();
    await desk(kept, 'leyla').write('safe-house', { ...NUMBERS, numbers: ['112', '', ''] });
    // When
    const readings = await seenBy(desk(kept, 'orkhan'));
    // Then
    expect(readings.map((one) => one && standing(one).warnings.join(' '))).toEqual([
      expect.stringMatching(/^CHANGED since by leyla/),
      expect.stringMatching(/^ONE PERSON/),
    ]);
  });

  it.each([
    [[1, 2], []],
    [[1], [2]],
  ])('are called by no second person once a later key was made: signed %o, not yet %o', async (epochs, unsigned) => {
    // Given
    const kept = new Kept();
    await desk(kept, 'aysel').write('safe-house', NUMBERS);
    const rauf = desk(kept, 'rauf');
    await rauf.look();
    expect(rauf.waiting('safe-house', 'threat', 'rauf')).toHaveLength(1);
    expect(rauf.waiting('safe-house', 'threat', 'aysel')).toEqual([]);
    // When
    const later = desk(kept, 'rauf', epochs, unsigned);
    const [sealed] = kept.all;
    // Then
    expect(await seenBy(later)).toMatchObject([{ is: 'proven', earlier: true }]);
    expect(later.waiting('safe-house', 'threat', 'rauf')).toEqual([]);
    expect(sealed && (await later.approve(sealed))?.kind).toBe('refused');
    expect(kept.all).toEqual([sealed]);
    expect(later.last('safe-house')).toMatchObject({ earlier: true });
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

  it('ask for a key that was given to this member since', async () => {
    // Given
    const kept = new Kept();
    await desk(kept, 'aysel', [1, 2]).write('safe-house', NUMBERS);
    // When
    const rauf = desk(kept, 'rauf', [1], [], [2]);
    // Then
    expect(await seenBy(rauf)).toMatchObject([{ is: 'proven', earlier: false }]);
  });

  it('are asked for each minute while somebody looks, and at once if they could not be loaded', async () => {
    // Given
    const kept = await called();
    const orkhan = desk(kept, 'orkhan');
    let now = Date.parse('2026-11-30T10:00:00Z');
    let offline = false;
    let asked = 0;
    const telephones = () => {
      asked++;
      return offline ? Promise.reject(new Failure('offline')) : Promise.resolve(kept.all);
    };
    Object.assign(orkhan, { now: () => now, service: { telephones } });
    const refreshed = async () => {
      await orkhan.refresh();
      return asked;
    };
    expect(await refreshed()).toBe(0);
    const ends = [orkhan.watch(), orkhan.watch()];
    expect([asked, await refreshed()]).toEqual([1, 1]);
    ends[0]?.();
    // When
    now += 60_000;
    offline = true;
    // Then
    expect(await refreshed()).toBe(2);
    expect(orkhan.missing).toBe(true);
    expect(orkhan.of('safe-house', 'threat')).toHaveLength(1);
    offline = false;
    expect(await refreshed()).toBe(3);
    expect(orkhan.missing).toBe(false);
    ends[1]?.();
    now += 60_000;
    expect(await refreshed()).toBe(3);
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
