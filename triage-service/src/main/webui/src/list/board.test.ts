import { expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Filter, Service } from '../api/service';
import { Board } from './board.svelte';

it('shows a tip in one place that comes out of the open fold', async () => {
  // Given
  let folded = ['first', 'second'];
  const service = {
    tips: (filter: Filter) =>
      Promise.resolve({
        tips: ['first', 'second']
          .filter((tipId) => folded.includes(tipId) === (filter.folded === true))
          .map((tipId) => tipSummary({ tipId, lane: 'imminent', folded: folded.includes(tipId) })),
        folds: [],
      }),
  } as unknown as Service;
  const board = new Board(
    service,
    () => 0,
    () => undefined,
  );
  await board.poll();
  await board.toggle('imminent');
  expect(board.shown.map((tip) => tip.tipId)).toEqual(['first', 'second']);
  // When
  folded = ['second'];
  await board.poll();
  board.showNews();
  // Then
  expect(board.shown.map((tip) => tip.tipId)).toEqual(['first', 'second']);
  expect(board.fold?.listing.rows.map((row) => row.tip.tipId)).toEqual(['second']);
});
