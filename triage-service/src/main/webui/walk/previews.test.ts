import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** A list that can be read before a tip is opened. */
describe.skipIf(CHROMIUM === undefined)('previews in Chromium', () => {
  const stage = Stage.forWalks();
  const BEGINNING = 'Two men asked our neighbours';
  let page: Page;
  let asked: string[];

  const rows = () => page.getByRole('navigation', { name: 'Tips' });
  const begins = () => rows().locator('.gist');

  async function unlock(options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    asked = [];
    page
      .context()
      .on('request', (request) =>
        asked.push(`${request.method()} ${new URL(request.url()).pathname}${new URL(request.url()).search}`),
      );
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    await page.locator('[data-tip]').first().focus();
  }

  it.each(['light', 'dark'] as const)(
    'shows how tips begin, opens none, and forgets all when the key locks, in %s',
    async (colorScheme) => {
      // Given
      await unlock({ colorScheme });
      expect(await begins().count()).toBe(0);
      expect(asked.filter((each) => each.includes('/blob'))).toEqual([]);
      // When
      await page.keyboard.press('p');
      // Then
      await begins().getByText(BEGINNING).waitFor();
      await expect.poll(() => begins().count()).toBeGreaterThan(3);
      const fetched = asked.filter((each) => each.includes('/blob'));
      expect(fetched.length).toBeGreaterThan(3);
      expect(fetched.every((each) => each.endsWith('?preview=true'))).toBe(true);
      expect(new Set(fetched).size).toBe(fetched.length);
      expect(asked.filter((each) => each.endsWith('/opened'))).toEqual([]);
      await rows()
        .getByText(/^from “[a-z]+-[a-z]+”$/)
        .first()
        .waitFor();
      expect(await Stage.barriers(page)).toEqual([]);
      await photograph(page, `previews-${colorScheme}`);
      await page.keyboard.press('p');
      await expect.poll(() => begins().count()).toBe(0);
      await page.keyboard.press('p');
      await begins().first().waitFor();
      await page.keyboard.press('l');
      await expect.poll(() => page.content()).not.toContain(BEGINNING);
    },
  );

  it('lets what it showed be searched, and fetches nothing that is not on the screen', async () => {
    // Given
    await unlock({ viewport: { width: 1440, height: 420 } });
    const all = await page.locator('[data-tip]').count();
    // When
    await page.keyboard.press('p');
    await begins().first().waitFor();
    await expect.poll(() => asked.filter((each) => each.includes('/blob')).length).toBeGreaterThan(0);
    await page.waitForLoadState('networkidle');
    const fetched = asked.filter((each) => each.includes('/blob')).length;
    // Then
    await page.getByLabel('Search in what was opened here').fill('neighbours');
    await page.getByRole('region', { name: /^Found in 1 of/ }).waitFor();
    expect(fetched).toBeLessThan(all);
  });

  it('shows one of those in a flood that say the same, and ticks no other', async () => {
    // Given
    await unlock({ viewport: { width: 1440, height: 900 } });
    await stage.tell('flood', page);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    await page.getByRole('button', { name: '37 more reports of danger' }).click();
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(45);
    // When
    await page.locator('.inside [data-tip]').first().focus();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Show one of those that say the same' }).click();
    // Then
    const inside = page.locator('.inside [data-tip]');
    await inside.getByText('36 more say the same').waitFor();
    expect(await inside.count()).toBe(1);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'previews-one-of-each');
    await page.locator('.inside [data-tip]').first().focus();
    await page.keyboard.press('a');
    await page.getByText('1 ticked').waitFor();
  });

  it('shows in which words those differ that say almost the same, and leaves out none', async () => {
    // Given
    await unlock({ viewport: { width: 1440, height: 900 } });
    await stage.tell('almost', page);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    await page.getByRole('button', { name: '3 more reports of danger' }).click();
    // When
    await page.locator('.inside [data-tip]').first().focus();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Show one of those that say the same' }).click();
    // Then
    const inside = page.locator('.inside [data-tip]');
    const first = (await inside.first().getAttribute('data-tip'))?.slice(0, 8) ?? '';
    await expect.poll(() => inside.getByText(`Almost as ${first}:`).count()).toBe(2);
    expect(await inside.count()).toBe(3);
    const towns = async (tag: string) => (await inside.locator(tag).allTextContents()).join(' ');
    const said = [await towns('ins'), await towns('del'), await inside.first().textContent()].join(' ');
    for (const town of ['Gəncə', 'Bakı', 'Şəki']) expect(said).toContain(town);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'previews-almost');
  });

  it.each([1024, 820])('has no barriers and no overflow at %i px', async (width) => {
    // Given
    await unlock({ viewport: { width, height: 800 } });
    // When
    await page.keyboard.press('p');
    await begins().getByText(BEGINNING).waitFor();
    // Then
    await photograph(page, `previews-${width}`);
    expect(await Stage.barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
