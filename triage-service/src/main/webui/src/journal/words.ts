import { say } from '../words/say';
import type { Difference } from '../api/journal';
import { stillHas } from './chain';
import type { Kept } from './journal.svelte';

export interface Verdict {
  broken: boolean;
  words: string;
}

/** More would hide what to do about it. */
const SHOWN = 5;

/** @param noted what the auditor has noted of an earlier check, as it was shown; empty at the first */
export function verdict({ entries, broken, differences, head }: Kept, noted: string): Verdict {
  if (broken !== undefined) {
    const how =
      broken.how === 'changed'
        ? say('journal.theChainBreaksAtEntry', { at: broken.at })
        : say('journal.theChainBreaksAtEntry2', { at: broken.at });
    return { broken: true, words: `${how} ${tell()}` };
  }
  const against = noted.trim() === '' ? undefined : stillHas(entries, noted);
  if (against === 'unreadable') return { broken: true, words: say('journal.whatYouNotedIsA') };
  if (against === 'gone')
    return {
      broken: true,
      words: `${say('journal.theEntryThatYouNoted')} ${tell()}`,
    };
  if (differences.length > 0) {
    const first = differences.slice(0, SHOWN).map(difference).join(' ');
    const more =
      differences.length > SHOWN ? ` ${say('journal.andMoreMore', { more: differences.length - SHOWN })}` : '';
    return { broken: true, words: `${say('journal.theDatabaseWasChangedBehind')} ${first}${more} ${tell()}` };
  }
  if (stillHas(entries, head.entry) !== 'there')
    return { broken: true, words: `${say('journal.theServiceSignsAnEntry', { entry: head.entry })} ${tell()}` };
  const last = entries.at(-1);
  const note =
    last === undefined
      ? say('journal.noteTheLastForThe')
      : say('journal.noteTheLastForThe2', { last: `${last.position}:${last.hash}` });
  const compared = against === 'there' ? say('journal.theEntryThatYouNoted2') : say('journal.nothingWasComparedWithAn');
  return {
    broken: false,
    words: `${say('journal.wholeCountEntriesAndThe', { count: entries.length })} ${compared} ${note}`,
  };
}

function tell(): string {
  return say('journal.tellThePersonYouReport');
}

function difference({ position, deed, which, how }: Difference): string {
  return how === 'altered'
    ? say('journal.entryPositionDeedWhichIts', { position: position ?? '', deed: deed ?? '', which })
    : say('journal.whichTheDatabaseKeepsA', { which });
}
