import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, Stage } from './stage';

describe.skipIf(CHROMIUM === undefined)('partners in Chromium', () => {
  let stage: Stage;
  let page: Page;

  beforeAll(async () => {
    stage = await Stage.set();
  });

  afterEach(async () => {
    await page.context().close();
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await stage.strike();
  });

  const newcomer = () => page.getByRole('article', { name: 'night-line' });

  async function openAsManager(options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    await stage.tell('as-kamran', page);
    await page.reload();
    await page.getByRole('heading', { name: 'Partners' }).waitFor();
    await newcomer().waitFor();
  }

  async function order() {
    await newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Order the drill' }).click();
    await newcomer().getByText('delivered, no human has answered yet').waitFor();
  }

  it('orders a drill with a newcomer and shows when a human answered', async () => {
    // Given
    await openAsManager();
    await newcomer().getByText('order one before you count on this partner').waitFor();
    await photograph(page, 'partners');
    const barriers = [await Stage.barriers(page)];
    await newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).click();
    await page.getByRole('dialog', { name: 'Order a drill with night-line?' }).waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'drill-ordering');
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    // When
    await order();
    await expect.poll(() => newcomer().getByRole('button', { name: 'A drill is under way' }).isDisabled()).toBe(true);
    await stage.tell('answer', page);
    // Then
    await newcomer().getByText('a human answered after 1 min 14 s').waitFor();
    await newcomer().getByText('A human there has answered a drill.').waitFor();
    await photograph(page, 'drill-answered');
    expect(barriers).toEqual([[], []]);
  });

  it('says that nobody answered, and lets another drill be ordered', async () => {
    // Given
    await openAsManager();
    await order();
    // When
    await stage.tell('lapse', page);
    // Then
    await newcomer().getByText('NOBODY ANSWERED').waitFor();
    await expect
      .poll(() => newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).isEnabled())
      .toBe(true);
    await newcomer().getByText('order one before you count on this partner').waitFor();
  });

  it('shows a lead how partners are, and lets them order nothing', async () => {
    // Given
    page = await stage.open();
    // When
    await page.getByRole('button', { name: 'Partners' }).click();
    // Then
    await page.getByRole('article', { name: 'safe-house' }).waitFor();
    expect(await page.getByRole('button', { name: /Order a drill/ }).count()).toBe(0);
  });

  it.each([
    ['dark', 1440],
    ['light', 1024],
    ['light', 820],
  ] as const)('has no barriers and no overflow in %s at %i px', async (colorScheme, width) => {
    // When
    await openAsManager({ colorScheme, viewport: { width, height: 800 } });
    // Then
    await photograph(page, `partners-${colorScheme}-${width}`);
    expect(await Stage.barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});

/** For human eyes, where somebody asks for it. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.PENAH_PHOTOGRAPHS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `desk-${name}.png`) });
}
