import { say } from './say';
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
  if (left < 0) return { overdue: true, words: say('words.overdueBySpan', { span: span(-left) }) };
  return {
    overdue: false,
    words: left < MINUTE ? say('words.lessThan1MinLeft') : say('words.spanLeft', { span: span(left) }),
  };
}

/** The clock of a tip: of danger that nobody has looked at, and then, if it is imminent, that nobody has decided about. */
export function clock(tip: Pick<TipSummary, 'dueBy' | 'firstOpened' | 'decideBy'>, now: number): Remaining | undefined {
  if (tip.decideBy !== undefined) {
    const { overdue, words } = remaining(tip.decideBy, now);
    return { overdue, words: overdue ? say('words.decisionWords', { words }) : say('words.wordsToDecide', { words }) };
  }
  return tip.dueBy === undefined || tip.firstOpened !== undefined ? undefined : remaining(tip.dueBy, now);
}

/** How long a source has waited too long, or has left to wait, for what is owed. */
export function obligationWords(obligation: Obligation, now: number): Remaining {
  const { kind, by } = obligation;
  const days = daysBetween(dayOf(now), by);
  if (days < 0) return { overdue: true, words: say('words.obligationOverdue', { kind, days: -days }) };
  if (days === 0) return { overdue: false, words: say('words.obligationDueToday', { kind }) };
  if (days === 1) return { overdue: false, words: say('words.obligationDueTomorrow', { kind }) };
  return { overdue: false, words: say('words.obligationDueBy', { kind, by }) };
}

/** Rounded down, at most two units: nobody decides anything by the seconds of an hour. */
export function span(milliseconds: number): string {
  if (milliseconds < MINUTE) return say('words.lessThan1Min');
  if (milliseconds < HOUR) return say('words.minutesMin', { minutes: Math.floor(milliseconds / MINUTE) });
  if (milliseconds < DAY) {
    const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
    const hours = Math.floor(milliseconds / HOUR);
    return minutes === 0 ? say('words.hoursH', { hours }) : say('any.hoursHMinutesMin', { hours, minutes });
  }
  const days = Math.floor(milliseconds / DAY);
  return say('words.days', { days });
}

/** "today", "yesterday" or the day itself. */
export function dayWords(day: string, now: number): string {
  const days = daysBetween(day, dayOf(now));
  return days === 0 ? say('words.today') : days === 1 ? say('words.yesterday') : day;
}

/** Days are UTC's, as the service counts them. */
function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}
