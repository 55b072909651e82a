import { describe, expect, it } from 'vitest';
import type { Dashboard } from '../api/dashboard';
import { arrived, dayName, daysBetween, scaleFor } from './figures';

const figures: Dashboard = {
  from: '2026-10-30',
  to: '2026-11-02',
  arrivals: [
    { day: '2026-10-31', lane: 'imminent', marked: false, count: 2 },
    { day: '2026-10-31', lane: 'imminent', marked: true, count: 900 },
    { day: '2026-11-02', lane: 'imminent', marked: false, count: 1 },
    { day: '2026-11-02', lane: 'quarantine', marked: true, count: 40 },
  ],
  looks: {
    danger: { inTime: 0, late: 0, waiting: 0 },
    others: { sameDay: 0, nextDay: 0, within7: 0, later: 0, waiting: 0 },
  },
  overdue: { looks: 0, decisions: 0, answers: 0, feedback: 0 },
  owing: [],
  alerts: [],
};

describe('arrived', () => {
  it('counts each day of a lane, also those on which nothing came, and leaves the flood out', () => {
    // When
    const counts = arrived(figures, 'imminent');
    // Then
    expect(counts).toEqual([0, 2, 0, 1]);
  });

  it('counts tips from a flood in every lane', () => {
    // When
    const counts = arrived(figures, 'flood');
    // Then
    expect(counts).toEqual([0, 900, 0, 40]);
  });
});

it('crosses the end of a month', () => {
  // When
  const days = daysBetween('2026-10-30', '2026-11-01');
  // Then
  expect(days).toEqual(['2026-10-30', '2026-10-31', '2026-11-01']);
  expect(days.map(dayName)).toEqual(['30 Oct', '31 Oct', '1 Nov']);
});

it('stops at some day, no matter what the service says', () => {
  // When
  const days = daysBetween('2026-01-01', '9999-01-01');
  // Then
  expect(days).toHaveLength(100);
});

it.each([
  [0, 5],
  [5, 5],
  [6, 10],
  [11, 20],
  [21, 50],
  [199, 200],
  [10_000, 10_000],
])('draws %i on a scale to %i', (highest, scale) => {
  // When
  const to = scaleFor(highest);
  // Then
  expect(to).toBe(scale);
});
