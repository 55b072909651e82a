import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../../fixture/journal.ts';
import { firstBreak } from './chain';

describe('the journal’s chain', () => {
  it('is whole', async () => {
    // When
    const found = await firstBreak(ENTRIES);
    // Then
    expect(found).toBeUndefined();
  });

  it.each([
    ['changed', ENTRIES.map((entry) => (entry.position === 2 ? { ...entry, who: 'aysel' } : entry)), 2, 'changed'],
    [
      'given other facts',
      ENTRIES.map((entry) => ({ ...entry, facts: entry.facts?.replace('9d', '8d') })),
      5,
      'changed',
    ],
    ['given none', ENTRIES.map((entry) => ({ ...entry, facts: undefined })), 5, 'changed'],
    ['missing', ENTRIES.filter(({ position }) => position !== 3), 3, 'missing'],
    ['in another order', [ENTRIES[1], ENTRIES[0], ENTRIES[2]].flatMap((entry) => entry ?? []), 1, 'missing'],
  ])('breaks where an entry is %s', async (_what, entries, at, how) => {
    // When
    const found = await firstBreak(entries);
    // Then
    expect(found).toEqual({ at, how });
  });
});
