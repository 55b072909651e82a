import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Searching what was opened. */
describe.skipIf(CHROMIUM === undefined)('search in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const search = () => page.getByLabel('Search in what was opened here');
  const hits = () => page.getByRole('region', { name: /^Found in/ });

  async function openTwo(options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    page.setDefaultTimeout(30_000);
    await expect.poll(() => search().isDisabled()).toBe(true);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    for (const row of [1, 0]) {
      await page.locator('[data-tip]').nth(row).click();
      await page.getByRole('region', { name: 'Message' }).waitFor();
      await page.getByRole('region', { name: 'Work at the desk' }).waitFor();
    }
    await page.getByRole('region', { name: 'Message' }).getByText('Two men asked our neighbours').waitFor();
  }

  it.each(['light', 'dark'] as const)('finds a message and a note, by the keyboard, in %s', async (colorScheme) => {
    // Given
    await openTwo({ colorScheme });
    await page.getByLabel('Note for colleagues').fill('They were at the harbour before.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('list', { name: 'What was done' }).getByText('harbour').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url() + (request.postData() ?? '')));
    // When
    await page.getByRole('heading', { name: 'Message' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('NEİGHBOURS harbour');
    // Then
    await hits().getByText('Found in 1 of 2 tips opened since the key was unlocked').waitFor();
    await expect.poll(() => hits().locator('mark').first().innerText()).toMatch(/neighbours/);
    expect(asked.filter((each) => /neighbours|harbour/i.test(each))).toEqual([]);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, `search-${colorScheme}`);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-tip'))).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('harbour');
    await hits().getByText('in the note').waitFor();
  });

  it('forgets all of it when the key locks', async () => {
    // Given
    await openTwo();
    await search().fill('neighbours');
    await hits().waitFor();
    // When
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    // Then
    await expect.poll(() => hits().count()).toBe(0);
    await expect.poll(() => search().inputValue()).toBe('');
    expect(await page.content()).not.toContain('neighbours');
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByRole('region', { name: 'Message' }).getByText('Two men asked our neighbours').waitFor();
    await search().fill('a');
    await hits().getByText('of 1 tip opened since the key was unlocked').waitFor();
  });

  it('forgets a tip that its source has deleted, when somebody comes back to it', async () => {
    // Given
    await openTwo();
    await search().fill('neighbours');
    await hits().locator('[data-tip]').waitFor();
    // When
    await stage.tell('empty', page);
    // Then
    await hits()
      .getByText(/^Found in 0/)
      .waitFor();
  });

  it.each([1024, 820])('has no barriers and no overflow at %i px', async (width) => {
    // Given
    await openTwo({ viewport: { width, height: 800 } });
    await search().fill('e');
    await hits().waitFor();
    // When
    const barriers = await Stage.barriers(page);
    // Then
    expect(barriers).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await photograph(page, `search-${width}`);
  });
});
