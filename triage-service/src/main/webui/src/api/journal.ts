import { count, list, shape, text, type Decoder } from './decode';

/** Who did what to which, and when. */
export interface Entry {
  position: number;
  day: string;
  who: string;
  deed: string;
  which: string;
  /** In hexadecimal, over this entry and the hash before it. */
  hash: string;
}

export const journalPage: Decoder<{ entries: Entry[] }> = shape({
  entries: list(shape<Entry>({ position: count, day: text, who: text, deed: text, which: text, hash: text })),
});
