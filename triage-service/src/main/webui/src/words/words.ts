import type { Filter } from '../api/service';
import type { Fold, Threat, TipSummary } from '../api/wire';
import { visible } from './names';
import type { News, Place } from './listing';
import { clock, dayWords, obligationWords, type Remaining } from './remaining';

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
  unspecified: 'Somebody',
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

/** What a partner reads of a threat: neither whom nor where, but for the region. */
export function toldLine({ when, region }: Omit<Threat, 'who'>): string {
  const parts = ['somebody may be in physical danger'];
  if (when !== undefined) parts.push(WHEN_WORDS[when]);
  if (region !== undefined) parts.push(regionName(region));
  return parts.join(', ');
}

/** The first words of a row: the time left, or otherwise the day on which the tip came. */
export function timeLine(tip: TipSummary, now: number): Remaining {
  const look = clock(tip, now);
  if (look !== undefined) return look;
  const obligation = tip.obligation === undefined ? undefined : obligationWords(tip.obligation, now);
  return obligation?.overdue === true ? obligation : { overdue: false, words: `came ${dayWords(tip.day, now)}` };
}

/** The offer of the line above the list; nothing when the list is up to date. */
export function newsWords({ count, imminent, moved }: News): string | undefined {
  if (count > 0) return imminent === 0 ? `${count} new: show` : `${count} new, ${imminent} imminent: show`;
  return moved ? 'List has changed: show' : undefined;
}

/** The row of a fold. */
export function foldWords({ lane, count, unopened }: Fold): string {
  const read = unopened === 0 ? 'all opened' : `${unopened} unopened`;
  if (lane === 'quarantine') return `${count === 1 ? '1 more tip' : `${count} more tips`} from a flood; ${read}`;
  const reports = count === 1 ? '1 more report of danger' : `${count} more reports of danger`;
  return `${reports}, from a flood or put aside; ${read}`;
}

/** The action that moves a tip, and the state. */
export function asideWords(tip: Pick<TipSummary, 'threat' | 'lane' | 'folded'>): { aside: boolean; act: string } {
  const aside = tip.folded || tip.lane === 'quarantine';
  if (tip.threat.who === 'none') return { aside, act: aside ? 'Take out of quarantine' : 'Put into quarantine' };
  return { aside, act: aside ? 'Take out of the fold' : 'Fold away' };
}

/** The words of an empty list. */
export function emptyWords(queues: number, filter: Filter): { title: string; what: string } {
  if (queues === 0) {
    return {
      title: 'No queue yet',
      what: 'You hold no queue’s key. Ask a lead to admit you, then load this page again.',
    };
  }
  if (Object.values(filter).some((value) => value !== undefined)) {
    return { title: 'No tip here', what: 'Nothing matches what you are looking for.' };
  }
  return { title: 'No tips', what: 'Nothing waits. New tips will appear here.' };
}

export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a code; the service should have refused it.
    return visible(code);
  }
}

/** The parts of the world that the form offers, by UN M49 code; not every browser knows their names. */
export const REGION_NAMES: Readonly<Record<string, string>> = {
  '145': 'Western Asia',
  '143': 'Central Asia',
  '034': 'Southern Asia',
  '030': 'Eastern Asia',
  '035': 'South-eastern Asia',
  '151': 'Eastern Europe',
  '154': 'Northern Europe',
  '039': 'Southern Europe',
  '155': 'Western Europe',
  '015': 'Northern Africa',
  '202': 'Sub-Saharan Africa',
  '021': 'Northern America',
  '419': 'Latin America and the Caribbean',
  '009': 'Oceania',
};

export function regionName(code: string): string {
  return REGION_NAMES[code] ?? visible(code);
}
