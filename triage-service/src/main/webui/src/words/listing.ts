import { LANES, type Fold, type Lane, type TipPage, type TipSummary, type Total } from '../api/wire';
import { clock, obligationWords } from './remaining';

export type Place = 'overdue' | Lane;

/** A tip where it was put when the list was arranged. It stays there until the list is arranged again. */
export interface Row {
  tip: TipSummary;
  place: Place;
  /** Whether it was folded then: some lists show such tips, too. */
  folded: boolean;
}

/** The rows on the page, and the arrivals that wait until the member asks. */
export interface Listing {
  rows: readonly Row[];
  next: string | undefined;
  folds: readonly Fold[];
  /** How many tips stand where; absent or empty if the service does not say it. */
  totals: readonly Total[] | undefined;
  waiting: TipPage | undefined;
  news: News;
}

/** Changes since the list was arranged that no row shows in place. */
export interface News {
  count: number;
  imminent: number;
  /** A tip that is shown belongs elsewhere by now. */
  moved: boolean;
}

export interface Group {
  place: Place;
  tips: TipSummary[];
  /** All that stand there, shown or not; 0 if nobody knows. */
  total: number;
  /** The fold behind them. */
  fold: Fold | undefined;
}

const PLACES: readonly Place[] = ['overdue', ...LANES];
const NO_NEWS: News = { count: 0, imminent: 0, moved: false };

export function arrange(page: TipPage, now: number): Listing {
  const rows = page.tips.map((tip) => put(tip, now));
  return { rows, next: page.next, folds: page.folds, totals: page.totals, waiting: undefined, news: NO_NEWS };
}

/** Rows that are known change where they stand; the others are counted and wait. An empty list has no place to lose. */
export function arrive(listing: Listing, page: TipPage, now: number): Listing {
  if (listing.rows.length === 0 && listing.folds.length === 0) return arrange(page, now);
  const fresh = new Map(page.tips.map((tip) => [tip.tipId, tip]));
  const rows = listing.rows.map((row) => ({ ...row, tip: fresh.get(row.tip.tipId) ?? row.tip }));
  const arrived = unknown(rows, page.tips);
  const news = {
    count: arrived.length,
    imminent: arrived.filter((tip) => tip.lane === 'imminent').length,
    moved: displaced(rows, now) || hasLeft(rows, page),
  };
  // A fold's count changes in place; a new fold is a row and waits like any other.
  const folds = listing.folds.map(
    (fold) => page.folds.find(({ lane }) => lane === fold.lane) ?? { ...fold, count: 0, unopened: 0 },
  );
  if (page.folds.length > folds.length) news.moved = true;
  return { ...listing, rows, folds, totals: page.totals, waiting: page, news };
}

export function showNews(listing: Listing, now: number): Listing {
  return listing.waiting === undefined ? listing : arrange(listing.waiting, now);
}

/** The next page, behind those that are shown. */
export function append(listing: Listing, page: TipPage, now: number): Listing {
  const more = unknown(listing.rows, page.tips).map((tip) => put(tip, now));
  return { ...listing, rows: [...listing.rows, ...more], next: page.next };
}

/** Overdue first, then lane by lane; inside a group the service's order stands. Empty groups are left out. */
export function groups({ rows, folds, totals }: Pick<Listing, 'rows' | 'folds' | 'totals'>): Group[] {
  return PLACES.map((place) => ({
    place,
    tips: rows.filter((row) => row.place === place).map((row) => row.tip),
    total: totals === undefined || totals.length === 0 ? 0 : totalOf(place, totals, rows),
    fold: folds.find((fold) => fold.lane === place),
  })).filter((group) => group.tips.length > 0 || group.fold !== undefined);
}

/** The service counts each tip where it knows it to be; here it may be late sooner, and a row stays where it stood. */
function totalOf(place: Place, totals: readonly Total[], rows: readonly Row[]): number {
  const isHere = ({ lane, overdue }: Pick<TipSummary, 'lane' | 'overdue'>) => (overdue ? 'overdue' : lane) === place;
  const counted = totals.reduce((sum, total) => (isHere(total) ? sum + total.count : sum), 0);
  return counted + rows.filter((row) => row.place === place).length - rows.filter(({ tip }) => isHere(tip)).length;
}

/** What one row says that has changed, where it stands. */
export function change(listing: Listing, tip: TipSummary, now: number): Listing {
  const rows = listing.rows.map((row) => (row.tip.tipId === tip.tipId ? { ...row, tip } : row));
  const moved = displaced(rows, now) || (listing.waiting !== undefined && hasLeft(rows, listing.waiting));
  return { ...listing, rows, news: { ...listing.news, moved } };
}

function put(tip: TipSummary, now: number): Row {
  return { tip, place: isOverdue(tip, now) ? 'overdue' : tip.lane, folded: tip.folded };
}

function displaced(rows: readonly Row[], now: number): boolean {
  return rows.some((row) => {
    const { place, folded } = put(row.tip, now);
    return row.place !== place || row.folded !== folded;
  });
}

/** Whether a row's tip was closed or deleted, and does not merely stand on a further page by now. */
function hasLeft(rows: readonly Row[], page: TipPage): boolean {
  const fresh = new Set(page.tips.map((tip) => tip.tipId));
  const there = rows.map((row) => fresh.has(row.tip.tipId));
  const missing = there.indexOf(false);
  return missing >= 0 && (page.next === undefined || missing < there.lastIndexOf(true));
}

function isOverdue(tip: TipSummary, now: number): boolean {
  if (clock(tip, now)?.overdue === true) return true;
  return tip.obligation !== undefined && obligationWords(tip.obligation, now).overdue;
}

function unknown(rows: readonly Row[], tips: readonly TipSummary[]): TipSummary[] {
  const known = new Set(rows.map((row) => row.tip.tipId));
  return tips.filter((tip) => !known.has(tip.tipId));
}
