import { describe, expect, it } from 'vitest';
import { findingWords, assigneeWords } from './words';

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

  it('names the day on which a tip that was given comes back', () => {
    // When
    const words = assigneeWords({ name: 'rauf', until: '2026-11-25T10:35:00Z' }, 'aysel', NOW);
    // Then
    expect(words).toMatch(/^In rauf’s hands until 25 Nov, \d\d:\d5$/);
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
