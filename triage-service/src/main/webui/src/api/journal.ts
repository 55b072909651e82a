import { count, list, maybe, oneOf, shape, text, type Decoded } from './decode';

/** Who did what to which, and when. */
const entry = shape({
  position: count,
  day: text,
  who: text,
  deed: text,
  which: text,
  /** A hash of what the database keeps of the deed; entries from before there was one have none. */
  facts: maybe(text),
  /** In hexadecimal, over this entry and the hash before it. */
  hash: text,
});
export type Entry = Decoded<typeof entry>;
export const journalPage = shape({ entries: list(entry) });

/** The last entry, as the service signs it. */
export const signedHead = shape({
  /** Position, colon, hash. */
  entry: text,
  signedOn: text,
  /** Ed25519, in base64. */
  signature: text,
});
export type Head = Decoded<typeof signedHead>;

/** A difference between a deed's entry and the database. */
const difference = shape({
  /** None if no entry speaks of what is there. */
  position: maybe(count),
  deed: maybe(text),
  which: text,
  how: oneOf(['altered', 'unknown']),
});
export type Difference = Decoded<typeof difference>;
export const factsPage = shape({ differences: list(difference, 1_000_000), next: maybe(text) });
