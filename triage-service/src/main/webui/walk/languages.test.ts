import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import type { Words } from '../src/words/say';
import { CHROMIUM, Stage, photograph } from './stage';

const WIDTHS = [1440, 820];

describe.skipIf(CHROMIUM === undefined)('the desk in other languages, in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  it('speaks the browser’s language', async () => {
    // When
    page = await stage.open({ locale: 'tr-TR' });
    // Then
    await page.getByRole('heading', { name: 'Anahtarınız kilitli' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('tr');
    await expect.poll(() => page.title()).toContain('Penah masası');
  });

  it('speaks English where it does not know the browser’s language', async () => {
    // When
    page = await stage.open({ locale: 'ka-GE' });
    // Then
    await page.getByRole('heading', { name: 'Your key is locked' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  });

  it('changes its language at once, and keeps the key open and what was typed', async () => {
    // Given
    page = await stage.open();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.locator('[data-tip]').first().click();
    await page.getByLabel('Answer to the source').fill('Salam');
    await page.getByLabel('Note for colleagues').fill('a note');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    // When
    await page.getByRole('combobox', { name: 'Read in' }).selectOption('Azərbaycanca');
    // Then
    await page.getByText('Açar açıqdır: aysel').waitFor();
    expect(await page.getByLabel('Mənbəyə cavab', { exact: true }).inputValue()).toBe('Salam');
    expect(await page.getByLabel('Həmkarlar üçün qeyd').inputValue()).toBe('a note');
    expect(await page.getAttribute('html', 'lang')).toBe('az');
    expect(asked.filter((url) => url.includes('/assets/') || /\baz\b/.test(url))).toEqual([]);
  });

  it('says how many tips stand in a lane, of which the page shows some, with numbers as the language writes them', async () => {
    // Given
    page = await stage.open();
    await stage.tell('backlog', page);
    const lane = page.locator('#group-routine');
    await lane.getByText(/ of /).waitFor();
    const shown = await page.locator('section[aria-labelledby=group-routine] [data-tip]').count();
    const said: string[] = [];
    // When
    for (const language of ['English', 'Azərbaycanca', 'Русский', 'Türkçe']) {
      await page.getByRole('combobox').filter({ hasText: 'Azərbaycanca' }).selectOption(language);
      await lane.scrollIntoViewIfNeeded();
      await photograph(page, `totals-${language}`);
      said.push((await lane.locator('.soft').innerText()).trim());
    }
    // Then
    const totals = await page.evaluate(
      (total) =>
        // Not every browser knows how Azerbaijani writes them.
        ['en-GB', 'az', 'ru', 'tr'].map((language) => new Intl.NumberFormat([language, 'en-GB']).format(total)),
      1234 + shown,
    );
    expect(said).toEqual([
      `${shown} of ${totals[0]}`,
      `${shown} / ${totals[1]}`,
      `${shown} из ${totals[2]}`,
      `${shown} / ${totals[3]}`,
    ]);
  });

  it('keeps the choice when it is loaded again, and nothing else', async () => {
    // Given
    page = await stage.open();
    await page.getByRole('combobox', { name: 'Read in' }).selectOption('Русский');
    await page.getByRole('heading', { name: 'Ваш ключ закрыт' }).waitFor();
    // When
    await page.reload();
    // Then
    await page.getByRole('heading', { name: 'Ваш ключ закрыт' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).toBe('[["penah-language","ru"]]');
  });

  it('has the choice back from its member’s key, where the browser has forgotten it', async () => {
    // Given
    page = await stage.open();
    const unlock = async () => {
      await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    };
    await unlock();
    await page.locator('[data-tip]').first().waitFor();
    const sealed = page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/api/views') && response.ok(),
    );
    await page.getByRole('combobox', { name: 'Read in' }).selectOption('Русский');
    await sealed;
    // When, as signing out does
    await page.evaluate(() => {
      localStorage.clear();
    });
    await page.reload();
    await unlock();
    // Then
    await page.getByRole('combobox', { name: 'Язык пульта' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('ru');
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('fetches the same, whatever language somebody reads', async () => {
    // Given
    const fetched = async (locale: string) => {
      const files: string[] = [];
      page = await stage.open({ locale });
      page.on('request', (request) => files.push(new URL(request.url()).pathname));
      await page.reload({ waitUntil: 'networkidle' });
      return files.filter((file) => file.startsWith('/assets/')).sort();
    };
    const english = await fetched('en-GB');
    // When
    const russian = await fetched('ru-RU');
    // Then
    expect(russian).toEqual(english);
    expect(russian.filter((file) => /later-(az|ru|tr)-/.test(file))).toHaveLength(3);
  });

  it.each((['az', 'ru', 'tr'] as const).flatMap((code) => WIDTHS.map((width) => [code, width] as const)))(
    'has no barriers, no overflow and no English in %s at %i px',
    async (code, width) => {
      // Given
      const words = JSON.parse(readFileSync(join(import.meta.dirname, `../src/words/${code}.json`), 'utf8')) as Words;
      const said = (key: keyof Words, value = '') => words[key].replace(/\{\w+\}/g, value);
      const found: string[] = [];
      const look = async (name: string) => {
        found.push(...(await Stage.barriers(page)));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) found.push(`${name} is ${wide} px wide`);
        await photograph(page, `${code}-${width}-${name}`);
      };
      page = await stage.open({ locale: code, viewport: { width, height: 900 } });
      await page.getByRole('heading', { name: said('keys.yourKeyIsLocked') }).waitFor();
      await look('locked');
      await page.getByLabel(said('keys.passphraseOfMember', 'aysel')).fill(PASSPHRASE);
      await page.getByRole('button', { name: said('any.unlock'), exact: true }).click();
      await page.locator('[data-tip]').first().click();
      await page.getByRole('region', { name: said('tip.message'), exact: true }).waitFor();
      await look('tip');
      // When
      await page.locator('main').focus();
      await page.keyboard.press('c');
      await page.getByRole('dialog').waitFor();
      await look('decision');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await look('keys');
      await page.keyboard.press('Escape');
      for (const key of ['any.dashboard', 'desk.people', 'any.partners'] as const) {
        await page.getByRole('button', { name: said(key), exact: true }).click();
        await page.getByRole('heading', { level: 1 }).nth(1).waitFor();
        await look(key);
      }
      // Then
      expect(found).toEqual([]);
    },
  );
});
