import { count, flag, list, maybe, oneOf, shape, text } from './decode';

const OBSTACLES = ['IN_USE', 'UNREAD', 'OPEN', 'HELD', 'ALERTED', 'TAGS'] as const;

/** Obstacles to destroying a key. */
export type Obstacle = (typeof OBSTACLES)[number];

export interface EpochStanding {
  queue: string;
  epoch: number;
  destroyedOn: string | undefined;
  /** None of its keys opens, though nobody destroyed it. */
  lost: boolean;
  /** Tips that open with it alone. */
  tips: number;
  obstacles: Obstacle[];
  /** Which lead has asked to destroy it, and when that takes effect. */
  ending: Ending | undefined;
}

export interface Ending {
  by: string;
  due: string;
}

export interface EpochStandings {
  /** Whether backups lose a destroyed epoch, too. */
  locks: boolean;
  epochs: EpochStanding[];
}

export const epochStandings = shape<EpochStandings>({
  locks: flag,
  epochs: list(
    shape<EpochStanding>({
      queue: text,
      epoch: count,
      destroyedOn: maybe(text),
      lost: flag,
      tips: count,
      obstacles: list(oneOf(OBSTACLES)),
      ending: maybe(shape<Ending>({ by: text, due: text })),
    }),
  ),
});
