import { count, flag, list, maybe, oneOf, shape, text, type Decoded } from './decode';

const epochStanding = shape({
  queue: text,
  epoch: count,
  destroyedOn: maybe(text),
  /** None of its keys opens, though nobody destroyed it. */
  lost: flag,
  /** Tips that open with it alone. */
  tips: count,
  /** Obstacles to destroying it. */
  obstacles: list(oneOf(['IN_USE', 'UNREAD', 'OPEN', 'HELD', 'ALERTED', 'TAGS'])),
  /** Which lead has asked to destroy it, and when that takes effect. */
  ending: maybe(shape({ by: text, due: text })),
});
export type EpochStanding = Decoded<typeof epochStanding>;
export type Obstacle = EpochStanding['obstacles'][number];

/** `locks`: whether backups lose a destroyed epoch, too. */
export const epochStandings = shape({ locks: flag, epochs: list(epochStanding) });
export type EpochStandings = Decoded<typeof epochStandings>;
