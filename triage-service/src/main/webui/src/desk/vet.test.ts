import { beforeEach, describe, expect, it, vi } from 'vitest';
import { unlockedDesk } from '../../fixture/desk.ts';
import { tipSummary } from '../../fixture/tips.ts';
import type { TipDetail } from '../api/wire';
import type { Opened } from '../format/reading';
import type { Desk } from './desk.svelte';

const OPENED: Opened = { form: 'tip', topic: '', message: '', answers: [], replyTo: undefined, files: [] };

describe('vetting the open tip by one key', () => {
  const [calm, next] = [tipSummary({ tipId: 'calm' }), tipSummary({ tipId: 'next' })];
  let desk: Desk;

  /** The member has had it before them for so long; what is written is refused if it is not to be sent. */
  function opens(detail: TipDetail, milliseconds: number, sent = true) {
    desk.reader.tip = detail;
    desk.reader.detail = detail;
    desk.reader.reading = { is: 'open', opened: OPENED, since: performance.now() - milliseconds };
    vi.spyOn(desk.board, 'after').mockReturnValue(next);
    return vi.spyOn(desk.work, 'vet').mockResolvedValue(sent);
  }

  beforeEach(() => {
    desk = unlockedDesk();
  });

  it('leads to the next tip, and can be undone', async () => {
    // Given
    const vetted = opens(calm, 1100);
    // When
    const led = await desk.vet('junk');
    // Then
    expect(led).toBe(next);
    expect(vetted).toHaveBeenCalledWith('junk', 'At one press, without a reason in words.');
    expect(desk.selection.undoable).toBe(true);
  });

  it.each([
    ['that nobody can have read yet', calm, 900],
    ['that somebody has vetted', tipSummary({ tipId: 'calm', finding: 'verified' }), 5000],
  ])('does nothing with a tip %s', async (_which, detail, milliseconds) => {
    // Given
    const vetted = opens(detail, milliseconds);
    // When
    const led = await desk.vet('junk');
    // Then
    expect(led).toBeUndefined();
    expect(vetted).not.toHaveBeenCalled();
  });

  it('does nothing with a tip that is not open here', async () => {
    // Given
    const vetted = opens(calm, 5000);
    desk.reader.reading = { is: 'sealed' };
    // When
    await desk.vet('junk');
    // Then
    expect(vetted).not.toHaveBeenCalled();
  });

  it.each([
    ['a report of danger', tipSummary({ threat: { who: 'me', when: 'days' } })],
    ['what staff put among the imminent', tipSummary({ lane: 'imminent', threat: { who: 'none' } })],
  ])('wants a reason in words for %s', async (_what, detail) => {
    // Given
    const vetted = opens(detail, 5000);
    // When
    const led = await desk.vet('junk');
    desk.work.draft = 'A drill of ours.';
    // Then
    expect(led).toBe('wants-reason');
    expect(vetted).not.toHaveBeenCalled();
    expect(await desk.vet('junk')).toBe(next);
  });

  it('leaves a member where they went meanwhile, and has nothing to undo where it failed', async () => {
    // Given
    opens(calm, 5000, false);
    expect(await desk.vet('junk')).toBeUndefined();
    expect(desk.selection.undoable).toBe(false);
    vi.spyOn(desk.work, 'vet').mockImplementation(() => {
      desk.reader.tip = tipSummary({ tipId: 'elsewhere' });
      return Promise.resolve(true);
    });
    // When
    const led = await desk.vet('junk');
    // Then
    expect(led).toBeUndefined();
    expect(desk.selection.undoable).toBe(true);
  });
});
