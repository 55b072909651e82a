import { describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service, StepAsked } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import { Work } from './work.svelte';

const ONE = { tipId: 'one', queue: 'general', epoch: 1, threat: { who: 'none' } } as TipSummary;
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
  const sent: StepAsked[] = [];
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
          { kind: 'move', taker: 'stepped-up', note: 'required' },
        ],
      }),
    step: (_tip: string, step: StepAsked) => {
      sent.push(step);
      return sending.promise;
    },
    steppedUpStep: (_tip: string, step: unknown) => {
      telephoned.push(step);
      return sending.promise;
    },
  } as unknown as Service;
  const demanded: string[] = [];
  const vault = {
    open: true,
    sealNote: () => sealing.promise,
    demand: (deed: string, tipId: string) => demanded.push(`${deed} ${tipId}`),
    moveTip: (_tip: TipSummary, queue: string, text: string) =>
      Promise.resolve({ to: { queue, epoch: 3 }, header: 'sealed again', note: `${text}, sealed to ${queue}` }),
  } as unknown as Vault;
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
  return { work: made, sealing, sending, sent, telephoned, demanded, asked: () => asked };
}

describe('a note', () => {
  it('is sealed again for the queue to which the tip was moved while it was being sent', async () => {
    // Given
    const { work: notes, sealing, sending, sent } = work();
    await notes.choose(ONE);
    notes.draft = 'Look at the van.';
    sealing.resolve('sealed');
    sending.reject(new Failure('refused', 'Somebody has moved this tip meanwhile.', '/problems/moved'));
    await notes.take('note');
    // When
    await notes.choose({ ...ONE, queue: 'threat', epoch: 2 });
    await notes.take('note');
    // Then
    expect(sent.map(({ sealedTo }) => sealedTo)).toEqual(['general/1', 'threat/2']);
    expect(new Set(sent.map(({ stepId }) => stepId)).size).toBe(2);
    expect(notes.draft).toBe('Look at the van.');
  });

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

  it('stays a draft when a lead takes the tip from a colleague', async () => {
    // Given
    const { work: notes, sending, sent } = work();
    await notes.choose(ONE);
    notes.draft = 'half a thought about @leyla';
    // When
    const taken = notes.takeOver('aysel');
    sending.resolve(undefined);
    await taken;
    // Then
    expect(sent).toMatchObject([{ kind: 'assign', value: 'aysel', mentions: [] }]);
    expect(notes.draft).toBe('half a thought about @leyla');
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

describe('a move to another queue', () => {
  it('goes with its note, sealed there, after the member was asked who they are', async () => {
    // Given
    const { work: moves, sending, telephoned: sent, demanded, asked } = work();
    await moves.choose(ONE);
    moves.draft = ' It is about a threat. ';
    sending.resolve(undefined);
    // When
    await moves.move('threat');
    // Then
    expect(sent[0]).toMatchObject({
      kind: 'move',
      value: 'general/1 threat/3',
      note: 'It is about a threat., sealed to threat',
      header: 'sealed again',
    });
    expect(asked()).toBe(1);
    expect(demanded).toEqual(['move one']);
    expect(moves.draft).toBe('');
  });

  it('keeps what was written if it fails', async () => {
    // Given
    const { work: moves, sending } = work();
    await moves.choose(ONE);
    moves.draft = 'It is about a threat.';
    sending.reject(new Failure('refused', 'Somebody has moved this tip meanwhile. Nothing was changed.'));
    // When
    await moves.move('threat');
    // Then
    expect(moves.draft).toBe('It is about a threat.');
    expect(moves.trouble?.detail).toContain('meanwhile');
  });
});

describe('the same tip in another queue', () => {
  it('is turned to again, and what was written about it stays', async () => {
    // Given
    const { work: notes } = work();
    await notes.choose(ONE);
    notes.draft = 'half a thought';
    notes.texts.set('note', 'sealed to the queue before');
    // When
    await notes.choose({ ...ONE, queue: 'threat' });
    // Then
    expect(notes.draft).toBe('half a thought');
    expect(notes.texts.size).toBe(0);
  });
});
