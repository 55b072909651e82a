import { describe, expect, it, vi } from 'vitest';
import { alertDetail, tipSummary } from '../../fixture/tips.ts';
import type { Service, StepAsked } from '../api/service';
import type { Vault } from '../keys/vault.svelte';
import { reportWords, Selection } from './selection.svelte';

const STEPPED_UP = { before: <T>(deed: () => Promise<T>) => deed() };

describe('Selection', () => {
  it('sets no alert aside that somebody has confirmed, taken on or ended, and asks who it is before the first', async () => {
    // Given
    const calls: string[] = [];
    const service = {
      stepUpCounts: () => Promise.resolve(void calls.push('who')),
      setAlertAside: (tipId: string, reason: string) => Promise.resolve(void calls.push(`${reason} ${tipId}`)),
    } as unknown as Service;
    const selection = new Selection(service, { open: true } as unknown as Vault, STEPPED_UP, () => Promise.resolve());
    selection.toggle(tipSummary({ tipId: 'waits', alert: alertDetail({ state: 'unanswered' }) }));
    selection.toggle(tipSummary({ tipId: 'confirmed', alert: alertDetail({ basis: 'desk-confirmed' }) }));
    selection.toggle(tipSummary({ tipId: 'deciding', alert: alertDetail({ decision: 'confirmed' }) }));
    selection.toggle(tipSummary({ tipId: 'held', alert: alertDetail({ state: 'claimed' }) }));
    selection.toggle(tipSummary({ tipId: 'over', alert: alertDetail({ state: 'expired' }) }));
    selection.toggle(tipSummary({ tipId: 'aside', alert: alertDetail({ aside: { by: 'rauf', reason: 'flood' } }) }));
    selection.toggle(tipSummary({ tipId: 'no alert' }));
    // When
    await selection.do(selection.settingAside('campaign'));
    // Then
    expect(calls).toEqual(['who', 'campaign waits']);
  });

  it('asks to cancel only what is of a flood, said to be resolved and not confirmed, and takes back what it asked for', async () => {
    // Given
    const calls: string[] = [];
    const service = {
      stepUpCounts: () => Promise.resolve(void calls.push('who')),
      cancelAlert: (tipId: string) => Promise.resolve(void calls.push(`cancel ${tipId}`)),
      keepAlert: (tipId: string) => Promise.resolve(void calls.push(`keep ${tipId}`)),
    } as unknown as Service;
    const selection = new Selection(service, { open: true } as unknown as Vault, STEPPED_UP, () => Promise.resolve());
    const aside = { by: 'rauf', reason: 'flood' } as const;
    const tidied = alertDetail({ state: 'resolved' });
    selection.toggle(tipSummary({ tipId: 'aside', alert: { ...tidied, aside } }));
    selection.toggle(tipSummary({ tipId: 'folded', folded: true, alert: tidied }));
    selection.toggle(
      tipSummary({
        tipId: 'agreed',
        alert: { ...tidied, aside, cancelling: { by: 'rauf', due: '2026-11-24T11:05:00Z' } },
      }),
    );
    selection.toggle(
      tipSummary({
        tipId: 'asked',
        alert: { ...tidied, aside, cancelling: { by: 'aysel', due: '2026-11-24T11:05:00Z' } },
      }),
    );
    selection.toggle(tipSummary({ tipId: 'alone', alert: tidied }));
    selection.toggle(tipSummary({ tipId: 'confirmed', alert: { ...tidied, aside, basis: 'desk-confirmed' } }));
    selection.toggle(tipSummary({ tipId: 'deciding', alert: { ...tidied, aside, decision: 'confirmed' } }));
    selection.toggle(tipSummary({ tipId: 'waits', alert: alertDetail({ aside }) }));
    selection.toggle(tipSummary({ tipId: 'no alert', folded: true }));
    // When
    await selection.do(selection.cancellingTidiedAway('aysel'));
    await selection.undo();
    // Then what ended at once cannot be taken back
    expect(calls).toEqual(['who', 'cancel aside', 'cancel folded', 'cancel agreed', 'keep aside', 'keep folded']);
    expect(selection.report && reportWords(selection.report)).toBe(
      '2 tips taken back: with alerts that are to be cancelled; 1 stayed as they were: A cancelled alert cannot be opened again',
    );
  });

  it('does at most two hundred at once, keeps the others ticked and says so', async () => {
    // Given
    let done = 0;
    const service = {
      putAside: () => {
        done++;
        return Promise.resolve();
      },
    } as unknown as Service;
    const selection = new Selection(service, { open: true } as unknown as Vault, STEPPED_UP, () => Promise.resolve());
    for (let i = 0; i < 201; i++) selection.toggle(tipSummary({ tipId: String(i) }));
    // When
    await selection.do({
      words: 'put aside',
      fits: () => true,
      act: (tip) => service.putAside(tip.tipId, true),
      undo: () => Promise.resolve(),
    });
    // Then
    expect(done).toBe(200);
    expect([...selection.ticked.keys()]).toEqual(['200']);
    expect(selection.report && reportWords(selection.report)).toBe(
      '200 tips put aside; still ticked: 1, since 200 go at once',
    );
  });

  it('leaves what is in the member’s hands there, when more is taken and that is taken back', async () => {
    // Given
    const steps: string[] = [];
    const service = {
      step: (tipId: string, { kind }: StepAsked) => Promise.resolve(void steps.push(`${kind} ${tipId}`)),
    } as unknown as Service;
    const selection = new Selection(service, { open: true } as unknown as Vault, STEPPED_UP, () => Promise.resolve());
    selection.toggle(tipSummary({ tipId: 'mine', assignee: { name: 'aysel', until: undefined } }));
    selection.toggle(tipSummary({ tipId: 'free' }));
    // When
    await selection.do(selection.taking('aysel'));
    await selection.undo();
    // Then
    expect(steps).toEqual(['claim free', 'release free']);
  });

  it('undoes the deed that was done last, even while the list is fetched again, and none once the key is locked', async () => {
    // Given
    const steps: string[] = [];
    const key = { open: true };
    const service = {
      step: (tipId: string, { kind }: StepAsked) => Promise.resolve(void steps.push(`${kind} ${tipId}`)),
    } as unknown as Service;
    const polls: (() => void)[] = [];
    const selection = new Selection(
      service,
      { ...key, sealNote: () => Promise.resolve('sealed') } as unknown as Vault,
      STEPPED_UP,
      () => new Promise((polled) => polls.push(polled)),
    );
    selection.toggle(tipSummary({ tipId: 'a', finding: undefined }));
    const doing = selection.do(selection.finding('junk', 'why'));
    await vi.waitFor(() => {
      expect(polls).toHaveLength(1);
    });
    // When a second deed comes before the list is there
    expect(selection.undoable).toBe(false);
    await selection.undo();
    expect(steps).toEqual(['vet a']);
    selection.seal();
    polls.pop()?.();
    await doing;
    // Then
    expect(selection.undoable).toBe(false);
  });

  it('says to which queue each reason was sealed, so that the service refuses it where the tip was moved', async () => {
    // Given
    const asked: unknown[] = [];
    const service = {
      step: (_tip: string, { note, sealedTo }: StepAsked) => Promise.resolve(void asked.push([note, sealedTo])),
    } as unknown as Service;
    const vault = { open: true, sealNote: () => Promise.resolve('sealed') } as unknown as Vault;
    const selection = new Selection(service, vault, STEPPED_UP, () => Promise.resolve());
    selection.toggle(tipSummary({ tipId: 'a', finding: undefined, queue: 'general', epoch: 2 }));
    // When
    await selection.do(selection.finding('junk', 'why'));
    // Then
    expect(asked).toEqual([['sealed', 'general/2']]);
  });

  it('keeps no reason of a deed that ends after the key was locked', async () => {
    // Given
    const key = { open: true };
    const vault = {
      get open() {
        return key.open;
      },
      sealNote: () => Promise.resolve('sealed'),
    };
    const service = {
      step: () => {
        key.open = false;
        selection.seal();
        return Promise.resolve();
      },
    };
    const selection = new Selection(service as unknown as Service, vault as unknown as Vault, STEPPED_UP, () =>
      Promise.resolve(),
    );
    selection.toggle(tipSummary({ tipId: 'a', finding: undefined }));
    // When
    await selection.do(selection.finding('junk', 'Aysel is not in danger'));
    // Then
    expect(selection.report?.done).toBe(1);
    expect(selection.undoable).toBe(false);
  });
});

it('ends the reason why some stayed without a full stop', () => {
  // When
  const words = reportWords({ words: 'taken', done: 7, failed: 1, why: 'It is in the hands of rauf.', left: 0 });
  // Then
  expect(words).toBe('7 tips taken; 1 stayed as they were: It is in the hands of rauf');
});
