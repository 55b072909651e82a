import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Work on many tips: tags, lanes, filters, views, mass acts, alarms. */
describe.skipIf(CHROMIUM === undefined)('work at the desk in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function openDesk(row?: number) {
    page = await stage.open();
    page.setDefaultTimeout(30_000);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    if (row !== undefined) {
      await page.locator('[data-tip]').nth(row).click();
      await page.getByRole('region', { name: 'Lane, tags, clocks' }).waitFor();
    }
  }

  const handling = () => page.getByRole('region', { name: 'Lane, tags, clocks' });
  const rows = () => page.locator('[data-tip]');
  const hasFocus = (field: Locator) => field.evaluate((element) => element === document.activeElement);

  it('puts a tag on a tip that the service cannot read, and finds the tip by it', async () => {
    // Given
    await openDesk(4);
    const made = page.waitForRequest((request) => request.url().endsWith('/api/tags') && request.method() === 'POST');
    await page.keyboard.press('t');
    // When
    await page.keyboard.type('tender');
    await page.keyboard.press('Enter');
    // Then
    expect((await made).postData()).not.toContain('tender');
    await handling().getByRole('button', { name: 'Take off tender' }).waitFor();
    await rows().nth(4).getByText('tender').waitFor();
    await page.getByRole('button', { name: /^Filter/ }).click();
    await page.getByRole('group', { name: 'Filter' }).getByLabel('Tag').selectOption({ label: 'tender (general)' });
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await expect.poll(() => rows().first().innerText()).not.toContain('tender');
  });

  it('lets a lead take a tip from a colleague, and says until when', async () => {
    // Given
    page = await stage.open();
    await stage.tell('colleague', page);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await rows().first().click();
    // When
    await page.getByRole('button', { name: 'Take it from rauf' }).click();
    // Then
    await page.getByText('In your hands until').waitFor();
    await page.getByRole('list', { name: 'What was done' }).getByText('aysel took it').waitFor();
  });

  it('overrides the lane with a reason', async () => {
    // Given
    await openDesk(4);
    const change = page.getByRole('button', { name: 'Change, with the note as reason' });
    const lane = page.getByLabel('Another lane');
    await page.keyboard.press('w');
    await expect.poll(() => hasFocus(lane)).toBe(true);
    await lane.selectOption('imminent');
    await expect.poll(() => change.isDisabled()).toBe(true);
    await page.locator('main').focus();
    await page.keyboard.press('m');
    await page.keyboard.type('They named her street.');
    // When
    await change.click();
    // Then
    await handling().getByText('Imminent, because staff found so.').waitFor();
    const done = page.getByRole('list', { name: 'What was done' });
    await done.getByText('aysel put it in the lane imminent').waitFor();
    await done.getByText('They named her street.').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-handling');
  });

  it('takes many tips at once by the keyboard, and takes it back', async () => {
    // Given
    await openDesk();
    for (const key of ['j', 's', 'j', 's', 'j', 's']) await page.keyboard.press(key);
    const bar = page.getByRole('group', { name: 'With the ticked tips' });
    await bar.getByText('3 ticked').waitFor();
    await photograph(page, 'work-ticked');
    expect(await Stage.barriers(page)).toEqual([]);
    // When
    await bar.getByRole('button', { name: 'Take', exact: true }).click();
    // Then
    await page.getByText('3 tips taken.').waitFor();
    await expect.poll(() => page.getByText('with aysel').count()).toBe(3);
    await page.keyboard.press('z');
    await page.getByText('3 tips taken back: taken.').waitFor();
    await expect.poll(() => page.getByText('with aysel').count()).toBe(0);
  });

  it('ticks by one key what is under one heading, says how many report danger, and nothing from elsewhere', async () => {
    // Given
    await openDesk();
    const routine = page.getByRole('region', { name: 'Routine' });
    const count = await routine.locator('[data-tip]').count();
    const ticked = () => page.getByRole('checkbox', { checked: true }).count();
    await page.keyboard.press('a');
    expect(await ticked()).toBe(0);
    // When
    await routine.locator('[data-tip]').first().focus();
    await page.keyboard.press('a');
    // Then
    await expect.poll(ticked).toBe(count);
    expect(count).toBeLessThan(await rows().count());
    const bar = page.getByRole('group', { name: 'With the ticked tips' });
    expect(await bar.getByText('report danger').count()).toBe(0);
    await page.getByRole('region', { name: 'Imminent' }).locator('[data-tip]').first().focus();
    await page.keyboard.press('a');
    await bar.getByText('1 ticked, 1 of them report danger').waitFor();
  });

  it('takes letters although a row was ticked by the mouse', async () => {
    // Given
    await openDesk();
    const routine = page.getByRole('region', { name: 'Routine' });
    const count = await routine.locator('[data-tip]').count();
    await routine
      .getByRole('checkbox', { name: /^Tick tip/ })
      .first()
      .click();
    // When
    await page.keyboard.press('a');
    // Then
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(count);
  });

  it('says which of many could not be taken, and takes back the rest alone', async () => {
    // Given
    await openDesk();
    await stage.tell('colleague', page);
    await page.getByText('with rauf').waitFor();
    for (const box of await page.getByRole('checkbox', { name: /^Tick tip/ }).all()) await box.check();
    // When
    await page.getByRole('button', { name: 'Take', exact: true }).click();
    // Then
    await page.getByText('7 tips taken; 1 stayed as they were: This tip is in the hands of rauf.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByText('with aysel').count()).toBe(0);
    await expect.poll(() => page.getByText('with rauf').count()).toBe(1);
  });

  it('sets a flood of alerts aside unread, but for those that a partner has taken on, and puts them back', async () => {
    // Given
    await openDesk();
    await stage.tell('false-alarms', page);
    await page.getByRole('combobox', { name: 'Lane', exact: true }).selectOption('imminent');
    await expect.poll(() => rows().count()).toBeGreaterThan(12);
    const all = await rows().count();
    await page.keyboard.press('a');
    const bar = page.getByRole('group', { name: 'With the ticked tips' });
    await bar.getByText(`${all} ticked`).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-alerts-aside');
    // When
    await bar.getByLabel('Why to set their alerts aside').selectOption('flood');
    const [window] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Confirm in a new window' }).click(),
    ]);
    await window.close();
    // Then one has been acknowledged, and stays
    await page.getByText('13 tips set aside, with their alerts.').waitFor();
    await expect.poll(() => rows().count()).toBe(all - 13);
    await rows().getByText('alert acknowledged').waitFor();
    const fold = page.getByRole('button', { name: /^13 more reports of danger/ });
    await fold.click();
    await expect.poll(() => rows().getByText('alert set aside').count()).toBe(13);
    await rows().filter({ hasText: 'alert set aside' }).first().click();
    await page.getByText('aysel has set it aside: one of a flood.').waitFor();
    await photograph(page, 'work-alert-aside');
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.getByText('aysel has set it aside').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('13 tips taken back: set aside, with their alerts.').waitFor();
    await expect.poll(() => rows().getByText('alert set aside').count()).toBe(0);
  }, 60_000);

  it('asks to cancel together what partners call resolved of a flood, unread', async () => {
    // Given
    await openDesk();
    await stage.tell('false-alarms', page);
    await page.getByRole('combobox', { name: 'Lane', exact: true }).selectOption('imminent');
    await expect.poll(() => rows().count()).toBeGreaterThan(12);
    await page.keyboard.press('a');
    const bar = page.getByRole('group', { name: 'With the ticked tips' });
    await bar.getByLabel('Why to set their alerts aside').selectOption('flood');
    const [window] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Confirm in a new window' }).click(),
    ]);
    await window.close();
    const fold = page.getByRole('button', { name: /^13 more reports of danger/ });
    await fold.waitFor();
    await stage.tell('tidy-away', page);
    await fold.click();
    await expect.poll(() => rows().getByText('alert said to be resolved').count()).toBe(13);
    await rows().filter({ hasText: 'alert said to be resolved' }).first().focus();
    await page.keyboard.press('a');
    // When
    await bar.getByRole('button', { name: 'Cancel those said to be resolved…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel 13 alerts of a flood that partners call resolved?' });
    await dialog.waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-alerts-tidied');
    await dialog.getByRole('button', { name: 'Ask to cancel' }).click();
    // Then
    await page.getByText('13 tips with alerts that are to be cancelled.').waitFor();
  }, 60_000);

  it('closes a tip, which leaves the list, and opens it again', async () => {
    // Given
    await openDesk(4);
    // When
    await page.keyboard.press('e');
    // Then
    await handling()
      .getByText(/Closed on/)
      .waitFor();
    await page.getByRole('button', { name: /^Filter/ }).click();
    await page.getByLabel('Closed').check();
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByRole('button', { name: 'Open again' }).click();
    await handling()
      .getByText(/Closed on/)
      .waitFor({ state: 'detached' });
  });

  it('saves a view that the service cannot read, and shows it after the next unlocking', async () => {
    // Given
    await openDesk();
    await page.keyboard.press('f');
    await page.keyboard.press('Enter');
    await page.getByLabel('Language').selectOption('fa');
    await page.getByLabel('Name of this view').fill('Persian first');
    const saved = page.waitForRequest((request) => request.url().endsWith('/api/views') && request.method() === 'POST');
    await photograph(page, 'work-filter');
    expect(await Stage.barriers(page)).toEqual([]);
    // When
    await page.getByRole('button', { name: 'Save view' }).click();
    // Then
    expect((await saved).postData()).not.toContain('Persian');
    await page.reload();
    await expect.poll(() => rows().count()).toBe(8);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByLabel('Saved view').waitFor();
    await page.keyboard.press('v');
    await expect.poll(() => hasFocus(page.getByLabel('Saved view'))).toBe(true);
    await page.getByLabel('Saved view').selectOption('Persian first');
    await expect.poll(() => rows().count()).toBe(1);
    await photograph(page, 'work-view');
    expect(await Stage.barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete view Persian first' }).click();
    await page.getByLabel('Saved view').waitFor({ state: 'detached' });
    await expect.poll(() => rows().count()).toBe(1);
  });

  it('says aloud that alerts may not go out, who is silent, what is overdue and that the keys end', async () => {
    // Given
    await openDesk(0);
    const alarms = page.getByRole('list', { name: 'Alarms' });
    await expect.poll(() => alarms.getByText('Alerts may not be going out').count()).toBe(0);
    // When
    await stage.tell('silence', page);
    // Then
    await alarms.getByText('Alerts may not be going out').waitFor();
    await alarms.getByText('safe-house does not answer heartbeats').waitFor();
    await alarms.getByText('1 report of danger is overdue for a first look.').waitFor();
    await alarms.getByText('The signed keys end in 20 days').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-alarms');
    await page.getByRole('button', { name: 'Alert channel in trouble' }).click();
    await page.getByRole('dialog', { name: 'Who can be alerted' }).getByText('drill of').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work-channel');
  });

  it.each(['Dashboard', 'People', 'Partners'])(
    'says it on the page %s, too, and leads to what is overdue',
    async (name) => {
      // Given
      await openDesk(0);
      await page.getByRole('button', { name, exact: true }).click();
      await stage.tell('silence', page);
      const alarms = page.getByRole('list', { name: 'Alarms' });
      await alarms.getByText('1 report of danger is overdue for a first look.').waitFor();
      await page.route('**/api/tips*', (route) => route.abort());
      await stage.tell('nudge', page);
      await page.getByText('Not up to date').waitFor();
      await page.getByText('No connection to the service.').waitFor();
      const barriers = await Stage.barriers(page);
      await photograph(page, `work-alarms-${name}`);
      await page.unroute('**/api/tips*');
      // When
      await page.keyboard.press('o');
      // Then
      await page.getByRole('navigation', { name: 'Tips' }).waitFor();
      await page.getByRole('button', { name: 'Filter (1)' }).waitFor();
      await page.getByText('Up to date', { exact: true }).waitFor();
      expect(barriers).toEqual([]);
    },
  );

  it('locks and asks for the passphrase by key on a page beside the tips', async () => {
    // Given
    await openDesk(0);
    await page.getByRole('button', { name: 'People' }).click();
    // When
    await page.keyboard.press('l');
    await page.getByText('Key locked').waitFor();
    await page.keyboard.press('u');
    // Then
    await page.getByRole('dialog', { name: 'Unlock' }).waitFor();
  });

  it('says aloud that nobody has answered an alert, and shows its tip though it is closed', async () => {
    // Given
    await openDesk(0);
    const alarms = page.getByRole('list', { name: 'Alarms' });
    // When
    await stage.tell('ignore', page);
    // Then
    await alarms.getByText('Nobody has answered 1 alert: telephone, now.').waitFor();
    await alarms.getByRole('button', { name: 'Show them' }).click();
    await expect.poll(() => rows().count()).toBe(1);
    await rows().getByText('alert NOBODY HAS ANSWERED').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('takes the banner away when our own test alerts come through again', async () => {
    // Given
    await openDesk(0);
    const alarms = page.getByRole('list', { name: 'Alarms' });
    await stage.tell('silence', page);
    await alarms.getByText('2 of our own test alerts in a row did not come through').waitFor();
    // When
    await stage.tell('recovery', page);
    // Then
    await alarms.getByText('2 of our own test alerts in a row').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '1 partner reachable' }).waitFor();
  });

  it.each([1024, 820])('has no barriers and no overflow with everything open at %i px', async (width) => {
    // Given
    await openDesk(0);
    await page.setViewportSize({ width, height: 800 });
    await page.keyboard.press('s');
    await page.getByRole('button', { name: /^Filter/ }).click();
    // When
    const barriers = await Stage.barriers(page);
    // Then
    await photograph(page, `work-everything-${width}`);
    expect(barriers).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
