import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Company } from './company.svelte';

describe('Company', () => {
  it.each([
    [true, true, ['rauf'], 1],
    [false, true, [], 0],
    [true, false, [], 0],
  ])('is told with an open key (%s) in a window that is seen (%s): %s', async (open, seen, expected, times) => {
    // Given
    let asked = 0;
    const here = () => Promise.resolve((asked++, ['rauf']));
    const company = new Company({ here }, { open }, () => seen);
    // When
    await company.choose(tipSummary({}));
    // Then
    expect(company.others).toEqual(expected);
    expect(asked).toBe(times);
  });

  it('is nobody once the key locks, or another tip is looked at', async () => {
    // Given
    const key = { open: true };
    let others = ['rauf'];
    const company = new Company({ here: () => Promise.resolve(others) }, key, () => true);
    await company.choose(tipSummary({ tipId: 'a' }));
    others = [];
    // When
    await company.choose(tipSummary({ tipId: 'b' }));
    // Then
    expect(company.others).toEqual([]);
    others = ['rauf'];
    await company.refresh();
    company.seal();
    expect(company.others).toEqual([]);
  });
});
