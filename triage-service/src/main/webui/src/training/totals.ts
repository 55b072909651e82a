import type { TipSummary, Total } from '../api/wire';

/** How many of these tips stand where, as the service says it. */
export function totalsOf(tips: readonly Pick<TipSummary, 'lane' | 'overdue'>[]): Total[] {
  const totals: Total[] = [];
  for (const { lane, overdue } of tips) {
    const total = totals.find((each) => each.lane === lane && each.overdue === overdue);
    if (total === undefined) totals.push({ lane, overdue, count: 1 });
    else total.count += 1;
  }
  return totals;
}
