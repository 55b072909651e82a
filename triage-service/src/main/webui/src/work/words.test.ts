import { describe, expect, it } from 'vitest';
import type { Step } from '../api/wire';
import { findingWords, holderWords, stepWords } from './words';

const NOW = Date.parse('2026-11-24T10:00:00Z');

describe('holderWords', () => {
  it.each([
    [undefined, 'In nobody’s hands'],
    [{ name: 'aysel', until: undefined }, 'In your hands'],
    [{ name: 'rauf', until: undefined }, 'In rauf’s hands'],
  ])('%o', (holder, expected) => {
    // When
    const words = holderWords(holder, 'aysel', NOW);
    // Then
    expect(words).toBe(expected);
  });

  it('says until when a claim holds', () => {
    // When
    const words = holderWords({ name: 'rauf', until: '2026-11-24T10:35:00Z' }, 'aysel', NOW);
    // Then
    expect(words).toMatch(/^In rauf’s hands until \d\d:\d5$/);
  });
});

describe('stepWords', () => {
  const step: Step = { stepId: 's', who: 'rauf', day: '2026-11-24', kind: 'note', value: undefined, noted: true };
  it.each([
    [step, 'rauf noted, 2026-11-24'],
    [{ ...step, kind: 'claim' }, 'rauf took it, 2026-11-24'],
    [{ ...step, kind: 'release' }, 'rauf put it down, 2026-11-24'],
    [{ ...step, kind: 'assign', value: 'aysel' }, 'rauf gave it to aysel, 2026-11-24'],
    [{ ...step, kind: 'vet', value: 'duplicate' }, 'rauf found it to be a duplicate, 2026-11-24'],
  ] as const)('%#', (given, expected) => {
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
