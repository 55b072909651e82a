import { dayAndMonth } from '../words/times';
import type { Arrivals, Dashboard } from '../api/dashboard';
import type { Lane } from '../api/wire';

const DAY = 86_400_000;
/** More days than any chart shows; a service that is out of its mind must not fill the page. */
const MOST_DAYS = 100;

/** Every day from the first to the last, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < MOST_DAYS; at += DAY)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** How many came on each of the days; those from a flood are counted apart, or they would hide the rest. */
export function arrived({ from, to, arrivals }: Dashboard, which: Lane | 'flood'): number[] {
  const wanted = ({ marked, lane }: Arrivals) => (which === 'flood' ? marked : !marked && lane === which);
  return daysBetween(from, to).map((day) =>
    sum(arrivals.filter((each) => each.day === day && wanted(each)).map(({ count }) => count)),
  );
}

/** The height of a chart: a round number, so that it seldom changes from one week to the next. */
export function scaleFor(highest: number): number {
  for (let power = 1; ; power *= 10) for (const step of [5, 10, 20]) if (highest <= step * power) return step * power;
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}

export function dayName(day: string): string {
  return dayAndMonth(new Date(day), 'UTC');
}
