import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM, Stage, photograph } from './stage';

describe.skipIf(CHROMIUM === undefined)('partners in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  const newcomer = () => page.getByRole('article', { name: 'night-line' });

  async function openAsManager(options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    await stage.tell('as-kamran', page);
    await page.reload();
    await page.getByRole('heading', { name: 'Partners' }).waitFor();
    await newcomer().waitFor();
  }

  async function confirmThatItIsMe() {
    const [window] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Confirm in a new window' }).click(),
    ]);
    await window.close();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor({ state: 'detached' });
  }

  async function order() {
    await newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Order the drill' }).click();
    await newcomer().getByText('delivered, no human has answered yet').waitFor();
  }

  it('orders a drill with a newcomer and shows when a human answered', async () => {
    // Given
    await openAsManager();
    await newcomer().getByText('order one before you count on this partner').waitFor();
    await photograph(page, 'desk-partners');
    const barriers = [await Stage.barriers(page)];
    await newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).click();
    await page.getByRole('dialog', { name: 'Order a drill with night-line?' }).waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-drill-ordering');
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    // When
    await order();
    await expect.poll(() => newcomer().getByRole('button', { name: 'A drill is under way' }).isDisabled()).toBe(true);
    await stage.tell('answer', page);
    // Then
    await newcomer().getByText('a human answered after 1 min 14 s').waitFor();
    await newcomer().getByText('A human there has answered a drill.').waitFor();
    await photograph(page, 'desk-drill-answered');
    expect(barriers).toEqual([[], []]);
  });

  it('says that nobody answered, and lets another drill be ordered', async () => {
    // Given
    await openAsManager();
    await order();
    // When
    await stage.tell('lapse', page);
    // Then
    await newcomer().getByText('NOBODY ANSWERED').waitFor();
    await expect
      .poll(() => newcomer().getByRole('button', { name: 'Order a drill with night-line…' }).isEnabled())
      .toBe(true);
    await newcomer().getByText('order one before you count on this partner').waitFor();
  });

  it('takes a partner in by an invitation, a signed line and two people who heard its fingerprint', async () => {
    // Given
    await openAsManager();
    await page.getByRole('button', { name: 'Invite a partner…' }).click();
    await page.getByLabel('Its name with us').fill('harbour');
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    await confirmThatItIsMe();
    const invitation = page.getByRole('region', { name: 'Invitation of harbour' });
    const text = await invitation.getByLabel('Invitation to send').inputValue();
    const line = `${/join-[0-9a-f]{32}/.exec(text)?.[0]}.1763985600.{}.v1a,AA==`;
    const heard = createHash('sha256').update(line).digest('hex').slice(0, 32);
    await photograph(page, 'desk-partner-invited');
    const barriers = [await Stage.barriers(page)];
    // When
    await invitation.getByRole('button', { name: 'Enter their answer…' }).click();
    await page.getByLabel('The line that they sent').fill(line.replace(/(.{20})/g, '$1\n'));
    await page.getByLabel('Its fingerprint, as they read it to you').fill('0'.repeat(32));
    await page.getByRole('button', { name: 'Keep it for a second person' }).click();
    await page.getByText('somebody may be between you').waitFor();
    await photograph(page, 'desk-partner-answer');
    barriers.push(await Stage.barriers(page));
    await page.getByLabel('Its fingerprint, as they read it to you').fill(heard);
    await page.getByRole('button', { name: 'Keep it for a second person' }).click();
    await page.getByText('Their answer waits for a second person').waitFor();
    expect(await page.getByRole('button', { name: 'I have heard them, too…' }).count()).toBe(0);
    await stage.tell('as-aysel', page);
    await page.reload();
    await page.getByRole('button', { name: 'Partners' }).click();
    await page.getByRole('button', { name: 'I have heard them, too…' }).click();
    await page.getByLabel('The fingerprint, as they read it to you').fill(heard);
    await photograph(page, 'desk-partner-approval');
    barriers.push(await Stage.barriers(page));
    await page.getByRole('button', { name: 'Take them in' }).click();
    // Then
    await invitation.waitFor({ state: 'detached' });
    await page.getByText('harbour was decided about').waitFor({ state: 'detached' });
    expect(barriers).toEqual([[], [], []]);
  });

  it('changes how a partner is told, saves its file and ends it', async () => {
    // Given
    await openAsManager();
    await newcomer().getByText('it hears of no real alert').waitFor();
    await newcomer().getByRole('button', { name: 'Change how night-line is told…' }).click();
    await page.getByLabel('Regions that they can help in').fill('145 143');
    await photograph(page, 'desk-partner-profile');
    const barriers = [await Stage.barriers(page)];
    await page.getByRole('button', { name: 'Change it' }).click();
    await confirmThatItIsMe();
    await newcomer().getByText('for 145, 143').waitFor();
    // When
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      newcomer().getByRole('button', { name: 'Save the file for night-line' }).click(),
    ]);
    await newcomer().getByRole('button', { name: 'End night-line…' }).click();
    await page.getByRole('dialog').getByText('anybody can keep the partner').waitFor();
    barriers.push(await Stage.barriers(page));
    await page.getByRole('dialog').getByRole('button', { name: 'Ask to end night-line' }).click();
    // Then anybody can keep it
    await newcomer().getByText('kamran has asked to end it').waitFor();
    await photograph(page, 'desk-partner-ending');
    barriers.push(await Stage.barriers(page));
    await newcomer().getByRole('button', { name: 'Keep night-line' }).click();
    await newcomer().getByText('kamran has asked to end it').waitFor({ state: 'detached' });
    // And it ends once another agrees
    await newcomer().getByRole('button', { name: 'End night-line…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask to end night-line' }).click();
    await newcomer().getByRole('button', { name: 'Keep night-line' }).waitFor();
    await stage.tell('agree-to-end', page);
    await newcomer().getByText('It was ended').waitFor();
    expect(file.suggestedFilename()).toBe('night-line.penah.age');
    expect(
      await newcomer()
        .getByRole('button', { name: /Order a drill/ })
        .isDisabled(),
    ).toBe(true);
    await photograph(page, 'desk-partner-ended');
    expect([...barriers, await Stage.barriers(page)].flat()).toEqual([]);
  });

  it('shows a lead how partners are, and lets them order nothing', async () => {
    // Given
    page = await stage.open();
    // When
    await page.getByRole('button', { name: 'Partners' }).click();
    // Then
    await page.getByRole('article', { name: 'safe-house' }).waitFor();
    expect(await page.getByRole('button', { name: /Order a drill/ }).count()).toBe(0);
  });

  it.each([
    ['dark', 1440],
    ['light', 1024],
    ['light', 820],
  ] as const)('has no barriers and no overflow in %s at %i px', async (colorScheme, width) => {
    // When
    await openAsManager({ colorScheme, viewport: { width, height: 800 } });
    // Then
    await photograph(page, `desk-partners-${colorScheme}-${width}`);
    expect(await Stage.barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
