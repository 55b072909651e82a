import type { Opened } from '../format/reading';

/** What one row can say of a tip that was opened. */
export interface Gist {
  /** The source's choice; empty if it has none, as what was added to another tip. */
  topic: string;
  /** The beginning of the message, in one line. */
  line: string;
  files: number;
  /** Two words for whom replies are sealed to; nothing if the source wants none. */
  source?: string | undefined;
}

/** More than a row shows at any width, and little to keep. */
const LONGEST = 160;

export function gistOf(opened: Opened): Gist {
  if (opened.form === 'one-file') return { topic: '', line: '', files: 1 };
  const { topic, message, files } = opened;
  // Of a long message only the beginning is looked at.
  const line = message
    .trimStart()
    .slice(0, 4 * LONGEST)
    .toWellFormed()
    .trim()
    .replace(/\s+/gu, ' ');
  return { topic, line: Array.from(line).slice(0, LONGEST).join(''), files: files.length };
}
