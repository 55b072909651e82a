import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Danger in the queue that aysel and orkhan read; its source allowed no alert. */
const UNTOLD = 2;
/** No danger, in the queue that aysel and rauf read. */
const QUIET = 4;
const REASON = 'He is to be questioned tomorrow at nine, and the last one who went did not come back.';

describe.skipIf(CHROMIUM === undefined)('an alert without consent in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const region = () => page.getByRole('region', { name: 'Alert without consent' });
  const alert = () => page.getByRole('region', { name: 'Alert', exact: true });

  async function openTip(member: 'aysel' | 'orkhan' | 'rauf', row = UNTOLD) {
    await stage.tell(`as-${member}`, page);
    await page.reload();
    await page.getByLabel(`Passphrase of ${member}`).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText(`Key open: ${member}`).waitFor();
    await page.locator('[data-tip]').nth(row).click();
    await page.getByRole('region', { name: 'Message' }).waitFor();
  }

  async function confirmInAnotherWindow() {
    const window = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();
  }

  async function propose() {
    await region().getByText('A life depends on it…').click();
    await region().getByLabel('Why a life depends on it').fill(REASON);
    await region().getByRole('button', { name: 'Propose an alert…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Propose it' }).click();
    await confirmInAnotherWindow();
    await region().getByText('aysel proposed an alert on').waitFor();
  }

  it('is proposed by one and raised by another', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await region().scrollIntoViewIfNeeded();
    const barriers = [await Stage.barriers(page)];
    await photograph(page, 'desk-vital-interest');
    await propose();
    await expect.poll(() => region().getByRole('button', { name: 'Raise the alert…' }).count()).toBe(0);

    // When
    await openTip('orkhan');
    await region().getByText(REASON).waitFor();
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-vital-interest-deciding');
    await region().getByRole('button', { name: 'Raise the alert…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Raise this alert without consent?' });
    await dialog.getByText('No region, no message, no files').waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-vital-interest-raising');
    await dialog.getByRole('button', { name: 'Raise the alert' }).click();

    // Then
    await alert().getByText('Raised by two of the desk without the source’s consent').waitFor();
    await region()
      .getByText(/orkhan raised it on/)
      .waitFor();
    await page
      .getByRole('region', { name: 'Details for partners' })
      .getByText('The source does not allow us to share details.')
      .waitFor();
    await photograph(page, 'desk-vital-interest-raised');
    expect(barriers).toEqual([[], []]);
  });

  it('asks the second person: a line, a mark in the list and the title', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await propose();
    const banner = page.getByRole('list', { name: 'Alarms' });
    const line = banner.getByText('an alert without consent waits for a second person. aysel proposed it today');
    await expect.poll(() => line.count()).toBe(0);
    await stage.tell('as-orkhan', page);
    await page.reload();

    // When
    await line.waitFor();
    await expect.poll(() => page.title()).toContain('1 to approve - Penah desk');
    await page.locator('[data-tip]').nth(UNTOLD).getByText('WAITS FOR A SECOND PERSON').waitFor();
    await photograph(page, 'desk-second-person');
    const barriers = await Stage.barriers(page);
    await banner.getByRole('button', { name: 'Open it' }).click();

    // Then the tip brings another form for the passphrase
    await page.getByRole('heading', { name: /^Tip / }).waitFor();
    await page.getByLabel('Passphrase of orkhan').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await region().getByText(REASON).waitFor();
    expect(barriers).toEqual([]);
  });

  it('may be decided against', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await propose();
    // When
    await openTip('orkhan');
    await region().getByRole('button', { name: 'Decide against it' }).click();
    // Then
    await region().getByText('A life depends on it…').waitFor();
    await alert().getByText('the source did not allow an alert.').waitFor();
  });

  it('is raised for danger that staff found where the source reported none', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel', QUIET);
    await region().getByText('I found danger in it…').click();
    await region().getByLabel('Why a life depends on it').fill(REASON);
    await expect.poll(() => region().getByRole('button', { name: 'Propose an alert…' }).isEnabled()).toBe(false);
    await region().getByLabel('Who is in danger').selectOption('Someone else');
    await region().getByLabel('How soon').selectOption('Within hours');
    await region().getByLabel('Part of the world').selectOption('Western Asia');
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-found-danger');
    const barriers = await Stage.barriers(page);
    await region().getByRole('button', { name: 'Propose an alert…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Propose it' }).click();
    await confirmInAnotherWindow();
    await region().getByText('for danger that they found: Someone else, within hours, Western Asia').waitFor();

    // When
    await openTip('rauf', QUIET);
    await region().getByText(REASON).waitFor();
    await region().getByRole('button', { name: 'Raise the alert…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Raise this alert without consent?' });
    await dialog.getByText('within hours, Western Asia. No message, no files').waitFor();
    await dialog.getByRole('button', { name: 'Raise the alert' }).click();

    // Then
    await alert().getByText('Raised by two of the desk without the source’s consent').waitFor();
    await region().getByText('rauf raised it on').waitFor();
    expect(barriers).toEqual([]);
  });

  it('is not offered where the source allowed one', async () => {
    // Given
    page = await stage.open();
    // When
    await openTip('aysel', 1);
    await page.getByRole('region', { name: 'Conversation with the source' }).waitFor();
    // Then
    await expect.poll(() => region().count()).toBe(0);
  });
});
