import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

const TIPS = 20;

/** Triage by the keyboard alone. */
describe.skipIf(CHROMIUM === undefined)('verdicts in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;
  let asked: string[];

  const current = () => page.locator('[data-tip][aria-current="true"]');
  const idOf = () => current().getAttribute('data-tip');

  const vetted = () => asked.filter((each) => each.includes('"vet"'));
  const note = () => page.getByLabel('Note for colleagues');

  async function openFirst(lane: 'routine' | 'imminent') {
    page = await stage.open();
    if (lane === 'routine') await stage.tell('calm', page);
    asked = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      // Each browser says again and again which tip it has open.
      if (request.method() === 'POST' && !pathname.endsWith('/here'))
        asked.push(`${pathname} ${request.postData() ?? ''}`);
    });
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByText('Key open: aysel').waitFor();
    await page.getByRole('combobox', { name: 'Lane', exact: true }).selectOption(lane);
    if (lane === 'routine') await page.getByText('22', { exact: true }).waitFor();
    await page.locator('[data-tip]').first().press('Enter');
    await page.getByRole('region', { name: 'Message' }).waitFor();
    await page.getByRole('region', { name: 'Work at the desk' }).waitFor();
  }

  it('finds twenty tips by one key each, the next open by itself, none unread, and takes one back', async () => {
    // Given
    await openFirst('routine');
    const seen: (string | null)[] = [];
    const begun = Date.now();
    // When somebody presses and presses
    while (seen.length < TIPS) {
      seen.push(await idOf());
      await expect
        .poll(async () => {
          await page.keyboard.press('3');
          return idOf();
        })
        .not.toBe(seen.at(-1));
    }
    // Then
    expect(Date.now() - begun).toBeGreaterThan(TIPS * 1000);
    expect(new Set(seen).size).toBe(TIPS);
    expect(vetted().map((each) => each.split('/')[3])).toEqual(seen);
    expect(vetted().every((each) => /"value":"unfounded","note":"[A-Za-z0-9+/=]{100,}"/.test(each))).toBe(true);
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.tip))
      .toBe(await idOf());
    await photograph(page, 'verdicts');
    await page.keyboard.press('z');
    await page.getByText('1 tip taken back: found to be unfounded.').waitFor();
    expect(asked.at(-1)).toContain(`${seen.at(-1) ?? ''}/steps`);
  }, 120_000);

  it('takes what was written as the reason, and no key that is held down', async () => {
    // Given
    await openFirst('routine');
    await note().fill('');
    await page.keyboard.type('12345');
    expect(await note().inputValue()).toBe('12345');
    await page.getByRole('heading', { name: 'Message' }).click();
    const first = (await idOf()) ?? '';
    // When
    await expect
      .poll(async () => {
        await page.keyboard.down('2');
        return idOf();
      })
      .toBe(first);
    await page.keyboard.up('2');
    await expect
      .poll(async () => {
        await page.keyboard.press('2');
        return idOf();
      })
      .not.toBe(first);
    // Then
    expect(vetted()).toHaveLength(1);
    await page.locator(`[data-tip="${first}"]`).press('Enter');
    await page.getByRole('list', { name: 'What was done' }).getByText('12345').waitFor();
    expect(await note().inputValue()).toBe('');
  });

  it('wants a reason in words for a report of danger', async () => {
    // Given
    await openFirst('imminent');
    const id = await idOf();
    // When
    await expect
      .poll(async () => {
        await page.keyboard.press('5');
        return note().evaluate((field) => field === document.activeElement);
      })
      .toBe(true);
    // Then
    expect(vetted()).toEqual([]);
    expect(await note().inputValue()).toBe('');
    await page.keyboard.type('A drill of ours.');
    await page.getByRole('heading', { name: 'Message' }).click();
    await page.keyboard.press('3');
    await expect.poll(() => vetted().length).toBe(1);
    expect(vetted()[0]).toContain(id);
  });
});
