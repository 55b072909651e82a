import { locale, say } from './say';
import { span } from './remaining';

export interface When {
  /** In the reader's own time zone; with the day unless it is today. */
  clock: string;
  ago: string;
}

/** The day alone, where no finer time is kept: the times of an alert that is over fade to their day in UTC. */
export function fadedDay(instant: string): string | undefined {
  if (!instant.endsWith('T00:00:00Z')) return undefined;
  return dayAndMonth(new Date(instant), 'UTC');
}

/** In numbers where a browser has no names of months in the language, as Chromium in Azerbaijani: it says M11. */
export function dayAndMonth(at: Date, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const named = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', ...zone }).format(at);
  return /M\d/.test(named)
    ? new Intl.DateTimeFormat('ru', { day: '2-digit', month: '2-digit', ...zone }).format(at)
    : named;
}

export function when(instant: string, now: number): When {
  const at = new Date(instant);
  const today = new Date(now).toDateString() === at.toDateString();
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(at);
  const day = dayAndMonth(at);
  return {
    clock: today ? time : `${day}, ${time}`,
    ago: say('words.spanAgo', { span: span(Math.max(0, now - at.getTime())) }),
  };
}
