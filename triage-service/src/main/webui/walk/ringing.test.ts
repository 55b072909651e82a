import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** What the page has asked the browser for since it was loaded. */
interface Asked {
  notes: number;
  permissions: number;
  notifications: string[];
}

describe.skipIf(CHROMIUM === undefined)('the bell of the desk in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  /** Counts on its way what the page asks the browser for; the browser answers. */
  async function openDesk() {
    page = await stage.open();
    await page.addInitScript(() => {
      const asked = { notes: 0, permissions: 0, notifications: [] as string[] };
      Object.assign(window, { asked });
      const start: (this: OscillatorNode, when?: number) => void = Reflect.get(OscillatorNode.prototype, 'start');
      OscillatorNode.prototype.start = function (when) {
        asked.notes++;
        start.call(this, when);
      };
      const ask = Notification.requestPermission.bind(Notification);
      Notification.requestPermission = () => {
        asked.permissions++;
        return ask();
      };
      const show = Notification;
      window.Notification = new Proxy(show, {
        construct(target, given: [string, NotificationOptions]) {
          asked.notifications.push(given.map((each) => JSON.stringify(each)).join());
          return new target(...given);
        },
      });
    });
    await page.reload();
    await page.locator('[data-tip]').first().waitFor();
  }

  const asked = () => page.evaluate(() => (window as unknown as { asked: Asked }).asked);
  const bell = (words: string | RegExp) => page.getByRole('button', { name: words });
  const banner = (words: string) => page.getByRole('list', { name: 'Alarms' }).getByText(words);

  async function unlock() {
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
  }

  async function openImminent() {
    await page.getByRole('list', { name: 'Alarms' }).getByRole('button', { name: 'Show them' }).first().click();
    const unopened = page.locator('[data-tip].unopened');
    await expect.poll(() => unopened.count()).toBeGreaterThan(0);
    for (let left = await unopened.count(); left > 0; left--) {
      await unopened.first().click();
      await expect.poll(() => unopened.count()).toBeLessThan(left);
    }
  }

  it('rings with another page in front and a locked key, until somebody has opened the tip', async () => {
    // Given
    await openDesk();
    await unlock();
    await openImminent();
    await expect.poll(() => page.title()).toBe('Penah desk');
    await page.keyboard.press('l');
    await page.getByText('Key locked').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Dashboard' }).click();
    const before = await asked();

    // When
    await stage.tell('news', page);

    // Then
    await expect.poll(() => page.title()).toBe('! 1 imminent - Penah desk');
    await banner('Nobody has opened 1 imminent tip: look now.').waitFor();
    await expect.poll(async () => (await asked()).notes).toBe(before.notes + 3);
    await photograph(page, 'desk-ringing');
    expect(await Stage.barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Tips', exact: true }).click();
    await unlock();
    await openImminent();
    await expect.poll(() => page.title()).toBe('Penah desk');
    await expect.poll(() => banner('imminent').count()).toBe(0);
  });

  it('rings for a hold that has ended, until somebody decides', async () => {
    // Given
    await openDesk();
    await unlock();
    await openImminent();
    await expect.poll(() => page.title()).toBe('Penah desk');
    const before = await asked();

    // When
    await stage.tell('hold-ends', page);

    // Then
    await expect.poll(() => page.title()).toBe('! 2 undecided - Penah desk');
    await banner('rauf’s hold has ended, and nobody has decided. It is in nobody’s hands.').waitFor();
    await banner('Nobody has decided about 1 imminent tip that was opened: decide now.').waitFor();
    await expect.poll(async () => (await asked()).notes).toBe(before.notes + 3);
    await page.locator('[data-tip]').filter({ hasText: 'decision overdue by 5 min' }).first().waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-undecided');
    await page.getByRole('list', { name: 'Alarms' }).getByRole('button', { name: 'Open it' }).click();
    await page.getByRole('button', { name: 'Confirm alert' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm and tell partners' }).click();
    await expect.poll(() => page.title()).toBe('! 1 undecided - Penah desk');
  });

  it('says that it cannot ring before somebody has clicked, or while it is muted, and can be tested', async () => {
    // Given
    await openDesk();
    const atFirst = await asked();
    await bell('No bell yet: click anywhere').waitFor();

    // When
    await bell('No bell yet: click anywhere').click();
    const dialog = page.getByRole('dialog', { name: 'How the desk rings' });
    await dialog.getByRole('button', { name: 'Test the sound' }).click();

    // Then
    await expect.poll(async () => (await asked()).notes).toBe(3);
    await bell('Bell on').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-bell');
    await dialog.getByRole('button', { name: 'Mute this window' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await bell('Bell muted').waitFor();
    await stage.tell('news', page);
    await expect.poll(() => page.title()).toContain('! 3 imminent');
    expect(await asked()).toEqual({ ...atFirst, notes: 3 });
  });

  it('asks for notifications only when a button is pressed, and says nothing in them', async () => {
    // Given
    await openDesk();
    expect((await asked()).permissions).toBe(0);
    await page.context().grantPermissions(['notifications']);
    await bell('No bell yet: click anywhere').click();

    // When
    await page.getByRole('button', { name: 'Allow notifications…' }).click();
    await page.getByText('While another window is in front, the system also shows').waitFor();
    await page.evaluate(() => {
      document.hasFocus = () => false;
    });
    await stage.tell('news', page);

    // Then
    await expect
      .poll(async () => (await asked()).notifications)
      .toEqual(['"Penah desk: look now",{"tag":"penah-desk","requireInteraction":true}']);
    expect((await asked()).permissions).toBe(1);
  });

  it('rings and says so when it is cut off', async () => {
    // Given
    await openDesk();
    await page.getByRole('heading', { name: 'Penah desk' }).click();
    await bell('Bell on').waitFor();

    // When
    await page.route('**/api/**', (route) => route.abort());
    await stage.tell('news', page);

    // Then
    await expect.poll(() => page.title()).toContain('cut off - Penah desk');
    await bell('Cannot ring: cut off').waitFor();
    await expect.poll(async () => (await asked()).notes).toBe(3);
  });
});
