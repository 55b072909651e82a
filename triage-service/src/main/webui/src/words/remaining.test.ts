import { describe, expect, it } from 'vitest';
import { clock, dayWords, obligationWords, remaining } from './remaining';

const NOW = Date.parse('2026-11-24T10:00:00Z');

describe('remaining', () => {
  it.each([
    ['2026-11-24T10:00:30Z', 'less than 1 min left', false],
    ['2026-11-24T10:06:59Z', '6 min left', false],
    ['2026-11-24T11:20:00Z', '1 h 20 min left', false],
    ['2026-11-24T12:00:00Z', '2 h left', false],
    ['2026-11-25T10:00:00Z', '1 day left', false],
    ['2026-11-30T10:00:00Z', '6 days left', false],
    ['2026-11-24T09:59:40Z', 'overdue by less than 1 min', true],
    ['2026-11-24T09:48:00Z', 'overdue by 12 min', true],
  ])('until %s: %s', (due, words, overdue) => {
    // When
    const left = remaining(due, NOW);
    // Then
    expect(left).toEqual({ words, overdue });
  });
});

describe('clock', () => {
  it('is stopped by the first look', () => {
    // When
    const stopped = clock({ dueBy: '2026-11-24T00:00:00Z', firstOpened: '2026-11-24' }, NOW);
    // Then
    expect(stopped).toBeUndefined();
  });

  it.each([
    ['2026-11-24T10:25:00Z', '25 min left to decide', false],
    ['2026-11-24T09:55:00Z', 'decision overdue by 5 min', true],
  ])('runs again until somebody has decided about danger: %s', (decideBy, words, overdue) => {
    // When
    const left = clock({ dueBy: '2026-11-24T00:00:00Z', firstOpened: '2026-11-24', decideBy }, NOW);
    // Then
    expect(left).toEqual({ words, overdue });
  });
});

describe('obligationWords', () => {
  it.each([
    ['answer', '2026-11-22', 'answer overdue by 2 days', true],
    ['answer', '2026-11-24', 'answer due today', false],
    ['feedback', '2026-11-25', 'feedback due tomorrow', false],
    ['feedback', '2026-11-26', 'feedback due by 2026-11-26', false],
  ] as const)('%s by %s: %s', (kind, by, words, overdue) => {
    // When
    const left = obligationWords({ kind, by }, NOW);
    // Then
    expect(left).toEqual({ words, overdue });
  });
});

describe('dayWords', () => {
  it.each([
    ['2026-11-24', 'today'],
    ['2026-11-23', 'yesterday'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-25', '2026-11-25'],
  ])('%s is %s', (day, expected) => {
    // When
    const words = dayWords(day, NOW);
    // Then
    expect(words).toBe(expected);
  });
});
