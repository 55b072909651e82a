import { locale, say, spoken } from './say';
import type { Filter } from '../api/service';
import type { Fold, Threat, TipSummary } from '../api/wire';
import { visible } from './names';
import type { News, Place } from './listing';
import { clock, dayWords, obligationWords, type Remaining } from './remaining';

export const PLACE_WORDS: Record<Place, string> = spoken({
  overdue: 'any.overdue',
  imminent: 'words.imminent',
  urgent: 'words.urgent',
  routine: 'words.routine',
  quarantine: 'words.quarantine',
});

export const WHO_WORDS: Record<Threat['who'], string> = spoken({
  me: 'any.theSource',
  'someone-else': 'any.someoneElse',
  unspecified: 'words.somebody',
  none: 'words.nobody',
});

export const WHEN_WORDS = spoken({ hours: 'words.withinHours', days: 'words.withinDays' });

/** One line that says who is in danger, how soon and where, as far as the source said. */
export function threatLine(threat: Threat): string {
  if (threat.who === 'none') return say('words.noDangerReported');
  const parts = [WHO_WORDS[threat.who]];
  if (threat.when !== undefined) parts.push(WHEN_WORDS[threat.when]);
  if (threat.region !== undefined) parts.push(regionName(threat.region));
  return parts.join(', ');
}

/** What a partner reads of a threat: neither whom nor where, but for the region. */
export function toldLine({ when, region }: Omit<Threat, 'who'>): string {
  const parts = [say('words.somebodyMayBeInPhysical')];
  if (when !== undefined) parts.push(WHEN_WORDS[when]);
  if (region !== undefined) parts.push(regionName(region));
  return parts.join(', ');
}

/** The first words of a row: the time left, or otherwise the day on which the tip came. */
export function timeLine(tip: TipSummary, now: number): Remaining {
  const look = clock(tip, now);
  if (look !== undefined) return look;
  const obligation = tip.obligation === undefined ? undefined : obligationWords(tip.obligation, now);
  return obligation?.overdue === true
    ? obligation
    : { overdue: false, words: say('any.cameDay', { day: dayWords(tip.day, now) }) };
}

/** The offer of the line above the list; nothing when the list is up to date. */
export function newsWords({ count, imminent, moved }: News): string | undefined {
  if (count > 0)
    return imminent === 0 ? say('words.new', { count }) : say('words.newWithImminent', { count, imminent });
  return moved ? say('words.listHasChangedShow') : undefined;
}

/** The row of a fold. */
export function foldWords({ lane, count, unopened }: Fold): string {
  return lane === 'quarantine'
    ? say('words.moreTipsFromAFlood', { count, unopened })
    : say('words.moreReportsOfDanger', { count, unopened });
}

/** The action that moves a tip, and the state. */
export function asideWords(tip: Pick<TipSummary, 'threat' | 'lane' | 'folded'>): { aside: boolean; act: string } {
  const aside = tip.folded || tip.lane === 'quarantine';
  if (tip.threat.who === 'none')
    return { aside, act: aside ? say('words.takeOutOfQuarantine') : say('words.putIntoQuarantine') };
  return { aside, act: aside ? say('words.takeOutOfTheFold') : say('words.foldAway') };
}

/**
 * How many tips a place shows, of how many.
 *
 * @param total 0 if nobody knows
 * @param more whether there may be more of the place behind them
 */
export function shownWords(shown: number, total: number, more: boolean): string {
  // What has left a place is still shown where it stood.
  if (total > shown) return say('list.shownOfTotal', { shown, total });
  return new Intl.NumberFormat(locale()).format(shown) + (more && total === 0 ? '+' : '');
}

/** The words of an empty list. */
export function emptyWords(queues: number, filter: Filter): { title: string; what: string } {
  if (queues === 0) {
    return {
      title: say('words.noQueueYet'),
      what: say('words.youHoldNoQueuesKey'),
    };
  }
  if (Object.values(filter).some((value) => value !== undefined)) {
    return { title: say('words.noTipHere'), what: say('words.nothingMatchesWhatYouAre') };
  }
  return { title: say('words.noTips'), what: say('words.nothingWaitsNewTipsWill') };
}

/** Those that sources and partners write in; not every browser knows their names in Azerbaijani. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = spoken({
  az: 'words.azerbaijani',
  en: 'words.english',
  ru: 'words.russian',
  tr: 'words.turkish',
  fa: 'words.persian',
  ar: 'words.arabic',
  de: 'words.german',
  uk: 'words.ukrainian',
});

/** The languages of the source's pages, and so of what staff answer and what partners read. */
export const SOURCE_LANGUAGES = ['az', 'en', 'ru', 'tr', 'fa'] as const;
export type SourceLanguage = (typeof SOURCE_LANGUAGES)[number];

export function languageName(code: string): string {
  if (Object.hasOwn(LANGUAGE_NAMES, code)) return LANGUAGE_NAMES[code] ?? code;
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    // Not a code; the service should have refused it.
    return visible(code);
  }
}

/** The parts of the world that the form offers, by UN M49 code; not every browser knows their names. */
export const REGION_NAMES: Readonly<Record<string, string>> = spoken({
  '145': 'words.westernAsia',
  '143': 'words.centralAsia',
  '034': 'words.southernAsia',
  '030': 'words.easternAsia',
  '035': 'words.southEasternAsia',
  '151': 'words.easternEurope',
  '154': 'words.northernEurope',
  '039': 'words.southernEurope',
  '155': 'words.westernEurope',
  '015': 'words.northernAfrica',
  '202': 'words.subSaharanAfrica',
  '021': 'words.northernAmerica',
  '419': 'words.latinAmericaAndTheCaribbean',
  '009': 'words.oceania',
});

export function regionName(code: string): string {
  return REGION_NAMES[code] ?? visible(code);
}
