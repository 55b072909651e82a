import { describe, expect, it } from 'vitest';
import type { Step } from '../api/wire';
import { findingWords, assigneeWords, stepWords } from './words';

const NOW = Date.parse('2026-11-24T10:00:00Z');

describe('assigneeWords', () => {
  it.each([
    [undefined, 'In nobody’s hands'],
    [{ name: 'aysel', until: undefined }, 'In your hands'],
    [{ name: 'rauf', until: undefined }, 'In rauf’s hands'],
  ])('%o', (assignee, expected) => {
    // When
    const words = assigneeWords(assignee, 'aysel', NOW);
    // Then
    expect(words).toBe(expected);
  });

  it('says until when a claim holds', () => {
    // When
    const words = assigneeWords({ name: 'rauf', until: '2026-11-24T10:35:00Z' }, 'aysel', NOW);
    // Then
    expect(words).toMatch(/^In rauf’s hands until \d\d:\d5$/);
  });
});

describe('stepWords', () => {
  const step: Step = {
    stepId: 's',
    who: 'rauf',
    day: '2026-11-24',
    kind: 'note',
    value: undefined,
    noted: true,
    from: undefined,
    mentions: [],
  };
  it.each<[Step, string]>([
    [step, 'rauf noted, 2026-11-24'],
    [{ ...step, kind: 'claim' }, 'rauf took it, 2026-11-24'],
    [{ ...step, kind: 'release' }, 'rauf put it down, 2026-11-24'],
    [{ ...step, kind: 'assign', value: 'aysel' }, 'rauf gave it to aysel, 2026-11-24'],
    [{ ...step, mentions: ['aysel', 'orkhan'] }, 'rauf noted, asking for aysel, orkhan, 2026-11-24'],
    [{ ...step, kind: 'unvet', value: 'junk' }, 'rauf took back that it is junk, 2026-11-24'],
    [{ ...step, kind: 'link', value: '0123456789' }, 'rauf linked it with 01234567, 2026-11-24'],
    [{ ...step, kind: 'link', from: '0123456789' }, 'rauf linked 01234567 with it, 2026-11-24'],
    [{ ...step, kind: 'merge' }, 'rauf closed it as a duplicate of a tip that is gone, or not yours, 2026-11-24'],
    [{ ...step, kind: 'merge', from: '0123456789' }, 'rauf closed 01234567 as its duplicate, 2026-11-24'],
    [{ ...step, kind: 'vet', value: 'duplicate' }, 'rauf found it to be a duplicate, 2026-11-24'],
  ])('%#', (given, expected) => {
    // When
    const words = stepWords(given);
    // Then
    expect(words).toBe(expected);
  });
});

describe('findingWords', () => {
  it.each([
    [undefined, 'Not vetted yet'],
    ['junk', 'Found to be junk'],
  ] as const)('%s', (finding, expected) => {
    // When
    const words = findingWords(finding);
    // Then
    expect(words).toBe(expected);
  });
});
