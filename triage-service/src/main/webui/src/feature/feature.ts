import type { TipSummary } from '../api/wire';

/** A part of the desk that may hold what only this member can read. One that has nothing to do at some point leaves that out. */
export interface TipFeature {
  /** Another tip is looked at. */
  choose?: (tip: TipSummary) => Promise<void>;
  /** Time has passed: ask the service again. */
  refresh?: () => Promise<void>;
  /** The key is open: read what was shut. */
  read?: () => Promise<void>;
  /** The key is locked: nothing stays that was opened, or written and not yet sealed. */
  seal: () => void;
}
