import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** A partner has its alert, and nobody has answered. */
const DELIVERED = 1;

describe.skipIf(CHROMIUM === undefined)('a telephone call in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const alert = () => page.getByRole('region', { name: 'Alert', exact: true });
  const dialog = () => page.getByRole('dialog', { name: 'Whom did you reach by telephone?' });

  async function telephone(width: number) {
    page = await stage.open({ viewport: { width, height: 900 } });
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.locator('[data-tip]').nth(DELIVERED).click();
    await alert().getByRole('button', { name: 'Reached by telephone…' }).click();
  }

  it('counts as the partner’s answer, after the member was asked who they are', async () => {
    // Given
    await telephone(1440);
    const sent = page.waitForRequest((request) => request.url().endsWith('/steps/stepped-up'));
    const send = dialog().getByRole('button', { name: 'Write it down' });
    expect(await dialog().getByRole('radio', { checked: true }).count()).toBe(0);
    await dialog().getByRole('group', { name: 'Which partner' }).getByRole('radio').first().check();
    await dialog().getByLabel('they act now').check();
    await dialog().getByText('for four hours nobody else is called').waitFor();
    await expect.poll(() => send.isEnabled()).toBe(false);
    await dialog().getByLabel('Whom you spoke to').fill('The night desk, they drive there');
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-telephone');

    // When
    await send.click();
    const window = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();

    // Then
    expect((await sent).postData()).not.toContain('night desk');
    await dialog().waitFor({ state: 'hidden' });
    await alert().getByText('sees to it, as they said on the telephone').waitFor();
    await alert().getByText('Written down by aysel.').waitFor();
    const steps = page.getByRole('list', { name: 'What was done' });
    await steps.getByText('by telephone: they act now').waitFor();
    await steps.getByText('The night desk, they drive there').waitFor();
    await photograph(page, 'desk-telephoned');
    expect(barriers).toEqual([]);
  });

  it('that outlasts the key leaves nothing in clear on a locked desk, and goes on after the passphrase', async () => {
    // Given
    await telephone(1440);
    const words = 'Zeynab from the night desk';
    // What was written is kept once a second.
    await page.evaluate(() => {
      const { postMessage } = Worker.prototype as unknown as { postMessage: (this: Worker, ...to: unknown[]) => void };
      Object.assign(Worker.prototype, {
        postMessage(this: Worker, ...to: [{ question?: { ask: string } }]) {
          postMessage.apply(this, to);
          if (to[0].question?.ask === 'seal-own') Object.assign(window, { kept: true });
        },
      });
    });
    await dialog().getByLabel('Whom you spoke to').fill(words);
    await page.waitForFunction(() => 'kept' in window);
    const worker = page.workers()[0];
    if (worker === undefined) throw new Error('no Worker holds the key');
    const goOn = (milliseconds: number) => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + milliseconds;
    };

    // When
    await page.evaluate(goOn, 11 * 60_000);
    await worker.evaluate(goOn, 11 * 60_000);
    await page.getByText('Your key is locked').waitFor();

    // Then
    await dialog().waitFor({ state: 'hidden' });
    expect(
      await page.locator('textarea').evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value)),
    ).not.toContain(words);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await expect.poll(() => dialog().getByLabel('Whom you spoke to').inputValue()).toBe(words);
  });

  it('fits a narrow window', async () => {
    // Given
    await telephone(390);
    // When
    await dialog().getByRole('group', { name: 'Which partner' }).getByRole('radio').first().check();
    await dialog().getByLabel('they cannot').check();
    await dialog().getByText('others are called at once').waitFor();
    await photograph(page, 'desk-telephone-narrow');
    // Then
    expect(await dialog().evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  });
});
