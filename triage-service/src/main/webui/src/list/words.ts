import type { Filter } from '../api/service';
import type { Threat, TipSummary } from '../api/wire';
import { visible } from '../tip/names';
import type { News, Place } from './listing';
import { clock, dayWords, type Remaining } from './remaining';

export const PLACE_WORDS: Record<Place, string> = {
  overdue: 'Overdue',
  imminent: 'Imminent',
  urgent: 'Urgent',
  routine: 'Routine',
  quarantine: 'Quarantine',
};

export const WHO_WORDS: Record<Threat['who'], string> = {
  me: 'The source',
  'someone-else': 'Someone else',
  none: 'Nobody',
};

export const WHEN_WORDS = { hours: 'within hours', days: 'within days' } as const;

/** One line that says who is in danger, how soon and where, as far as the source said. */
export function threatLine(threat: Threat): string {
  if (threat.who === 'none') return 'No danger reported';
  const parts = [WHO_WORDS[threat.who]];
  if (threat.when !== undefined) parts.push(WHEN_WORDS[threat.when]);
  if (threat.region !== undefined) parts.push(regionName(threat.region));
  return parts.join(', ');
}

/** What stands first in a row: the time left, or else the day on which the tip came. */
export function timeLine(tip: TipSummary, now: number): Remaining {
  return clock(tip, now) ?? { overdue: false, words: `came ${dayWords(tip.day, now)}` };
}

/** What the line above the list offers to show; nothing when the list is as it should be. */
export function newsWords({ count, imminent, moved }: News): string | undefined {
  if (count > 0) return imminent === 0 ? `${count} new: show` : `${count} new, ${imminent} imminent: show`;
  return moved ? 'Order has changed: show' : undefined;
}

/** What stands where no tip stands. */
export function emptyWords(queues: number, { queue, lane }: Filter): { title: string; what: string } {
  if (queues === 0) {
    return {
      title: 'No queue yet',
      what: 'You hold no queue’s key. Ask a lead to admit you, then load this page again.',
    };
  }
  if (queue !== undefined || lane !== undefined) {
    return { title: 'No tip here', what: 'Nothing matches this queue and lane.' };
  }
  return { title: 'No tips', what: 'Nothing waits. A new tip will appear here by itself.' };
}

export function languageName(code: string): string {
  return named('language', code);
}

/** A region by its UN M49 code: the form offers nothing finer than a part of the world. */
export function regionName(code: string): string {
  return named('region', code);
}

function named(type: 'language' | 'region', code: string): string {
  try {
    return new Intl.DisplayNames('en', { type }).of(code) ?? code;
  } catch {
    // Not a code; the service should have refused it.
    return visible(code);
  }
}
