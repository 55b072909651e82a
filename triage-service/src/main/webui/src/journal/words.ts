import type { Entry } from '../api/journal';
import { stillHas, type Break } from './chain';

export interface Verdict {
  broken: boolean;
  words: string;
}

const TELL = 'Tell whoever you answer to, not whoever runs the service.';

/** @param noted what the auditor has noted of an earlier check, as it was shown; empty at the first */
export function verdict(
  { entries, broken }: { entries: readonly Entry[]; broken: Break | undefined },
  noted: string,
): Verdict {
  if (broken !== undefined) {
    const how = broken.how === 'changed' ? 'changed, or one before it' : 'taken out, or stands elsewhere';
    return { broken: true, words: `The chain breaks at entry ${broken.at}: it was ${how}. ${TELL}` };
  }
  const against = noted.trim() === '' ? undefined : stillHas(entries, noted);
  if (against === 'unreadable')
    return { broken: true, words: 'What you noted is a number, a colon and 64 letters. Nothing was compared with it.' };
  if (against === 'gone')
    return {
      broken: true,
      words: `The entry that you noted is not there: entries were taken out since, or the journal was written anew. ${TELL}`,
    };
  const last = entries.at(-1);
  const note = `Note the last for the next time: ${last === undefined ? 'none' : `${last.position}:${last.hash}`}`;
  const compared =
    against === 'there'
      ? 'The entry that you noted is still there.'
      : 'Nothing was compared with an earlier check, so nobody can tell whether entries at the end were taken out.';
  return { broken: false, words: `Whole: ${entries.length} entries. ${compared} ${note}` };
}
