import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../../fixture/journal.ts';
import type { Difference, Entry, Head } from '../api/journal';
import type { Kept } from './journal.svelte';
import { verdict } from './words';

const THIRD = ENTRIES.find(({ position }) => position === 3);
const NOTED = `3:${THIRD?.hash ?? ''}`;

const HEAD: Head = { entry: `9:${'0'.repeat(64)}`, signedOn: '2026-11-25', signature: 'c2lnbmVk' };

function whole(entries: readonly Entry[]): Kept {
  return { entries, broken: undefined, differences: [], head: { ...HEAD, entry: NOTED } };
}

describe('what an auditor is told', () => {
  it('says which deed the database speaks of otherwise, and of which the journal does not', () => {
    // Given
    const differences: Difference[] = [
      { position: 5, deed: 'tip.assigned', which: 'x', how: 'altered' },
      { which: 'y', how: 'unknown' },
      ...Array.from({ length: 9 }, (): Difference => ({ which: 'z', how: 'unknown' })),
    ];
    // When
    const { broken, words } = verdict({ ...whole(ENTRIES), differences }, NOTED);
    // Then
    expect(broken).toBe(true);
    expect(words).toContain('Entry 5 (tip.assigned x): its row in the database was changed or removed.');
    expect(words).toContain('y: the database keeps a deed that no entry speaks of.');
    expect(words).toContain('And 6 more.');
  });

  it('says that the noted entry is still there', () => {
    // When
    const { broken, words } = verdict(whole(ENTRIES), ` ${NOTED.toUpperCase()}\n`);
    // Then
    expect(broken).toBe(false);
    expect(words).toContain('is still there');
  });

  it.each([
    ['entries at the end were removed', ENTRIES.filter(({ position }) => position < 3)],
    ['it was rewritten', ENTRIES.map((entry) => ({ ...entry, hash: '0'.repeat(64) }))],
  ])('says that %s', (_what, entries) => {
    // When
    const { broken, words } = verdict(whole(entries), NOTED);
    // Then
    expect(broken).toBe(true);
    expect(words).toContain('is not there');
  });

  it('says that the service signs an entry that it does not show', () => {
    // When
    const { broken, words } = verdict({ ...whole(ENTRIES), head: HEAD }, '');
    // Then
    expect(broken).toBe(true);
    expect(words).toContain('The service signs an entry that it does not show: 9:');
  });

  it('says that nothing was compared', () => {
    expect(verdict(whole(ENTRIES), '').words).toContain('Nothing was compared');
    expect(verdict(whole(ENTRIES), '3:abc')).toMatchObject({ broken: true });
  });
});
