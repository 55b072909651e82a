import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Danger in the queue that aysel and orkhan read. */
const DANGER = 2;
/** No danger, in the queue that aysel and rauf read. */
const QUIET = 4;
const HANDOVER = 'She names the two men: this is a threat.';

describe.skipIf(CHROMIUM === undefined)('a tip that belongs to another queue in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const region = () => page.getByRole('region', { name: 'Another queue' });
  const rows = () => page.locator('[data-tip]');
  const row = (tipId: string) => page.locator(`[data-tip="${tipId}"]`);
  const message = () => page.getByRole('region', { name: 'Message' }).innerText();

  async function unlockAs(member: 'aysel' | 'orkhan' | 'rauf') {
    await stage.tell(`as-${member}`, page);
    await page.reload();
    await page.getByLabel(`Passphrase of ${member}`).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText(`Key open: ${member}`).waitFor();
  }

  async function note(words: string) {
    await page.getByLabel('Note for colleagues').fill(words);
  }

  async function confirmInAnotherWindow() {
    const window = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();
  }

  it('opens there, with the note of the one who moved it, and is gone here', async () => {
    // Given
    page = await stage.open();
    await unlockAs('aysel');
    const tipId = (await rows().nth(QUIET).getAttribute('data-tip')) ?? '';
    await row(tipId).click();
    const read = await message();
    const move = region().getByRole('button', { name: 'Move, with the note' });
    await region().getByLabel('Another queue').selectOption('threat');
    expect(await move.isDisabled()).toBe(true);
    await note(HANDOVER);
    const sent = page.waitForRequest((request) => request.url().endsWith('/steps/stepped-up'));
    const barriers = await Stage.barriers(page);
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-another-queue');

    // When
    await move.click();
    await confirmInAnotherWindow();

    // Then
    expect((await sent).postData()).not.toContain('She names');
    const done = page.getByRole('list', { name: 'What was done' });
    await done.getByText('aysel moved it from general to threat').waitFor();
    await done.getByText(HANDOVER).waitFor();
    expect(await message()).toBe(read);
    await unlockAs('orkhan');
    await row(tipId).click();
    await expect.poll(message).toBe(read);
    await done.getByText(HANDOVER).waitFor();
    await unlockAs('rauf');
    await rows().first().waitFor();
    expect(await row(tipId).count()).toBe(0);
    expect(barriers).toEqual([]);
  });

  it('takes two where danger is reported', async () => {
    // Given
    page = await stage.open();
    await unlockAs('aysel');
    const tipId = (await rows().nth(DANGER).getAttribute('data-tip')) ?? '';
    await row(tipId).click();
    await region().getByLabel('Another queue').selectOption('general');
    await note('The danger is over; what remains is for them.');
    await region().getByRole('button', { name: 'Ask a colleague to move it, with the note as reason' }).click();
    await region().getByText('You asked to move it to general.').waitFor();
    expect(await region().getByRole('button', { name: 'Move it to general' }).count()).toBe(0);

    // When
    await unlockAs('orkhan');
    await page.getByText(/aysel asked today to move it to another queue/).waitFor();
    await row(tipId).getByText('waits for a second person', { exact: false }).waitFor();
    await row(tipId).click();
    await region().getByText('aysel asks to move it to general.').waitFor();
    await note('Agreed.');
    const barriers = await Stage.barriers(page);
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-another-queue-agreeing');
    await region().getByRole('button', { name: 'Move it to general, with the note' }).click();
    await confirmInAnotherWindow();

    // Then
    await page.getByText('It was deleted, or it is in a queue that is not yours.').waitFor();
    await unlockAs('rauf');
    await row(tipId).click();
    await page
      .getByRole('list', { name: 'What was done' })
      .getByText('orkhan moved it from threat to general')
      .waitFor();
    await page.getByText('Sealed to the queue in which the tip was then, or damaged.').waitFor();
    expect(barriers).toEqual([]);
  });

  it('stays where another key is in the place of the one that is signed', async () => {
    // Given
    page = await stage.open();
    await page.route('**/api/signed-keys', async (route) => {
      const response = await route.fetch();
      const keys = (await response.json()) as { manifest: string };
      const json = Buffer.from(keys.manifest, 'base64').toString();
      const other = (letter: string) => (letter === 'z' ? 'y' : 'z');
      const forged = json.replace(
        /("name":"threat".*?"recipient":"age1pq1.{20})(.)/,
        (_, before: string, letter: string) => before + other(letter),
      );
      await route.fulfill({ json: forging ? { ...keys, manifest: Buffer.from(forged).toString('base64') } : keys });
    });
    let forging = false;
    await unlockAs('aysel');
    await rows().nth(QUIET).click();
    await region().getByLabel('Another queue').selectOption('threat');
    await note(HANDOVER);
    let asked = 0;
    page.on('request', (request) => (asked += request.url().includes('/steps') && request.method() === 'POST' ? 1 : 0));
    forging = true;

    // When
    await region().getByRole('button', { name: 'Move, with the note' }).click();

    // Then
    await page.getByText('For that queue no key is signed that counts today. Nothing was moved.').waitFor();
    expect(asked).toBe(0);
  });
});
