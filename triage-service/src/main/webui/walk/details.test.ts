import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import type { Details } from '../src/api/details';
import type { Channel } from '../src/api/wire';
import { CHROMIUM, Stage, photograph } from './stage';

/** In the queue that aysel and orkhan read; its source allows details. */
const TELLING = 1;
const WORDS = 'She is at her sister’s, third floor, the door without a name.\nDo not ring. Call Leyla’s number first.';

describe.skipIf(CHROMIUM === undefined)('details for partners in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const region = () => page.getByRole('region', { name: 'Details for partners' });
  const alert = () => page.getByRole('region', { name: 'Alert' });

  async function openTip(member: 'aysel' | 'orkhan', row = TELLING) {
    await stage.tell(`as-${member}`, page);
    await page.reload();
    await page.getByLabel(`Passphrase of ${member}`).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText(`Key open: ${member}`).waitFor({ timeout: 30_000 });
    await page.locator('[data-tip]').nth(row).click();
    await region().waitFor();
  }

  async function choose() {
    await region().getByLabel('Partner to write for').selectOption('safe-house');
  }

  async function write(words: string) {
    await choose();
    await region().getByLabel('What safe-house has to know').fill(words);
    await region().getByRole('button', { name: 'Seal and ask a colleague' }).click();
    await region().getByText('Nothing has left').waitFor();
  }

  it('lets one member write and another approve, and shows what became of it', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await region().getByLabel('What the partner has to know').fill(WORDS);
    const seal = region().getByRole('button', { name: 'Seal and ask a colleague' });
    expect(await seal.isDisabled()).toBe(true);
    await choose();
    const digits = region()
      .getByRole('group', { name: 'Fingerprint of safe-house' })
      .filter({ hasText: /[0-9a-f]{4}/ });
    const fingerprint = await digits.innerText();
    const barriers = [await Stage.barriers(page)];
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-details-writing');
    await seal.click();
    await region().getByText('Nothing has left').waitFor();
    expect(
      await region()
        .getByRole('button', { name: /Approve/ })
        .count(),
    ).toBe(0);
    await alert().getByText('Details: waits for a second person').waitFor();
    await photograph(page, 'desk-details-waiting');

    // When
    await openTip('orkhan');
    await region().getByText('this browser has compared').waitFor();
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-details-reading');
    await region().getByRole('button', { name: 'Approve for safe-house…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve this for safe-house?' });
    await dialog.getByText('She is at her sister’s').waitFor();
    await expect
      .poll(() => dialog.getByRole('group', { name: 'Fingerprint of safe-house' }).innerText())
      .toBe(fingerprint);
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-details-approving');
    await dialog.getByRole('button', { name: 'Approve for safe-house' }).click();
    const window = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();

    // Then
    await alert().getByText('not fetched yet').waitFor();
    expect(await stage.readAsPartner(page)).toEqual([WORDS]);
    await stage.tell('nudge', page);
    await alert()
      .getByText(/Details: fetched on/)
      .waitFor();
    await region()
      .getByText(/Written by aysel on .*, approved by orkhan/)
      .waitFor();
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-details-fetched');
    expect(barriers).toEqual([[], []]);
  });

  it('approves nothing that says something else than a colleague is shown', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await write('Call her sister.');
    await write('Call this number.');
    await stage.tell('forge', page);
    // When
    await openTip('orkhan');
    // Then
    await region().getByText('What was sealed to safe-house is not this text').waitFor();
    await region().getByText('this browser has compared').waitFor();
    const [forged, whole] = await region().getByRole('button', { name: 'Approve for safe-house…' }).all();
    await expect.poll(async () => [await forged?.isDisabled(), await whole?.isDisabled()]).toEqual([true, false]);
    await photograph(page, 'desk-details-forged');
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('seals nothing to another key than the writer chose, and keeps the text', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await choose();
    await region().getByLabel('What safe-house has to know').fill(WORDS);
    // When
    await page.route('**/api/partners', async (route) => {
      const response = await route.fetch();
      const { partners, ...rest } = (await response.json()) as Channel;
      const others = partners.map((partner) => ({ ...partner, recipient: 'age1pq1other' }));
      await route.fulfill({ response, json: { ...rest, partners: others } });
    });
    await stage.tell('nudge', page);
    // Then
    await region().getByText('safe-house has another key than when you chose it').waitFor();
    const seal = region().getByRole('button', { name: 'Seal and ask a colleague' });
    expect(await seal.isDisabled()).toBe(true);
    expect(await region().getByLabel('What the partner has to know').inputValue()).toBe(WORDS);
    await region().scrollIntoViewIfNeeded();
    await photograph(page, 'desk-details-changed');
    expect(await Stage.barriers(page)).toEqual([]);
    await choose();
    await expect.poll(() => seal.isDisabled()).toBe(false);
  });

  it('approves nothing for another key than the writer sealed to', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await write('Call her sister.');
    await page.route(/api\/tips\/[^/]+\/details$/, async (route) => {
      const response = await route.fetch();
      const all = (await response.json()) as Details[];
      await route.fulfill({ response, json: all.map((each) => ({ ...each, recipient: 'age1pq1other' })) });
    });
    // When
    await openTip('orkhan');
    // Then
    await region().getByText('The writer chose another partner or another key').waitFor();
    expect(await region().getByRole('button', { name: 'Approve for safe-house…' }).isDisabled()).toBe(true);
  });

  it('takes back what waits when the source takes consent back', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await write('Call her sister.');
    // When
    await stage.tell('back', page);
    // Then
    await region().getByText('not approved: the source took consent back').waitFor();
    await region().getByText('The source does not allow us to share details.').waitFor();
    await expect.poll(() => region().getByRole('textbox').count()).toBe(0);
    await photograph(page, 'desk-details-taken-back');
  });

  it('writes nothing without the source’s consent', async () => {
    // Given
    page = await stage.open();
    // When
    await openTip('aysel', 0);
    // Then
    await region().getByText('The source does not allow us to share details.').waitFor();
    await expect.poll(() => region().getByRole('textbox').count()).toBe(0);
  });

  it('drops what was written and opened when the key locks', async () => {
    // Given
    page = await stage.open();
    await openTip('aysel');
    await write('Call her sister.');
    await region().getByLabel('What the partner has to know').fill('Do not ring.');
    await region().getByRole('heading').click();
    // When
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    // Then
    await page.getByText('Your key is locked').waitFor();
    await expect.poll(() => page.content()).not.toMatch(/Call her sister|Do not ring/);
  });
});
