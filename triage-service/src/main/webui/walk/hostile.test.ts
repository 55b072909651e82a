import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { colourIn } from './pixels';
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
    await facts(25).getByText('40.40930, 49.86710, 12 m').waitFor();
    await facts(26).getByText('The lawyer').waitFor();
    await page.getByText('A program: opening it runs it.').waitFor();
    await page.getByText('Markup: a browser would run what is in it.').first().waitFor();
    await expect.poll(() => page.locator('article :is(script, svg[onload], b)').count()).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
    await facts(26).scrollIntoViewIfNeeded();
    await photograph(page, 'work-facts');
  });

  it('shows a picture small and blurred first, in a frame where nothing runs, and everything else as text', async () => {
    // Given
    await openHostile(0);
    // When
    await button('Show picture', 1).click();
    const picture = page.frameLocator('iframe[title="View of file 1"]').locator('img');
    await picture.waitFor();
    await button('Show as text', 2).click();
    await button('Show as text', 3).click();
    // Then
    await expect.poll(() => page.locator('iframe').getAttribute('sandbox')).toBe('allow-same-origin');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    await expect.poll(() => picture.evaluate((image) => getComputedStyle(image).filter)).toBe('blur(14px)');
    await button('Show clearly', 1).click();
    await expect.poll(() => picture.evaluate((image) => getComputedStyle(image).filter)).toBe('none');
    expect(await colourIn(page.locator('iframe'))).toEqual([0x60, 0x60, 0x60]);
    await page.getByRole('region', { name: 'Text of file 3' }).getByText('<iframe src=').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-hostile');
  });

  it('saves a clean copy that says nothing about who made it', async () => {
    // Given
    await openHostile(0);
    for (const [file, extension] of [
      [1, 'png'],
      [8, 'wav'],
    ] as const) {
      const saving = page.waitForEvent('download');
      // When
      await button('Save clean copy', file).click();
      // Then
      const download = await saving;
      expect(download.suggestedFilename()).toMatch(new RegExp(`^tip-[0-9a-f]{8}-file-${file}-clean\\.${extension}$`));
      const clean = (await readFile(await download.path())).toString('latin1');
      expect(clean).toMatch(/^(\x89PNG|RIFF)/);
      expect(clean).not.toMatch(/Mammadov|script|hacked/);
    }
  });

  it('saves no copy as clean that it cannot clean', async () => {
    // Given
    await openHostile(0);
    const saved: string[] = [];
    page.on('download', (download) => saved.push(download.suggestedFilename()));
    // When
    await button('Save clean copy', 5).click();
    // Then
    await page.getByText('No clean copy can be made of this file').waitFor();
    expect(saved).toEqual([]);
  });

  it('plays a recorded threat in a frame where nothing runs', async () => {
    // Given
    await openHostile(0);
    // When
    await button('Play sound', 8).click();
    // Then
    const sound = page.frameLocator('iframe[title="View of file 8"]').locator('audio');
    await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(1);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-sound');
  });

  it('draws nothing of what only claims to be a picture, nor one that would fill the memory', async () => {
    // When
    await openHostile(0);
    await button('Save', 7).waitFor();
    // Then
    await expect.poll(() => button('Show picture', 6).count()).toBe(0);
    await expect.poll(() => button('Show picture', 7).count()).toBe(0);
    await button('Show picture', 5).click();
    const picture = page.frameLocator('iframe[title="View of file 5"]').locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(16);
    await button('Show clearly', 5).click();
    expect(await colourIn(page.locator('iframe'))).toEqual([0xff, 0xff, 0xff]);
  });

  it('shows ten thousand files as the one file that they came in', async () => {
    // When
    await openHostile(1);
    // Then
    await page.getByRole('heading', { name: 'Shown as one file' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Save/ }).count()).toBe(1);
  });
});
