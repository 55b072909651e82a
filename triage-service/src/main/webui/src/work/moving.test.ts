import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { TipDetail } from '../api/wire';
import Moving from './Moving.svelte';
import type { Work } from './work.svelte';

it.each([
  ['duplicates that they stay', 'other', '1 tip that was merged into it stays behind'],
  ['none nothing of them', undefined, ''],
])('says of a tip with %s', (_, from, expected) => {
  // Given
  const merge = { stepId: 'one', kind: 'merge', who: 'rauf', day: '2026-11-24', noted: false, value: 'one', from };
  const steps = from === undefined ? [] : [merge];
  const work = { known: { steps }, draft: '', queuesBeside: () => ['threat'] } as unknown as Work;
  const tip = { ...tipSummary({ tipId: 'one', queue: 'general' }), threat: { who: 'none' } } as TipDetail;
  // When
  const page = render(Moving, { props: { work, tip, member: 'aysel' } }).body;
  // Then
  expect(page).toContain(expected);
  expect(page.includes('stays behind')).toBe(from !== undefined);
});
