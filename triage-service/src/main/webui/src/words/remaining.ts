import type { Obligation, TipSummary } from '../api/wire';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Remaining {
  overdue: boolean;
  words: string;
}

/** The time until an instant in words that need no arithmetic. */
export function remaining(due: string, now: number): Remaining {
  const left = Date.parse(due) - now;
  if (left < 0) return { overdue: true, words: `overdue by ${span(-left)}` };
  return { overdue: false, words: left < MINUTE ? 'less than 1 min left' : `${span(left)} left` };
}

/** The clock of a tip: of danger that nobody has looked at, and then, if it is imminent, that nobody has decided about. */
export function clock(tip: Pick<TipSummary, 'dueBy' | 'firstOpened' | 'decideBy'>, now: number): Remaining | undefined {
  if (tip.decideBy !== undefined) {
    const { overdue, words } = remaining(tip.decideBy, now);
    return { overdue, words: overdue ? `decision ${words}` : `${words} to decide` };
  }
  return tip.dueBy === undefined || tip.firstOpened !== undefined ? undefined : remaining(tip.dueBy, now);
}

/** How long a source has waited too long, or has left to wait, for what is owed. */
export function obligationWords(obligation: Obligation, now: number): Remaining {
  const what = obligation.kind === 'answer' ? 'answer' : 'feedback';
  const days = daysBetween(dayOf(now), obligation.by);
  if (days < 0) return { overdue: true, words: `${what} overdue by ${days === -1 ? '1 day' : `${-days} days`}` };
  return {
    overdue: false,
    words: `${what} due ${days === 0 ? 'today' : days === 1 ? 'tomorrow' : `by ${obligation.by}`}`,
  };
}

/** Rounded down, at most two units: nobody decides anything by the seconds of an hour. */
export function span(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'less than 1 min';
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) {
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
    return `${Math.floor(milliseconds / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  const days = Math.floor(milliseconds / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

/** "today", "yesterday" or the day itself. */
export function dayWords(day: string, now: number): string {
  const days = daysBetween(day, dayOf(now));
  return days === 0 ? 'today' : days === 1 ? 'yesterday' : day;
}

/** Days are UTC's, as the service counts them. */
function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}
