import { count, list, maybe, oneOf, shape, text, type Decoder } from './decode';

/** Who did what to which, and when. */
export interface Entry {
  position: number;
  day: string;
  who: string;
  deed: string;
  which: string;
  /** A hash of what the database keeps of the deed; entries from before there was one have none. */
  facts?: string | undefined;
  /** In hexadecimal, over this entry and the hash before it. */
  hash: string;
}

export const journalPage: Decoder<{ entries: Entry[] }> = shape({
  entries: list(
    shape<Entry>({ position: count, day: text, who: text, deed: text, which: text, facts: maybe(text), hash: text }),
  ),
});

/** The last entry, as the service signs it. */
export interface Head {
  /** Position, colon, hash. */
  entry: string;
  signedOn: string;
  /** Ed25519, in base64. */
  signature: string;
}

export const signedHead: Decoder<Head> = shape<Head>({ entry: text, signedOn: text, signature: text });

/** A difference between a deed's entry and the database. */
export interface Difference {
  /** None if no entry speaks of what is there. */
  position?: number | undefined;
  deed?: string | undefined;
  which: string;
  how: 'altered' | 'unknown';
}

export const factsPage: Decoder<{ differences: Difference[]; next?: string | undefined }> = shape({
  differences: list(
    shape<Difference>({ position: maybe(count), deed: maybe(text), which: text, how: oneOf(['altered', 'unknown']) }),
    1_000_000,
  ),
  next: maybe(text),
});
