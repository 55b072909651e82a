import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM, Stage, photograph } from './stage';

/** Numbers of the desk. */
describe.skipIf(CHROMIUM === undefined)('the dashboard in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function openDashboard(options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    page.setDefaultTimeout(30_000);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Dashboard' }).press('Enter');
    await page.getByRole('heading', { name: 'Tips a day, by the lane that they stand in now' }).waitFor();
  }

  it.each(['light', 'dark'] as const)('shows its numbers without a key, and as tables, in %s', async (colorScheme) => {
    // Given
    await openDashboard({ colorScheme });
    // When
    await page.getByText('Tips a day as a table').press('Enter');
    // Then
    const table = page.getByRole('table', { name: /^Tips a day/ });
    await expect.poll(() => table.getByRole('row').count()).toBe(29);
    await page.getByRole('img', { name: /^Urgent: \d+ in 28 days, 3 on the busiest$/ }).waitFor();
    const late = page.getByRole('table', { name: 'First look at danger, of four weeks' });
    await late.getByRole('row', { name: 'Late 1' }).waitFor();
    await page
      .getByRole('table', { name: /^Alerts/ })
      .getByRole('row', { name: /Acknowledged/ })
      .waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await page.getByText('Tips a day as a table').press('Enter');
    await photograph(page, `dashboard-${colorScheme}`, { fullPage: true });
  });

  it('keeps up with what happens while somebody looks', async () => {
    // Given
    await openDashboard();
    await page.getByText('None in four weeks.').waitFor();
    // When
    await stage.tell('flood', page);
    // Then
    await page.getByRole('img', { name: 'Marked: 37 in 28 days, 37 on the busiest' }).waitFor();
    await photograph(page, 'dashboard-flood', { fullPage: true });
  });

  it('counts days to an answer only where a queue has such clocks', async () => {
    // Given
    await openDashboard();
    await page.getByText('No days are counted for answers to sources').waitFor();
    const overdue = page.getByRole('table', { name: 'Overdue now' });
    expect(await overdue.getByRole('row', { name: /^Answer to a source/ }).count()).toBe(0);

    // When
    await stage.tell('clocks', page);

    // Then
    await overdue.getByRole('row', { name: 'Answer to a source 0' }).waitFor();
    expect(await page.getByText('No days are counted for answers to sources').count()).toBe(0);
  });

  it('frees at once what somebody holds who is away, and lets a lead say so', async () => {
    // Given
    await openDashboard();
    await stage.tell('colleague', page);
    const absences = page.getByRole('region', { name: 'Who is away' });
    await absences.getByText('Nobody is away.').waitFor();
    await absences.getByLabel('Who', { exact: true }).selectOption('rauf');
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await absences.getByLabel('Back on').fill(day);

    // When
    await absences.getByRole('button', { name: 'Away until then' }).click();

    // Then
    await absences.getByText(`rauf: back on ${day}`).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'dashboard-absence');
    await absences.getByRole('button', { name: 'rauf is here' }).click();
    await absences.getByText('Nobody is away.').waitFor();
  });

  it.each([1024, 820])('has no barriers and no overflow at %i px', async (width) => {
    // Given
    await openDashboard({ viewport: { width, height: 800 } });
    // When
    const barriers = await Stage.barriers(page);
    // Then
    expect(barriers).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await photograph(page, `dashboard-${width}`, { fullPage: true });
  });
});
