import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Tips that belong together, colleagues who are asked for, and many tips at once. */
describe.skipIf(CHROMIUM === undefined)('together at the desk, in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function openDesk(row?: number, options: Parameters<Stage['open']>[0] = {}) {
    page = await stage.open(options);
    page.setDefaultTimeout(30_000);
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    if (row !== undefined) {
      await rows().nth(row).click();
      await page.getByRole('region', { name: 'Lane, tags, clocks' }).waitFor();
    }
  }

  const rows = () => page.locator('[data-tip]');
  const related = () => page.getByRole('region', { name: 'Tips that belong together' });
  const work = () => page.getByRole('region', { name: 'Work at the desk' });
  const bar = () => page.getByRole('group', { name: 'With the ticked tips' });
  const shortIdOf = async (row: number) => ((await rows().nth(row).getAttribute('data-tip')) ?? '').slice(0, 8);

  it.each(['light', 'dark'] as const)('links two tips by the keyboard, seen from both, in %s', async (colorScheme) => {
    // Given
    await openDesk(3, { colorScheme });
    const [own, other] = [await shortIdOf(3), await shortIdOf(4)];
    // When
    await page.keyboard.press('y');
    await page.keyboard.type(other.slice(0, 6));
    await page.keyboard.press('Enter');
    // Then
    await related().getByText(`Linked with ${other}`).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await related().scrollIntoViewIfNeeded();
    await photograph(page, `together-relatedtips-${colorScheme}`);
    await related()
      .getByRole('button', { name: `Go to ${other}` })
      .click();
    await page.getByRole('article', { name: `Tip ${other}` }).waitFor();
    await related().getByText(`Linked with ${own}`).waitFor();
    await related()
      .getByRole('button', { name: `Undo the link with ${own}` })
      .click();
    await expect.poll(() => related().getByText('Linked with').count()).toBe(0);
  });

  it('shows what a source has added to a tip, from both, once both were opened here', async () => {
    // Given
    await openDesk(1);
    const earlier = await shortIdOf(1);
    await stage.tell('more', page);
    await page.getByRole('button', { name: '1 new, 1 imminent: show' }).click();
    // When
    await rows().nth(2).click();
    // Then
    await page.getByText('حالا چهار نفرند.').waitFor();
    const more = await shortIdOf(2);
    await related().getByText(`Sealed for the same replies, it adds to ${earlier}`).waitFor();
    await page.getByText('Not asked again: what counts is in the tip that it adds to').first().waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'together-adds');
    await related()
      .getByRole('button', { name: `Go to ${earlier}` })
      .click();
    await page.getByRole('article', { name: `Tip ${earlier}` }).waitFor();
    await related().getByText(`Sealed for the same replies, it was added to in ${more}`).waitFor();
    await photograph(page, 'together-added');
  });

  it('closes a tip as the duplicate of another, and takes that back', async () => {
    // Given
    await openDesk(3);
    const [own, other] = [await shortIdOf(3), await shortIdOf(4)];
    await related().getByLabel('Another tip').fill(other);
    // When
    await related().getByRole('button', { name: 'Close this one as its duplicate' }).click();
    // Then
    await related().getByText(`A duplicate of ${other}`).waitFor();
    await work().getByText('Found to be a duplicate.').waitFor();
    await related()
      .getByRole('button', { name: `Go to ${other}` })
      .click();
    await related().getByText(`Its duplicate is ${own}`).waitFor();
    await related()
      .getByRole('button', { name: `Go to ${own}` })
      .click();
    await related().getByRole('button', { name: 'Take the merging back' }).click();
    await work().getByText('Not vetted yet.').waitFor();
    await expect.poll(() => related().getByText('A duplicate of').count()).toBe(0);
  });

  it('says when what somebody types names no tip', async () => {
    // Given
    await openDesk(3);
    const link = related().getByRole('button', { name: 'Link', exact: true });
    // When
    await related().getByLabel('Another tip').fill('0000x');
    // Then
    await related().getByText('No other tip that is listed here begins so').waitFor();
    await expect.poll(() => link.isDisabled()).toBe(true);
  });

  it('takes a finding back, and a tip that was given', async () => {
    // Given
    await openDesk(4);
    await page.getByLabel('Note for colleagues').fill('An advertisement.');
    await page.getByLabel('Finding').selectOption('junk');
    await page.getByRole('button', { name: 'Vet, with the note as reason' }).click();
    await work().getByText('Found to be junk.').waitFor();
    // When
    await work().getByRole('button', { name: 'Take the finding back' }).click();
    // Then
    await work().getByText('Not vetted yet.').waitFor();
    await page.getByLabel('Colleague', { exact: true }).selectOption('rauf');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await work()
      .getByText(/^In rauf’s hands until /)
      .waitFor();
    await work().getByRole('button', { name: 'Take it back from rauf' }).click();
    await work().getByText('In nobody’s hands.').waitFor();
  });

  it('asks for a colleague by name, and tells the service nothing else', async () => {
    // Given
    await openDesk(4);
    await page.getByLabel('Note for colleagues').fill('The harbour again. @rauf, is it the same ship?');
    await work().getByText('Asks for rauf.').waitFor();
    const posted = page.waitForRequest((request) => request.url().endsWith('/steps') && request.method() === 'POST');
    // When
    await page.getByRole('button', { name: 'Add note' }).click();
    // Then
    const body = (await posted).postData() ?? '';
    expect(body).toContain('"mentions":["rauf"]');
    expect(body).not.toContain('harbour');
    await page.getByRole('list', { name: 'What was done' }).getByText('aysel noted, asking for rauf').waitFor();
  });

  it('shows that a colleague asks, goes there, and puts it away', async () => {
    // Given
    await openDesk();
    const asked = page.getByRole('region', { name: 'Colleagues ask for you' });
    await expect.poll(() => asked.count()).toBe(0);
    // When
    await stage.tell('ask', page);
    // Then
    await asked.getByRole('button', { name: /^rauf in/ }).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await asked.getByRole('button', { name: /^rauf in/ }).click();
    await page.getByRole('list', { name: 'What was done' }).getByText('Is this @aysel’s source?').waitFor();
    await photograph(page, 'together-mention');
    await asked.getByRole('button', { name: /^Seen what rauf wrote in/ }).click();
    await expect.poll(() => asked.count()).toBe(0);
  });

  it('finds many tips to be junk for one reason, sealed to each, and takes it back', async () => {
    // Given
    await openDesk();
    for (const row of [4, 5]) await page.getByRole('checkbox', { name: `Tick tip ${await shortIdOf(row)}` }).check();
    await bar().getByRole('button', { name: 'Junk…' }).click();
    await page.getByLabel('Why they are junk').fill('One advertisement, sent twice.');
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.postData() ?? '');
    });
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'together-junk');
    // When
    await page.keyboard.press('Enter');
    // Then
    await page.getByText('2 tips found to be junk.').waitFor();
    expect(posts.filter((each) => each.includes('"vet"'))).toHaveLength(2);
    expect(posts.filter((each) => each.includes('advertisement'))).toEqual([]);
    expect(new Set(posts.map((each) => (JSON.parse(each) as { note?: string }).note)).size).toBe(2);
    await page.keyboard.press('z');
    await page.getByText('2 tips taken back: found to be junk.').waitFor();
    await expect.poll(() => page.getByText('junk', { exact: true }).count()).toBe(0);
  });

  it('folds what a flood left in quarantine into one row, from which all of it is junk at once', async () => {
    // Given
    await openDesk();
    await stage.tell('spam', page);
    await page.getByRole('combobox', { name: 'Lane', exact: true }).selectOption('quarantine');
    const fold = page.getByRole('button', { name: '5 more tips from a flood; 5 unopened' });
    await expect.poll(() => rows().count()).toBe(2);
    await fold.press('Enter');
    await expect.poll(() => rows().count()).toBe(7);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'together-fold');
    await page.keyboard.press('a');
    await bar().getByRole('button', { name: 'Junk…' }).click();
    await page.getByLabel('Why they are junk').fill('One text, many times.');
    // When
    await page.keyboard.press('Enter');
    // Then
    await page.getByText(/^7 tips found to be junk\./).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('7 tips taken back: found to be junk.').waitFor();
  });

  it('gives many tips to a colleague, and takes them back into the hands that held them', async () => {
    // Given
    await openDesk(4);
    await page.keyboard.press('h');
    await work()
      .getByText(/^In your hands until/)
      .waitFor();
    for (const row of [4, 5]) await page.getByRole('checkbox', { name: `Tick tip ${await shortIdOf(row)}` }).check();
    // When
    await bar().getByLabel('Colleague to give them to').selectOption('rauf');
    // Then
    await page.getByText('2 tips given to rauf.').waitFor();
    await expect.poll(() => rows().getByText('with rauf').count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => rows().getByText('with rauf').count()).toBe(0);
    await expect.poll(() => rows().getByText('with aysel').count()).toBe(1);
  });

  it.each([1024, 820])('has no barriers and no overflow at %i px', async (width) => {
    // Given
    await openDesk(0, { viewport: { width, height: 800 } });
    await stage.tell('ask', page);
    await page.getByRole('region', { name: 'Colleagues ask for you' }).waitFor();
    await page.keyboard.press('s');
    await bar().getByRole('button', { name: 'Junk…' }).click();
    // When
    const barriers = await Stage.barriers(page);
    // Then
    await photograph(page, `together-${width}`);
    expect(barriers).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
