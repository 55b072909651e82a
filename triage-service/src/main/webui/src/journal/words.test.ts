import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../../fixture/journal.ts';
import { verdict } from './words';

const THIRD = ENTRIES.find(({ position }) => position === 3);
const NOTED = `3:${THIRD?.hash ?? ''}`;

describe('what an auditor is told', () => {
  it('says that the noted entry is still there', () => {
    // When
    const { broken, words } = verdict({ entries: ENTRIES, broken: undefined }, ` ${NOTED.toUpperCase()}\n`);
    // Then
    expect(broken).toBe(false);
    expect(words).toContain('is still there');
  });

  it.each([
    ['entries at the end were taken out', ENTRIES.filter(({ position }) => position < 3)],
    ['it was written anew', ENTRIES.map((entry) => ({ ...entry, hash: '0'.repeat(64) }))],
  ])('says that %s', (_what, entries) => {
    // When
    const { broken, words } = verdict({ entries, broken: undefined }, NOTED);
    // Then
    expect(broken).toBe(true);
    expect(words).toContain('is not there');
  });

  it('says that nothing was compared', () => {
    expect(verdict({ entries: ENTRIES, broken: undefined }, '').words).toContain('Nothing was compared');
    expect(verdict({ entries: ENTRIES, broken: undefined }, '3:abc')).toMatchObject({ broken: true });
  });
});
