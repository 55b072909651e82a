import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Tips made to harm their reader; the stage records every outside request and every error. */
describe.skipIf(CHROMIUM === undefined)('hostile tips in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;
  const opened: string[] = [];

  afterEach(async () => {
    await expect.poll(() => page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(opened.splice(0)).toEqual([]);
  });

  async function openHostile(which: number) {
    page = await stage.open();
    page.setDefaultTimeout(30_000);
    page.on('dialog', (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('popup', (popup) => opened.push(popup.url()));
    await stage.tell('hostile', page);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    const rows = page.locator('[data-tip]');
    await rows.nth((await rows.count()) - 2 - 2 + which).click();
  }

  const facts = (file: number) => page.getByLabel(`What file ${file} says about itself`);
  const button = (name: string, file: number) =>
    page.getByRole('button', { name: new RegExp(`^${name}.*\\(file ${file}\\)`) });

  it('shows what files say about themselves before anything is opened, as text', async () => {
    // When
    await openHostile(0);
    // Then
    await facts(1).getByText('R. Mammadov<script>').waitFor();
    await facts(4).getByText('<b onmouseover=hack>Leyla</b>').waitFor();
    await facts(4).getByText('act on their own').waitFor();
    await page.getByText('A program: opening it runs it.').waitFor();
    await page.getByText('Markup: a browser would run what is in it.').first().waitFor();
    await expect.poll(() => page.locator('article :is(script, svg[onload], b)').count()).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('redraws a picture in a frame where nothing runs, and everything else shows as text', async () => {
    // Given
    await openHostile(0);
    // When
    await button('Show picture', 1).click();
    const picture = page.frameLocator('iframe[title="Picture of file 1"]').locator('img');
    await picture.waitFor();
    await button('Show as text', 2).click();
    await button('Show as text', 3).click();
    // Then
    await expect.poll(() => page.locator('iframe').getAttribute('sandbox')).toBe('allow-same-origin');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    await page.getByRole('region', { name: 'Text of file 3' }).getByText('<iframe src=').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-hostile');
  });

  it('saves a clean copy that says nothing about who made it', async () => {
    // Given
    await openHostile(0);
    const saving = page.waitForEvent('download');
    // When
    await button('Save clean copy', 1).click();
    // Then
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^tip-[0-9a-f]{8}-file-1-clean\.png$/);
    const clean = (await readFile(await download.path())).toString('latin1');
    expect(clean.startsWith('\x89PNG')).toBe(true);
    expect(clean).not.toMatch(/Mammadov|script|hacked/);
  });

  it('does not draw what only claims to be a picture, nor one that would fill the memory', async () => {
    // When
    await openHostile(0);
    await button('Save', 7).waitFor();
    // Then
    await expect.poll(() => button('Show picture', 6).count()).toBe(0);
    await expect.poll(() => button('Show picture', 7).count()).toBe(0);
    await button('Show picture', 5).click();
    await page.getByText('This file could not be fetched').waitFor();
    await expect.poll(() => page.locator('iframe').count()).toBe(0);
  });

  it('shows ten thousand files as the one file that they came in', async () => {
    // When
    await openHostile(1);
    // Then
    await page.getByRole('heading', { name: 'Shown as one file' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Save/ }).count()).toBe(1);
  });
});
