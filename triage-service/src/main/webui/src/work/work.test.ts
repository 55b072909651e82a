import { describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import { Work } from './work.svelte';

const ONE = { tipId: 'one' } as TipSummary;
const OTHER = { tipId: 'other' } as TipSummary;

function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (cause: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Work whose next note is sealed, and sent, when the test says so. */
function work() {
  const sealing = later<string>();
  const sending = later<undefined>();
  const sent: { mentions: string[] }[] = [];
  const telephoned: unknown[] = [];
  let asked = 0;
  const service = {
    work: () =>
      Promise.resolve({
        steps: [],
        colleagues: ['rauf', 'leyla'],
        kinds: [
          { kind: 'note', taker: 'member', note: 'required' },
          { kind: 'assign', taker: 'member', note: 'offered' },
          { kind: 'vet', taker: 'member', note: 'required' },
          { kind: 'close', taker: 'member', note: 'accepted' },
          { kind: 'telephone', taker: 'stepped-up', note: 'required' },
        ],
      }),
    step: (_tip: string, step: { mentions: string[] }) => {
      sent.push(step);
      return sending.promise;
    },
    steppedUpStep: (_tip: string, step: unknown) => {
      telephoned.push(step);
      return sending.promise;
    },
  } as unknown as Service;
  const vault = { open: true, sealNote: () => sealing.promise } as unknown as Vault;
  const made = new Work(
    service,
    vault,
    { keep: () => undefined },
    {
      before: (deed) => {
        asked++;
        return deed();
      },
    },
    () => Promise.resolve(),
    () => undefined,
  );
  return { work: made, sealing, sending, sent, telephoned, asked: () => asked };
}

describe('a note', () => {
  it('waits under its tip while somebody looks at another', async () => {
    // Given
    const { work: notes } = work();
    await notes.choose(ONE);
    notes.draft = 'half a thought';
    // When
    await notes.choose(OTHER);
    const there = notes.draft;
    await notes.choose(ONE);
    // Then
    expect([there, notes.draft]).toEqual(['', 'half a thought']);
  });

  it('calls those whom it named when it was sent, no matter what is written next', async () => {
    // Given
    const { work: notes, sealing, sending, sent } = work();
    await notes.choose(ONE);
    notes.draft = '@rauf, look';
    const taking = notes.take('note');
    await notes.choose(OTHER);
    notes.draft = '@leyla, look';
    // When
    sealing.resolve('sealed');
    sending.resolve(undefined);
    await taking;
    // Then
    expect(sent[0]?.mentions).toEqual(['rauf']);
    expect(notes.draft).toBe('@leyla, look');
    await notes.choose(ONE);
    expect(notes.draft).toBe('');
  });

  it('that could not be sent is found under its tip, with the reason', async () => {
    // Given
    const { work: notes, sealing, sending } = work();
    await notes.choose(ONE);
    notes.draft = 'important';
    const vetting = notes.vet('junk', '');
    await notes.choose(OTHER);
    // When
    sealing.resolve('sealed');
    sending.reject(new Failure('offline'));
    expect(await vetting).toBe(false);
    // Then
    expect(notes.trouble).toBeUndefined();
    await notes.choose(ONE);
    expect(notes.draft).toBe('important');
    expect(notes.trouble?.kind).toBe('offline');
  });
});

describe('a telephone call', () => {
  it('is sent once, sealed, after the member was asked who they are', async () => {
    // Given
    const { work: calls, sealing, sending, telephoned, asked } = work();
    await calls.choose(ONE);
    sealing.resolve('sealed');
    sending.reject(new Failure('offline'));
    // When
    const first = await calls.telephone('safe-house', 'acts', 'Ms A., she drives there');
    await calls.telephone('safe-house', 'acts', 'Ms A., she drives there');
    // Then
    expect(first?.kind).toBe('offline');
    expect(asked()).toBe(2);
    expect(telephoned[0]).toEqual(telephoned[1]);
    expect(telephoned[0]).toMatchObject({ kind: 'telephone', value: 'safe-house acts', note: 'sealed' });
  });
});
