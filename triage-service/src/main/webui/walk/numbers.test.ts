import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

describe.skipIf(CHROMIUM === undefined)('telephone numbers in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const alert = () => page.getByRole('region', { name: 'Alert', exact: true });
  const safeHouse = () => page.getByRole('article', { name: 'safe-house' });

  async function unlock(width = 1440) {
    page = await stage.open({ viewport: { width, height: 1000 } });
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByRole('button', { name: 'Lock', exact: true }).waitFor();
  }

  /** Nobody has answered an alert, and a member looks at it. */
  async function openAlarm() {
    await stage.tell('ignore', page);
    const alarms = page.getByRole('list', { name: 'Alarms' }).getByRole('listitem');
    await alarms.filter({ hasText: 'Nobody has answered' }).getByRole('button', { name: 'Show them' }).click();
    await page.locator('[data-tip]', { hasText: 'NOBODY HAS ANSWERED' }).click();
  }

  async function confirmThatItIsMe() {
    const window = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();
  }

  it.each([1440, 390])('stand under an alert that nobody has answered, at %i px', async (width) => {
    // Given
    await unlock(width);
    // When
    await openAlarm();
    // Then
    await alert().getByText('+49 30 1234567').waitFor();
    await alert().getByText('Nights: ask for Maryam').waitFor();
    await alert().getByText('Last changed by orkhan on 2026-10-01.').waitFor();
    await alert().getByText('aysel called on 2026-10-02').waitFor();
    expect(await page.locator('a[href^="tel:"]').count()).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
    await alert().getByText('+49 30 1234567').scrollIntoViewIfNeeded();
    await photograph(page, `desk-numbers-${width}`);
    await alert().getByRole('button', { name: 'Reached by telephone…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Whom did you reach by telephone?' });
    await dialog.getByText('+49 30 1234567').waitFor();
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, `desk-numbers-dialog-${width}`);
  });

  it('are not shown if somebody with the database put others in their place', async () => {
    // Given
    await unlock();
    await stage.tell('forge-telephone', page);
    // When
    await openAlarm();
    // Then
    await alert().getByText('NOT PROVEN').waitFor();
    expect(await page.getByText('+49 30').count()).toBe(0);
    await photograph(page, 'desk-numbers-forged');
  });

  it('are written sealed, and stand with a warning until a second member has called', async () => {
    // Given
    await unlock();
    await page.getByRole('button', { name: 'Partners' }).click();
    await safeHouse().getByText('+49 30 1234567').waitFor();
    await safeHouse().getByRole('button', { name: 'Write the numbers of safe-house…' }).click();
    const dialog = page.getByRole('dialog', { name: 'The telephone numbers of safe-house' });
    expect(await dialog.getByLabel('Number 1').inputValue()).toBe('+49 30 1234567');
    await dialog.getByLabel('Number 1').fill('+49 40 5555555');
    await dialog.getByLabel('Number 2').fill('ask Maryam');
    await expect.poll(() => dialog.getByRole('button', { name: 'Seal and write' }).isEnabled()).toBe(false);
    await dialog.getByLabel('Number 2').fill('');
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-numbers-writing');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/telephones'));
    // When
    await dialog.getByRole('button', { name: 'Seal and write' }).click();
    await confirmThatItIsMe();
    // Then
    await safeHouse().getByText('ONE PERSON wrote this').first().waitFor();
    await safeHouse().getByText('+49 30 1234567').waitFor();
    expect((await sent).postData()).not.toContain('5555555');
    expect(await safeHouse().getByRole('button', { name: 'I called' }).count()).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-numbers-written');
  });

  it('that a colleague wrote lose the warning when a second member says that they called', async () => {
    // Given
    await unlock();
    await stage.tell('change-telephone', page);
    await page.getByRole('button', { name: 'Partners' }).click();
    await safeHouse().getByRole('button', { name: 'I called safe-house for threat…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Did you call safe-house' });
    await dialog.getByText('+49 30 7654321').waitFor();
    await dialog.getByText('ONE PERSON wrote this').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-numbers-calling');
    await safeHouse().getByText('CHANGED since by orkhan: see below.').waitFor();
    // When
    await dialog.getByRole('button', { name: 'I called each: it was them' }).click();
    await confirmThatItIsMe();
    // Then
    await safeHouse().getByText('+49 30 1234567').waitFor({ state: 'detached' });
    await safeHouse().getByText('+49 30 7654321').waitFor();
    await safeHouse().getByText('aysel called on').waitFor();
    expect(await safeHouse().getByText('ONE PERSON').count()).toBe(0);
  });

  it.each(['Write the numbers of safe-house…', 'I called safe-house for threat…'])(
    'leave the dialog “%s” when the key locks',
    async (name) => {
      // Given
      await unlock();
      await stage.tell('change-telephone', page);
      await page.getByRole('button', { name: 'Partners' }).click();
      await safeHouse().getByRole('button', { name }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      // When
      await page.getByRole('button', { name: 'Lock', exact: true, includeHidden: true }).dispatchEvent('click');
      // Then
      await dialog.waitFor({ state: 'detached' });
      expect(await page.content()).not.toMatch(/1234567|7654321/);
      const again = safeHouse().getByRole('button', { name });
      expect(await again.count()).toBe(0);
    },
  );
});
