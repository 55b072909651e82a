import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Fold, TipSummary } from '../api/wire';
import { append, arrange, arrive, change, groups, showNews, type Listing } from './listing';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const LATER = NOW + 60 * 60_000;

const late = tipSummary({ tipId: 'late', lane: 'imminent', dueBy: '2026-11-24T09:50:00Z' });
const soon = tipSummary({ tipId: 'soon', lane: 'imminent', dueBy: '2026-11-24T10:10:00Z' });
const calm = tipSummary({ tipId: 'calm', lane: 'routine' });

const fold = (count: number): Fold => ({ lane: 'imminent', count, unopened: count });
const page = (...tips: TipSummary[]) => ({ tips, next: undefined, folds: [] });
const shape = (listing: Listing) =>
  groups(listing).map((group) => `${group.place}: ${group.tips.map((tip) => tip.tipId).join(' ')}`);

describe('Listing', () => {
  it('puts what is overdue first, then lane by lane', () => {
    // When
    const listing = arrange(page(calm, soon, late), NOW);
    // Then
    expect(shape(listing)).toEqual(['overdue: late', 'imminent: soon', 'routine: calm']);
  });

  it('counts what arrives and keeps it waiting', () => {
    // Given
    const listing = arrange(page(soon, calm), NOW);
    // When
    const after = arrive(listing, page(late, soon, calm), NOW);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.news).toEqual({ count: 1, imminent: 1, moved: false });
  });

  it('shows what waited when it is asked for', () => {
    // Given
    const listing = arrive(arrange(page(soon, calm), NOW), page(late, soon, calm), NOW);
    // When
    const after = showNews(listing, NOW);
    // Then
    expect(shape(after)).toEqual(['overdue: late', 'imminent: soon', 'routine: calm']);
    expect(after.news.count).toBe(0);
  });

  it('changes a row where it stands', () => {
    // Given
    const listing = arrange(page(late, calm), NOW);
    // When
    const after = arrive(listing, page(calm, { ...late, firstOpened: '2026-11-24' }), NOW);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.rows[0]?.tip.firstOpened).toBe('2026-11-24');
  });

  it('says that the order has changed, and does not change it', () => {
    // Given
    const listing = arrange(page(soon, calm), NOW);
    // When
    const after = arrive(listing, page(soon, calm), LATER);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.news).toEqual({ count: 0, imminent: 0, moved: true });
  });

  it('fills an empty list at once', () => {
    // Given
    const listing = arrange(page(), NOW);
    // When
    const after = arrive(listing, page(calm), NOW);
    // Then
    expect(shape(after)).toEqual(['routine: calm']);
  });

  it('keeps a row that has fallen off the first page', () => {
    // Given
    const listing = arrange(page(soon, calm), NOW);
    // When
    const after = arrive(listing, { ...page(soon), next: 'cursor' }, NOW);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.news.moved).toBe(false);
  });

  it.each([
    ['the list has one page', page(late, calm)],
    ['what stood behind it is still there', { ...page(late, calm), next: 'cursor' }],
  ])('says that a tip has left the list if %s', (_, fresh) => {
    // Given
    const listing = arrange(page(late, soon, calm), NOW);
    // When
    const after = arrive(listing, fresh, NOW);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.news.moved).toBe(true);
    expect(shape(showNews(after, NOW))).toEqual(['overdue: late', 'routine: calm']);
  });

  it('still says so when more is known of one tip', () => {
    // Given
    const listing = arrive(arrange(page(soon, calm), NOW), page(soon), NOW);
    // When
    const after = change(listing, { ...calm, closedOn: '2026-11-24' }, NOW);
    // Then
    expect(after.rows[1]?.tip.closedOn).toBe('2026-11-24');
    expect(after.news.moved).toBe(true);
  });

  it('keeps a lane whose reports are all folded', () => {
    // When
    const listing = arrange({ ...page(calm), folds: [fold(37)] }, NOW);
    // Then
    expect(shape(listing)).toEqual(['imminent: ', 'routine: calm']);
    expect(groups(listing)[0]?.fold).toEqual(fold(37));
  });

  it('counts on in a fold where it stands', () => {
    // Given
    const listing = arrange({ ...page(calm), folds: [fold(37)] }, NOW);
    // When
    const after = arrive(listing, { ...page(calm), folds: [fold(38)] }, NOW);
    // Then
    expect(after.folds).toEqual([fold(38)]);
    expect(after.news).toEqual({ count: 0, imminent: 0, moved: false });
  });

  it('says how many tips stand where, as the service says it last', () => {
    // Given
    const totals = (routine: number) => [
      { lane: 'imminent' as const, overdue: true, count: 1 },
      { lane: 'urgent' as const, overdue: true, count: 1 },
      { lane: 'imminent' as const, overdue: false, count: 1 },
      { lane: 'routine' as const, overdue: false, count: routine },
    ];
    const tips = page({ ...late, overdue: true }, soon, calm);
    const listing = arrange({ ...tips, totals: totals(312) }, NOW);
    // When
    const after = append(arrive(listing, { ...tips, totals: totals(313) }, NOW), page(), NOW);
    // Then
    expect(groups(listing).map(({ place, total }) => `${place} ${total}`)).toEqual([
      'overdue 2',
      'imminent 1',
      'routine 312',
    ]);
    expect(groups(after).at(-1)?.total).toBe(313);
  });

  it('counts a tip where it stands here, also while the service knows it elsewhere', () => {
    // Given
    const totals = [{ lane: 'imminent' as const, overdue: false, count: 12 }];
    // When
    const listing = arrange({ ...page(late, soon), totals }, NOW);
    // Then
    expect(groups(listing).map(({ place, total }) => `${place} ${total}`)).toEqual(['overdue 1', 'imminent 11']);
  });

  it('lets the first fold of a lane wait', () => {
    // Given
    const listing = arrange(page(calm), NOW);
    // When
    const after = arrive(listing, { ...page(calm), folds: [fold(37)] }, NOW);
    // Then
    expect(after.folds).toEqual([]);
    expect(after.news.moved).toBe(true);
  });

  it('leaves a tip that was put aside where it stands, and says so', () => {
    // Given
    const listing = arrange(page(late, soon, calm), NOW);
    // When
    const after = change(listing, { ...soon, folded: true }, NOW);
    // Then
    expect(shape(after)).toEqual(shape(listing));
    expect(after.news.moved).toBe(true);
  });

  it('takes a folded tip in a list that shows such for one that stands where it belongs', () => {
    // Given
    const folded = { ...soon, folded: true };
    const listing = arrange(page(folded), NOW);
    // When
    const after = arrive(listing, page(folded), NOW);
    // Then
    expect(after.news.moved).toBe(false);
  });

  it('adds a further page behind, nothing twice', () => {
    // Given
    const listing = arrange({ tips: [soon, calm], next: 'cursor', folds: [] }, NOW);
    const other = tipSummary({ tipId: 'other', lane: 'routine' });
    // When
    const after = append(listing, page(calm, other), NOW);
    // Then
    expect(shape(after)).toEqual(['imminent: soon', 'routine: calm other']);
    expect(after.next).toBeUndefined();
  });
});
