import type { Difference } from '../api/journal';
import { stillHas } from './chain';
import type { Kept } from './journal.svelte';

export interface Verdict {
  broken: boolean;
  words: string;
}

/** More would hide what to do about it. */
const SHOWN = 5;

const TELL = 'Tell the person you report to, not the operators of the service.';

/** @param noted what the auditor has noted of an earlier check, as it was shown; empty at the first */
export function verdict({ entries, broken, differences, head }: Kept, noted: string): Verdict {
  if (broken !== undefined) {
    const how = broken.how === 'changed' ? 'changed, or one before it' : 'removed, or moved';
    return { broken: true, words: `The chain breaks at entry ${broken.at}: it was ${how}. ${TELL}` };
  }
  const against = noted.trim() === '' ? undefined : stillHas(entries, noted);
  if (against === 'unreadable')
    return { broken: true, words: 'What you noted is a number, a colon and 64 letters. Nothing was compared with it.' };
  if (against === 'gone')
    return {
      broken: true,
      words: `The entry that you noted is not there: entries have been removed since, or the journal was rewritten. ${TELL}`,
    };
  if (differences.length > 0) {
    const first = differences.slice(0, SHOWN).map(difference).join(' ');
    const more = differences.length > SHOWN ? ` And ${differences.length - SHOWN} more.` : '';
    return { broken: true, words: `The database was changed behind the journal. ${first}${more} ${TELL}` };
  }
  if (stillHas(entries, head.entry) !== 'there')
    return { broken: true, words: `The service signs an entry that it does not show: ${head.entry}. ${TELL}` };
  const last = entries.at(-1);
  const note = `Note the last for the next time: ${last === undefined ? 'none' : `${last.position}:${last.hash}`}`;
  const compared =
    against === 'there'
      ? 'The entry that you noted is still there.'
      : 'Nothing was compared with an earlier check, so nobody can tell whether entries at the end were removed.';
  return {
    broken: false,
    words: `Whole: ${entries.length} entries, and the database says the same of each deed. ${compared} ${note}`,
  };
}

function difference({ position, deed, which, how }: Difference): string {
  return how === 'altered'
    ? `Entry ${position} (${deed} ${which}): its row in the database was changed or removed.`
    : `${which}: the database keeps a deed that no entry speaks of.`;
}
