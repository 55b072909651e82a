import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage } from './stage';

if (CHROMIUM === undefined)
  console.warn('The walk through the desk is skipped: no Chromium here (set PENAH_CHROMIUM).');

const OVERDUE = 'Two men asked our neighbours';

describe.skipIf(CHROMIUM === undefined)('the desk in Chromium', () => {
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

  async function unlock(passphrase = PASSPHRASE) {
    await page.getByLabel('Passphrase of aysel').fill(passphrase);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  }

  async function openDesk(row?: number) {
    page = await stage.open();
    await unlock();
    await page.getByText('Key open: aysel').waitFor();
    if (row !== undefined) await page.locator('[data-tip]').nth(row).click();
  }

  const alert = () => page.getByRole('region', { name: 'Alert' });

  it('opens a tip with the passphrase', async () => {
    // Given
    page = await stage.open();
    await page.locator('[data-tip]').first().click();
    // When
    await unlock();
    // Then
    await page.getByRole('region', { name: 'Message' }).getByText(OVERDUE).waitFor();
  });

  it('says that a passphrase is wrong, and waits for the next', async () => {
    // Given
    page = await stage.open();
    // When
    await unlock('nonsense');
    // Then
    await page.getByText('This passphrase does not open your key.').waitFor();
    expect(await page.getByLabel('Passphrase of aysel').evaluate((input) => input === document.activeElement)).toBe(
      true,
    );
  });

  it('drops what was opened when it locks', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.keyboard.press('l');
    // Then
    await page.getByText('Your key is locked').waitFor();
    expect(await page.content()).not.toContain(OVERDUE);
    expect(await page.getByRole('group', { name: 'Key' }).innerText()).toContain('Key locked');
  });

  it('leaves nothing in the browser’s storage', async () => {
    // Given
    await openDesk(0);
    // When
    await page.getByText(OVERDUE).waitFor();
    // Then
    const stored = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
      document.cookie.length,
    ]);
    expect(stored).toEqual([0, 0, 0, 0, 0]);
  });

  it('saves a file under a name of ours, byte for byte', async () => {
    // Given
    await openDesk(0);
    const saving = page.waitForEvent('download');
    // When
    await page.getByRole('button', { name: 'Save (file 2)' }).click();
    // Then
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^tip-[0-9a-f]{8}-file-2\.txt$/);
    expect(await readFile(await download.path(), 'utf8')).toBe('21:40 first knock\n22:15 second knock\n');
  });

  it('shows a text file as text', async () => {
    // Given
    await openDesk(0);
    // When
    await page.getByRole('button', { name: 'Show as text (file 2)' }).click();
    // Then
    await page.getByRole('region', { name: 'Text of file 2' }).getByText('22:15 second knock').waitFor();
  });

  it('shows markup as the text that it is', async () => {
    // Given
    await openDesk();
    // When
    await page.locator('[data-tip]').nth(4).click();
    // Then
    await page.getByText('<script>alert(1)</script>').waitFor();
    expect(await page.locator('article :is(script, img, b, i, iframe)').count()).toBe(0);
  });

  it('makes the turn of direction in a file name visible', async () => {
    // When
    await openDesk(0);
    // Then
    await page.getByText('photo⟨U+202E⟩gpj.exe').waitFor();
  });

  it('confirms an alert and shows who acknowledged and when', async () => {
    // Given
    await openDesk(1);
    await page.getByRole('button', { name: 'Confirm alert' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm this alert?' });
    // When
    await dialog.getByRole('button', { name: 'Confirm and tell partners' }).click();
    // Then
    const partner = alert().getByRole('listitem').filter({ hasText: 'safe-house' });
    await partner.getByText(/acknowledged at \d\d:\d\d/).waitFor();
    await alert().getByText('Confirmed by the desk.').waitFor();
    expect(await alert().getByRole('button').allInnerTexts()).toEqual(['Cancel alert']);
  });

  it('does nothing when somebody thinks better of it', async () => {
    // Given
    await openDesk(0);
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog', { name: 'Cancel this alert?' });
    await dialog.getByText('safe-house, which has acknowledged, is told to stand down.').waitFor();
    // When
    await page.keyboard.press('Enter');
    // Then
    await dialog.waitFor({ state: 'detached' });
    expect(await alert().getByRole('button').allInnerTexts()).toEqual(['Confirm alert', 'Cancel alert']);
  });

  it('says in the dialog that the service did not answer', async () => {
    // Given
    await openDesk(0);
    await page.route('**/alert', (route) => route.abort());
    await page.keyboard.press('c');
    // When
    await page.getByRole('button', { name: 'Confirm and tell partners' }).click();
    // Then
    await page.getByText('It is safe to try again.').waitFor();
  });

  it('lets news wait until it is asked for, and moves nothing', async () => {
    // Given
    page = await stage.open();
    const first = page.locator('[data-tip]').first();
    const before = { box: await first.boundingBox(), tip: await first.getAttribute('data-tip') };
    await stage.tell('news', page);
    const show = page.getByRole('button', { name: '2 new, 1 imminent: show' });
    await show.waitFor();
    expect({ box: await first.boundingBox(), tip: await first.getAttribute('data-tip') }).toEqual(before);
    // When
    await show.click();
    // Then
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(10);
  });

  it('is walked by the keyboard', async () => {
    // Given
    await openDesk();
    // When
    for (const key of ['j', 'j', 'k', 'j', 'Enter']) await page.keyboard.press(key);
    // Then
    await page.getByText('نمی‌توانم بیرون بروم').waitFor();
    expect(await page.locator('[data-tip]').nth(1).getAttribute('aria-current')).toBe('true');
  });

  it.each([
    ['a source’s own file', 3, 'The source sealed a file of their own'],
    ['a tip that was cut short', 5, 'This tip is damaged'],
    ['a tip that no key opens', 6, 'No key of yours opens this tip'],
    ['a container that lies', 7, 'an entry has a name that is not ours'],
  ])('has words for %s', async (_what, row, words) => {
    // When
    await openDesk(row);
    // Then
    await page.getByText(words).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that it is not up to date, and comes back by itself', async () => {
    // Given
    page = await stage.open();
    await page.route('**/api/tips', (route) => route.abort());
    await page.getByText('No connection to the service.').waitFor();
    // When
    await page.unroute('**/api/tips');
    // Then
    await page.getByText('Up to date', { exact: true }).waitFor();
  });

  it('locks and says so when the session is over', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.route('**/api/tips', (route) => route.fulfill({ status: 401 }));
    // Then
    await page.getByText('Your session is over, and your key is locked.').waitFor();
    expect(await page.content()).not.toContain(OVERDUE);
  });

  it('drops a tip that is no longer this person’s', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.route(/api\/tips\/[^/]+$/, (route) => route.fulfill({ status: 404 }));
    // Then
    await page.getByText('This tip is not here').waitFor();
    expect(await page.content()).not.toContain(OVERDUE);
  });

  it('leaves nothing on the page after signing out', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.getByRole('button', { name: 'Sign out' }).click();
    // Then
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    expect(await page.content()).not.toContain(OVERDUE);
  });

  it.each([
    ['forbidden', 403, 'This account has no desk'],
    ['failing', 500, 'The desk could not be opened'],
  ])('has a page for being %s', async (_what, status, words) => {
    // Given
    page = await stage.open();
    await page.route('**/api/me', (route) => route.fulfill({ status }));
    // When
    await page.reload();
    // Then
    await page.getByRole('heading', { name: words }).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that nothing waits', async () => {
    // Given
    page = await stage.open();
    await stage.tell('empty', page);
    // When
    await page.reload();
    // Then
    await page.getByText('Nothing waits.').waitFor();
  });

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 1024],
    ['light', 820],
  ] as const)('has no barriers and no overflow in %s at %i px', async (colorScheme, width) => {
    // Given
    page = await stage.open({ colorScheme, viewport: { width, height: 800 } });
    const barriers = [await Stage.barriers(page)];
    await photograph(page, `${colorScheme}-${width}-locked`);
    await unlock();
    await page.locator('[data-tip]').first().click();
    await page.getByText(OVERDUE).waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, `${colorScheme}-${width}-open`);
    // When
    await page.keyboard.press('c');
    // Then
    barriers.push(await Stage.barriers(page));
    await photograph(page, `${colorScheme}-${width}-confirm`);
    expect(barriers).toEqual([[], [], []]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});

/** For human eyes, where somebody asks for it. */
async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env.PENAH_PHOTOGRAPHS;
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}
