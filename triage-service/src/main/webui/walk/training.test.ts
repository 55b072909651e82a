import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import az from '../src/training/words/az.json';
import ru from '../src/training/words/ru.json';
import tr from '../src/training/words/tr.json';
import { FIREFOX, openDesk } from './firefox';
import { CHROMIUM, Stage, photograph } from './stage';

/** What the training is called, and what begins it. */
const NAMES = {
  en: ['Training', 'Training with made-up tips'],
  az: ['Məşq', 'Uydurma məlumatlarla məşq'],
  ru: ['Тренировка', 'Тренировка на вымышленных сообщениях'],
  tr: ['Alıştırma', 'Uydurma bildirimlerle alıştırma'],
} as const;
const [NAME, BEGIN] = NAMES.en;

describe.skipIf(CHROMIUM === undefined)('training in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;
  let asked: Request[];

  async function begin(options: Parameters<Stage['open']>[0] = {}, [name, go]: readonly [string, string] = NAMES.en) {
    page = await stage.open(options);
    await page.locator('[data-tip]').first().waitFor();
    asked = [];
    page.on('request', (request) => asked.push(request));
    await page.getByRole('button', { name: go, exact: true }).click();
    await page.getByRole('region', { name, exact: true }).waitFor();
    await page.locator('[data-tip]').first().waitFor();
  }

  const rows = () => page.locator('[data-tip]');
  const tipIds = () => rows().evaluateAll((all) => all.map((row) => row.getAttribute('data-tip') ?? ''));
  const partner = () => page.getByRole('complementary').getByText('training-partner');
  const message = () => page.getByText('Two men have been standing in front of our house');

  it('takes danger from the first look to a partner’s answer, and asks the service for none of it', async () => {
    // Given
    await begin();
    const made = await tipIds();
    await photograph(page, 'training-list');
    expect(await Stage.barriers(page)).toEqual([]);
    // When
    await rows().first().click();
    await message().waitFor();
    await partner().waitFor();
    await page.getByRole('button', { name: 'Confirm alert' }).click();
    await photograph(page, 'training-confirm');
    await page.getByRole('button', { name: 'Confirm and tell partners' }).click();
    // Then
    await page
      .getByRole('heading', { name: 'Acknowledged' })
      .or(page.locator('.acknowledged .state'))
      .first()
      .waitFor();
    await photograph(page, 'training-answered');
    expect(await Stage.barriers(page)).toEqual([]);
    expect(asked.filter((request) => request.method() !== 'GET').map((request) => request.url())).toEqual([]);
    expect(asked.filter((request) => made.some((tipId) => request.url().includes(tipId)))).toEqual([]);
  });

  it('lets somebody find, note, answer and put down as at the real desk', async () => {
    // Given
    await begin();
    await page.getByRole('region', { name: 'Routine' }).locator('[data-tip]').first().click();
    await page.getByText('they come tonight').waitFor();
    // When
    await page.getByLabel('Note for colleagues').fill('They named tonight.');
    await page.getByLabel('Another lane').selectOption('imminent');
    await page.getByRole('button', { name: 'Change, with the note as reason' }).click();
    await page.getByText('Imminent, because staff found so.').waitFor();
    await page.getByLabel('Answer to the source').fill('Can you leave the house?');
    await page.getByRole('button', { name: 'Send to the source' }).click();
    // Then
    await page.getByText('They named tonight.').waitFor();
    await page.getByRole('button', { name: 'Take it back' }).waitFor();
    await page.getByText('Can you leave the house?').waitFor();
    await photograph(page, 'training-work', { fullPage: true });
    expect(asked.filter((request) => request.method() !== 'GET').map((request) => request.url())).toEqual([]);
  });

  it('locks the key, says when the real desk calls, and leaves nothing behind', async () => {
    // Given
    page = await stage.open();
    await stage.tell('calm', page);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    await page.getByRole('button', { name: BEGIN, exact: true }).click();
    await rows().first().waitFor();
    const made = await tipIds();
    await page.getByText('Key open: training').waitFor();
    const call = page.getByText('The real desk calls you.');
    expect(await call.count()).toBe(0);
    expect(await page.title()).toBe('Training – Penah desk');
    await photograph(page, 'training-calm');
    // When
    await stage.tell('news', page);
    await call.waitFor();
    await photograph(page, 'training-called');
    expect(await Stage.barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'To the real tips' }).click();
    // Then
    await page.getByRole('heading', { name: 'Your key is locked' }).waitFor();
    expect(await page.getByRole('region', { name: NAME, exact: true }).count()).toBe(0);
    expect((await tipIds()).filter((tipId) => made.includes(tipId))).toEqual([]);
    expect(await page.getByText('training-partner').count()).toBe(0);
  });

  it('ends at Lock, and begins from the start', async () => {
    // Given
    await begin();
    const made = await tipIds();
    // When
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('heading', { name: 'Your key is locked' }).waitFor();
    await page.getByRole('button', { name: BEGIN, exact: true }).click();
    await page.getByRole('region', { name: NAME, exact: true }).waitFor();
    await rows().first().waitFor();
    // Then
    expect((await tipIds()).filter((tipId) => made.includes(tipId))).toEqual([]);
  });

  it.each([
    ['az', az],
    ['ru', ru],
    ['tr', tr],
  ] as const)('is all in %s', async (locale, words) => {
    // When
    await begin({ locale, colorScheme: 'dark', viewport: { width: 1024, height: 800 } }, NAMES[locale]);
    await rows().first().click();
    await partner().waitFor();
    // Then
    await page.getByText(words.nobodyExists).waitFor();
    await page
      .getByText(words.atTheDoor.split('\n')[0] ?? '')
      .first()
      .waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, `training-${locale}`);
  });
});

describe.skipIf(FIREFOX === undefined)('training in Firefox as Tor Browser sets it', () => {
  it('opens made-up danger', async () => {
    // Given
    const { firefox, close } = await openDesk();
    try {
      // When
      await firefox.click('//button[normalize-space()="Training with made-up tips"]');
      await firefox.find('//section[@aria-label="Training"]');
      await firefox.click('(//*[@data-tip])[1]');
      // Then
      await firefox.find('//*[contains(text(), "Two men have been standing in front of our house")]');
    } finally {
      await close();
    }
  });
});
