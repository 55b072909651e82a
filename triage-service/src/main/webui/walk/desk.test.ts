import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import type { TipDetail } from '../src/api/wire';
import { CHROMIUM, Stage, photograph } from './stage';

if (CHROMIUM === undefined)
  console.warn('The walk through the desk is skipped: no Chromium here (set PENAH_CHROMIUM).');

const OVERDUE = 'Two men asked our neighbours';

describe.skipIf(CHROMIUM === undefined)('the desk in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function unlock(passphrase = PASSPHRASE) {
    await page.getByLabel('Passphrase of aysel').fill(passphrase);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  }

  async function openDesk(row?: number) {
    page = await stage.open();
    await unlock();
    await page.getByText('Key open: aysel').waitFor();
    if (row !== undefined) await page.locator('[data-tip]').nth(row).click();
  }

  const alert = () => page.getByRole('region', { name: 'Alert' });

  it('opens a tip with the passphrase', async () => {
    // Given
    page = await stage.open();
    await page.locator('[data-tip]').first().click();
    // When
    await unlock();
    // Then
    await page.getByRole('region', { name: 'Message' }).getByText(OVERDUE).waitFor();
  });

  it('says which security level opens the key soon, where the browser’s is another', async () => {
    // Given
    page = await stage.open();
    await page.getByLabel('Passphrase of aysel').waitFor();
    const hint = page.getByText('At Tor Browser’s level Standard it takes seconds.');
    expect(await hint.count()).toBe(0);
    // When
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    await page.reload();
    await page.locator('[data-tip]').first().click();
    // Then
    await hint.waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that a passphrase is wrong, and waits for the next', async () => {
    // Given
    page = await stage.open();
    // When
    await unlock('nonsense');
    // Then
    await page.getByText('This passphrase does not open your key.').waitFor();
    await expect
      .poll(() => page.getByLabel('Passphrase of aysel').evaluate((input) => input === document.activeElement))
      .toBe(true);
  });

  it('drops what was opened when it locks', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.keyboard.press('l');
    // Then
    await page.getByText('Your key is locked').waitFor();
    await expect.poll(() => page.content()).not.toContain(OVERDUE);
    await expect.poll(() => page.getByRole('group', { name: 'Key' }).innerText()).toContain('Key locked');
  });

  it('counts the last minute aloud, stays open while somebody is active, and locks after ten idle minutes', async () => {
    // Given clocks that go on while nobody touches anything
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    const worker = page.workers()[0];
    if (worker === undefined) throw new Error('no Worker holds the key');
    const goOn = (milliseconds: number) => {
      const before = Date.now.bind(Date);
      Date.now = () => before() + milliseconds;
    };
    const pass = async (minutes: number) => {
      await page.evaluate(goOn, minutes * 60_000);
      await worker.evaluate(goOn, minutes * 60_000);
    };
    const key = page.getByRole('group', { name: 'Key' });
    await pass(9.25);
    await key.getByText(/locks in \d+ s/).waitFor();
    await page.mouse.click(700, 20);
    await key.getByText(/locks in/).waitFor({ state: 'detached' });
    await pass(9.25);
    await key.getByText(/locks in \d+ s/).waitFor();
    expect(await page.content()).toContain(OVERDUE);
    const closed = worker.waitForEvent('close');
    // When
    await pass(1);
    // Then
    await page.getByText('Your key is locked').waitFor();
    await closed;
    expect(await page.content()).not.toContain(OVERDUE);
  }, 60_000);

  it('leaves nothing in the browser’s storage', async () => {
    // Given
    await openDesk(0);
    // When
    await page.getByText(OVERDUE).waitFor();
    // Then
    const stored = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
      document.cookie.length,
    ]);
    expect(stored).toEqual([0, 0, 0, 0, 0]);
  });

  it('saves a file under a name of ours, byte for byte', async () => {
    // Given
    await openDesk(0);
    const saving = page.waitForEvent('download');
    // When
    await page.getByRole('button', { name: 'Save (file 2)' }).click();
    // Then
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^tip-[0-9a-f]{8}-file-2\.txt$/);
    expect(await readFile(await download.path(), 'utf8')).toBe('21:40 first knock\n22:15 second knock\n');
  });

  it('shows a text file as text', async () => {
    // Given
    await openDesk(0);
    // When
    await page.getByRole('button', { name: 'Show as text (file 2)' }).click();
    // Then
    await page.getByRole('region', { name: 'Text of file 2' }).getByText('22:15 second knock').waitFor();
  });

  it('fetches a second file while the first is under way', async () => {
    // Given a first file that does not come before the second has been asked for
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    let asked = 0;
    await page.context().route('**/blob', async (route) => {
      asked++;
      await expect.poll(() => asked).toBe(2);
      await route.continue();
    });
    // When
    await page.getByRole('button', { name: 'Save (file 3)' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Show as text (file 2)' }).click();
    // Then
    await page.getByText('first knock').waitFor();
    await (await saving).path();
    await expect.poll(() => page.getByText('This file could not be fetched').count()).toBe(0);
  });

  it('shows markup as the text that it is', async () => {
    // Given
    await openDesk();
    // When
    await page.locator('[data-tip]').nth(4).click();
    // Then
    await page.getByText('<script>alert(1)</script>').waitFor();
    await expect.poll(() => page.locator('article :is(script, img, b, i, iframe)').count()).toBe(0);
  });

  it('makes the turn of direction in a file name visible', async () => {
    // When
    await openDesk(0);
    // Then
    await page.getByText('photo⟨U+202E⟩gpj.exe').waitFor();
  });

  it('confirms an alert and shows who acknowledged and when', async () => {
    // Given
    await openDesk(1);
    await page.getByRole('button', { name: 'Confirm alert' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm this alert?' });
    // When
    await dialog.getByRole('button', { name: 'Confirm and tell partners' }).click();
    // Then
    const partner = alert().getByRole('listitem').filter({ hasText: 'safe-house' });
    await partner.getByText(/acknowledged at \d\d:\d\d/).waitFor();
    await alert().getByText('Confirmed by the desk.').waitFor();
    await expect
      .poll(() => alert().getByRole('button').allInnerTexts())
      .toEqual(['Call others now', 'Renew', 'Reached by telephone…', 'Cancel alert']);
    // When the desk doubts that they act
    await alert().getByRole('button', { name: 'Call others now' }).click();
    const doubt = page.getByRole('dialog', { name: 'Call others now?' });
    await doubt.getByText('safe-house, which has taken it on, is asked again whether it does.').waitFor();
    await doubt.getByRole('button', { name: 'Call others' }).click();
    // Then
    await alert().getByText('Delivered, nobody has acknowledged yet').waitFor();
    await expect
      .poll(() => alert().getByRole('button').allInnerTexts())
      .toEqual(['Renew', 'Reached by telephone…', 'Cancel alert']);
    // When the danger lasts
    await alert().getByRole('button', { name: 'Renew' }).click();
    const longer = page.getByRole('dialog', { name: 'Renew this alert?' });
    await longer.getByText('Its time begins again').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await longer.getByRole('button', { name: 'Renew and tell partners' }).click();
    // Then
    await longer.waitFor({ state: 'detached' });
  });

  it('confirms no alert of a tip that is not open', async () => {
    // When
    page = await stage.open();
    await page.locator('[data-tip]').nth(1).click();
    // Then
    await alert().getByText('To confirm it, open the tip.').waitFor();
    await expect.poll(() => alert().getByRole('button', { name: 'Confirm alert' }).isDisabled()).toBe(true);
  });

  it('warns where the server says less danger than the source sealed', async () => {
    // Given
    await openDesk();
    await page.route(/api\/tips\/[^/]+$/, async (route) => {
      const response = await route.fetch();
      const tip = (await response.json()) as TipDetail;
      await route.fulfill({ response, json: { ...tip, threat: { who: 'none' } } });
    });
    // When
    await page.locator('[data-tip]').nth(1).click();
    // Then
    await page
      .getByText('What the source sealed and what the server says differ: the source reported danger within hours')
      .waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('does nothing when somebody thinks better of it', async () => {
    // Given
    await openDesk(0);
    await page.keyboard.press('x');
    const dialog = page.getByRole('dialog', { name: 'Cancel this alert?' });
    await dialog.getByText('safe-house, which has acknowledged, is told to stand down.').waitFor();
    // When
    await page.keyboard.press('Enter');
    // Then
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => alert().getByRole('button').allInnerTexts())
      .toEqual(['Confirm alert', 'Call others now', 'Reached by telephone…', 'Cancel alert']);
  });

  it('asks to cancel an alert, which goes on until a second member agrees', async () => {
    // Given
    await openDesk(0);
    await alert().getByRole('button', { name: 'Cancel alert' }).click();
    // When
    await page
      .getByRole('dialog', { name: 'Cancel this alert?' })
      .getByRole('button', { name: 'Ask to cancel' })
      .click();
    // Then
    await alert().getByText('You asked to cancel it. Partners are told at').waitFor();
    await page.locator('[data-tip][aria-current]').getByText('IS TO BE CANCELLED').waitFor();
    await expect
      .poll(() => alert().getByRole('button').allInnerTexts())
      .toEqual(['Keep the alert', 'Confirm alert', 'Call others now', 'Reached by telephone…']);
    expect(await Stage.barriers(page)).toEqual([]);
    // When
    await alert().getByRole('button', { name: 'Keep the alert' }).click();
    await expect
      .poll(() => alert().getByRole('button').allInnerTexts())
      .toEqual(['Confirm alert', 'Call others now', 'Reached by telephone…', 'Cancel alert']);
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Ask to cancel' }).click();
    await alert().getByText('You asked to cancel it.').waitFor();
    await stage.tell('agree-to-cancel', page);
    // Then
    await alert().getByText('Cancelled', { exact: true }).waitFor();
  });

  it('ends an alert of which no tip is here once a second member agrees, and lets anybody keep it', async () => {
    // Given
    await openDesk(0);
    await stage.tell('orphan', page);
    const line = page.getByRole('listitem').filter({ hasText: 'nobody here can open a tip of it' });
    const asked = page.getByRole('listitem').filter({ hasText: 'aysel has asked to end alert' });
    await line.getByText('Somebody may be in physical danger, within hours, Western Asia, yesterday').waitFor();
    await line.getByRole('button', { name: 'End it…' }).click();
    const dialog = page.getByRole('dialog', { name: /^End alert .{8}\?$/ });
    await dialog.getByText('safe-house is told that the alert no longer holds.').waitFor();
    await photograph(page, 'orphaned-alert');
    const barriers = [await Stage.barriers(page)];
    // When
    await dialog.getByRole('button', { name: 'Ask to cancel' }).click();
    const [window] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Confirm in a new window' }).click(),
    ]);
    await window.close();
    // Then
    await asked.waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'orphaned-alert-asked');
    // When
    await asked.getByRole('button', { name: 'Keep it' }).click();
    // Then
    await line.getByRole('button', { name: 'End it…' }).click();
    await dialog.getByRole('button', { name: 'Ask to cancel' }).click();
    await asked.waitFor();
    // When
    await stage.tell('agree-to-end', page);
    // Then
    await asked.waitFor({ state: 'detached' });
    expect(barriers).toEqual([[], []]);
  });

  const box = () => page.getByLabel('Answer to the source');
  const said = () => page.getByRole('list', { name: 'Answers to the source' });
  const send = () => page.getByRole('button', { name: 'Send to the source' });

  it('answers the source, who alone can read it, and keeps a copy for colleagues', async () => {
    // Given
    await openDesk(0);
    await page.keyboard.press('r');
    await box().fill('Please do not go home tonight. Evə getməyin.');
    // When
    await page.keyboard.press('Control+Enter');
    // Then
    await said().getByText('Evə getməyin.').waitFor();
    await said().getByText('The source has not opened it yet.').waitFor();
    expect(await stage.readAsSource(page)).toEqual(['Please do not go home tonight. Evə getməyin.']);
    await expect.poll(() => box().inputValue()).toBe('');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await expect.poll(() => page.content()).not.toContain('Evə getməyin.');
    await unlock();
    await said().getByText('Evə getməyin.').waitFor();
  });

  it('shows when the source has read an answer', async () => {
    // Given
    await openDesk(0);
    await box().fill('Salam');
    await send().click();
    await said().getByText('Salam').waitFor();
    // When
    await stage.tell('back', page);
    // Then
    await said()
      .getByText(/The source opened it on \d{4}-\d\d-\d\d\./)
      .waitFor();
  });

  it('lets its writer take an answer back before it goes out, and sends it by itself', async () => {
    // Given
    await openDesk(0);
    await stage.tell('hold', page);
    await box().fill('Salam, Leyla');
    await send().click();
    await page.getByText('It goes out in about ten seconds').waitFor();
    await said().getByText('It goes out in a few seconds.').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-answer-held');
    // When
    await page.getByRole('button', { name: 'Take it back' }).click();
    // Then
    await expect.poll(() => box().inputValue()).toBe('Salam, Leyla');
    await expect.poll(() => said().getByText('Salam, Leyla').count()).toBe(0);
    await send().click();
    await page.getByText('It goes out in about ten seconds').waitFor();
    await stage.tell('send-held', page);
    await page.getByText('Sent. The source sees it when they come back').waitFor();
    expect(await stage.readAsSource(page)).toEqual(['Salam, Leyla']);
  });

  it('stops whom a colleague has overtaken, and sends with the next press', async () => {
    // Given
    await openDesk(0);
    await box().fill('Are you safe?');
    await stage.tell('rauf-answers', page);
    // When
    await send().click();
    // Then
    await page.getByText('A colleague has answered this source since you opened the tip').waitFor();
    await said()
      .getByText(/^rauf, /)
      .waitFor();
    expect(await box().inputValue()).toBe('Are you safe?');
    expect(await stage.readAsSource(page)).toEqual([]);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-answer-overtaken');
    await send().click();
    await page.getByText('Sent. The source sees it when they come back').waitFor();
    expect(await stage.readAsSource(page)).toEqual(['Are you safe?']);
  });

  it('lists its keys in three groups, from the top', async () => {
    // Given
    await openDesk(0);
    await page.locator('main').focus();
    // When
    await page.keyboard.press('?');
    // Then
    const dialog = page.getByRole('dialog');
    const title = dialog.getByRole('heading', { name: 'Keys of the desk' });
    await expect.poll(() => title.evaluate((seen) => document.activeElement === seen)).toBe(true);
    expect(await dialog.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'In the list',
      'At the open tip',
      'Everywhere',
    ]);
    expect(await dialog.evaluate((seen) => seen.scrollTop)).toBe(0);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-keys');
  });

  it('adds a note with Ctrl+Enter, as it sends an answer', async () => {
    // Given
    await openDesk(0);
    await page.getByLabel('Note for colleagues').fill('Ask about the van.');
    // When
    await page.keyboard.press('Control+Enter');
    // Then
    await page.getByRole('list', { name: 'What was done' }).getByText('Ask about the van.').waitFor();
    expect(await stage.readAsSource(page)).toEqual([]);
  });

  it('marks an alert that nobody answers in another colour than one that waits', async () => {
    // Given
    await openDesk(0);
    const delivered = page.locator('[data-tip]').getByText('not acknowledged yet').first();
    const colour = (seen: Element) => getComputedStyle(seen).color;
    const waiting = await delivered.evaluate(colour);
    await stage.tell('ignore', page);
    // When
    const alarms = page.getByRole('list', { name: 'Alarms' }).getByRole('listitem');
    await alarms.filter({ hasText: 'Nobody has answered' }).getByRole('button', { name: 'Show them' }).click();
    // Then
    const unanswered = page.locator('[data-tip]').getByText('NOBODY HAS ANSWERED').first();
    expect(await unanswered.evaluate(colour)).not.toBe(waiting);
  });

  it('says who else has the tip open', async () => {
    // Given
    await openDesk(0);
    expect(await page.getByText('Others who have this tip open').count()).toBe(0);
    await stage.tell('company', page);
    // When
    await page.locator('[data-tip]').nth(1).click();
    // Then
    await page.getByText('Others who have this tip open: rauf').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-company');
  });

  it('keeps what was written when it cannot be sent, and sends it once', async () => {
    // Given
    await openDesk(0);
    const posts = '**/replies';
    await page.route(posts, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      // The service has it; only its answer is lost.
      await route.fetch();
      return route.abort();
    });
    await box().fill('Only once');
    await send().click();
    await page.getByText('so it may have been sent or not').waitFor();
    await expect.poll(() => box().inputValue()).toBe('Only once');
    await page.unroute(posts);
    // When
    await send().click();
    // Then
    await page.getByText('Sent. The source sees it when they come back').waitFor();
    expect(await stage.readAsSource(page)).toEqual(['Only once']);
  });

  it('begins an answer in the language of the source, and does not send it with a gap', async () => {
    // Given
    await openDesk(1);
    // When
    await page.getByLabel('Begin with').selectOption('more');
    await page.getByRole('button', { name: 'Insert' }).click();
    // Then
    await expect.poll(() => box().inputValue()).toContain('سپاسگزاریم');
    await expect.poll(() => send().isDisabled()).toBe(true);
    await page.getByText('Fill in […] first.').waitFor();
    await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('[…]');
    await page.keyboard.type('x');
    await expect.poll(() => box().inputValue()).not.toContain('[…]');
    await expect.poll(() => send().isEnabled()).toBe(true);
  });

  it('keeps a draft with its tip', async () => {
    // Given
    await openDesk(0);
    await box().fill('for the first');
    await page.locator('[data-tip]').nth(1).click();
    await page.getByText('نمی‌توانم بیرون بروم').waitFor();
    await expect.poll(() => box().inputValue()).toBe('');
    // When
    await page.locator('[data-tip]').nth(0).click();
    // Then
    await page.getByText(OVERDUE).waitFor();
    await expect.poll(() => box().inputValue()).toBe('for the first');
  });

  it('gives a draft back when the key is open again, and shows nothing of it meanwhile', async () => {
    // Given
    await openDesk(0);
    await box().fill('Is she still at the harbour?');
    await page.getByLabel('Note for colleagues').fill('Ask about the van.');
    // When
    await page.getByRole('heading', { name: 'Message' }).click();
    await page.keyboard.press('l');
    await page.getByText('Your key is locked').waitFor();
    const fields = () =>
      page.locator('textarea').evaluateAll((all) => all.map((each) => (each as HTMLTextAreaElement).value));
    expect((await fields()).join('')).toBe('');
    expect(await page.content()).not.toContain('harbour');
    await unlock();
    // Then
    await expect.poll(() => box().inputValue()).toBe('Is she still at the harbour?');
    await expect.poll(() => page.getByLabel('Note for colleagues').inputValue()).toBe('Ask about the van.');
  });

  it('says that an address came beside the tip', async () => {
    // When
    await openDesk(3);
    // Then
    await page.getByText('The address for answers came beside the sealed tip').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that a source wants no answer', async () => {
    // When
    await openDesk(2);
    // Then
    await page.getByText('This source left no address for answers').waitFor();
    await expect.poll(() => box().count()).toBe(0);
  });

  it('shows that consent was withdrawn, and no longer offers confirmation', async () => {
    // Given
    await openDesk(0);
    await alert().getByRole('button', { name: 'Confirm alert' }).waitFor();
    // When
    await stage.tell('back', page);
    // Then
    await page.getByText('The source took consent back on').waitFor();
    await expect.poll(() => alert().getByRole('button').allInnerTexts()).toEqual(['Cancel alert']);
  });

  const done = () => page.getByRole('list', { name: 'What was done' });

  it('takes a tip in hand, and a colleague sees and is held off', async () => {
    // Given
    await openDesk(1);
    // When
    await page.keyboard.press('h');
    // Then
    await page.getByText(/In your hands until (.+, )?\d\d:\d\d\./).waitFor();
    await page.locator('[data-tip]').nth(1).getByText('with aysel').waitFor();
    await done().getByText('aysel took it').waitFor();
    await page.keyboard.press('h');
    await page.getByText('In nobody’s hands.').waitFor();
  });

  it('shows in whose hands a tip is, and does not take it out of them', async () => {
    // Given
    await openDesk(0);
    await stage.tell('colleague', page);
    await page.getByText(/In rauf’s hands/).waitFor();
    // When
    await page.keyboard.press('h');
    // Then
    await page.getByText('This tip is in the hands of rauf.').waitFor();
  });

  it('notes for colleagues what only they can read, and vets with a reason', async () => {
    // Given
    await openDesk(0);
    const vet = page.getByRole('button', { name: 'Vet, with the note as reason' });
    await page.getByLabel('Finding').selectOption('plausible');
    await expect.poll(() => vet.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByLabel('Note for colleagues').fill('The van is on two photographs of last week.');
    const posted = page.waitForRequest((request) => request.url().endsWith('/steps') && request.method() === 'POST');
    // When
    await vet.click();
    // Then
    expect((await posted).postData()).not.toContain('photographs');
    await page.getByText('Found to be plausible.').waitFor();
    await done().getByText('The van is on two photographs').waitFor();
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await expect.poll(() => page.content()).not.toContain('two photographs');
    await unlock();
    await done().getByText('The van is on two photographs').waitFor();
  });

  it('hands a tip over with a word', async () => {
    // Given
    await openDesk(1);
    await page.getByLabel('Note for colleagues').fill('You speak Persian.');
    await page.getByLabel('Colleague', { exact: true }).selectOption('rauf');
    // When
    await page.getByRole('button', { name: 'Give, with the note' }).click();
    // Then
    await done().getByText('aysel gave it to rauf').waitFor();
    await page.getByText(/^In rauf’s hands until /).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'work');
  });

  it('folds a flood of alarms into one row, and every one of them opens', async () => {
    // Given
    page = await stage.open();
    await stage.tell('flood', page);
    await page.reload();
    await unlock();
    const fold = page.getByRole('button', { name: '37 more reports of danger' });
    await fold.waitFor();
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(8);
    const real = await page.locator('[data-tip]').nth(1).boundingBox();
    expect(real !== null && real.y + real.height < 900).toBe(true);
    await photograph(page, 'fold-closed');
    // When
    await fold.click();
    // Then
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(45);
    await page.locator('[data-tip]').nth(10).click();
    await page.getByText('danger danger danger').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'fold-open');
  });

  it('takes a tip out of quarantine, and puts it back by the same key', async () => {
    // Given
    await openDesk(6);
    const lane = page.locator('article .lane');
    expect((await lane.innerText()).trim()).toBe('Quarantine');
    await page.getByRole('button', { name: 'Take out of quarantine' }).waitFor();
    // When
    await page.keyboard.press('q');
    // Then
    await lane.getByText('Routine').waitFor();
    await page.getByRole('button', { name: 'List has changed: show' }).waitFor();
    await page.keyboard.press('q');
    await lane.getByText('Quarantine').waitFor();
  });

  it('says in the dialog that the service did not answer', async () => {
    // Given
    await openDesk(0);
    await page.route('**/alert/confirmation', (route) => route.abort());
    await page.keyboard.press('c');
    // When
    await page.getByRole('button', { name: 'Confirm and tell partners' }).click();
    // Then
    await page.getByText('It is safe to try again.').waitFor();
  });

  it('lets news wait until it is asked for, and moves nothing below the alarms', async () => {
    // Given
    page = await stage.open();
    await page.getByText('Nobody has opened 2 imminent tips').waitFor();
    const first = page.locator('[data-tip]').first();
    const before = { box: await first.boundingBox(), tip: await first.getAttribute('data-tip') };
    await stage.tell('news', page);
    const show = page.getByRole('button', { name: '2 new, 1 imminent: show' });
    await show.waitFor();
    expect({ box: await first.boundingBox(), tip: await first.getAttribute('data-tip') }).toEqual(before);
    // When
    await show.click();
    // Then
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(10);
  });

  it('hears of news at once', async () => {
    // Given
    page = await stage.open();
    await page.waitForRequest('**/api/news');
    // When
    await stage.tell('news', page);
    // Then sooner than the next question that nobody prompts
    await page.getByRole('button', { name: '2 new, 1 imminent: show' }).waitFor({ timeout: 15_000 });
  });

  it('is walked by the keyboard', async () => {
    // Given
    await openDesk();
    // When
    for (const key of ['j', 'j', 'k', 'j', 'Enter']) await page.keyboard.press(key);
    // Then
    await page.getByText('نمی‌توانم بیرون بروم').waitFor();
    await expect.poll(() => page.locator('[data-tip]').nth(1).getAttribute('aria-current')).toBe('true');
    await stage.tell('news', page);
    await page.getByRole('button', { name: '2 new, 1 imminent: show' }).waitFor();
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('[data-tip]').count()).toBe(10);
  });

  it.each([
    ['a source’s own file', 3, 'The source sealed their own file'],
    ['a tip that was cut short', 5, 'This tip is damaged'],
    ['a tip that no key opens', 6, 'No key of yours opens this tip'],
    ['a container that lies', 7, 'an entry has a name that is not ours'],
  ])('has words for %s', async (_what, row, words) => {
    // When
    await openDesk(row);
    // Then
    await page.getByText(words).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that the service failed while a tip is opened, which opens once it works again', async () => {
    // Given
    await openDesk();
    await page.context().route('**/blob', (route) => route.fulfill({ status: 500 }));
    await page.locator('[data-tip]').first().click();
    await page.getByText('The service failed. It is not the tip: nothing is lost.').waitFor();
    await page.context().unroute('**/blob');
    // When
    await page.getByRole('button', { name: 'Try again' }).click();
    // Then
    await page.getByText(OVERDUE).waitFor();
  });

  it('lets a tip go that two members cannot open', async () => {
    // Given
    await openDesk(6);
    // When
    await page.getByRole('button', { name: 'I cannot open it' }).click();
    // Then
    await page.getByText('aysel cannot open it').waitFor();
    await page.getByText('until a second member says so too').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'I cannot open it' }).count()).toBe(0);
    // When
    await stage.tell('cannot-open', page);
    await page.getByText('rauf cannot open it').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByText('Closed on').waitFor();
    await page.locator('[data-tip][aria-current]').getByText('closed').waitFor();
    await photograph(page, 'closed');
    await page.getByRole('button', { name: 'List has changed: show' }).click();
    await page.locator('[data-tip][aria-current]').waitFor({ state: 'detached' });
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that it is not up to date, and recovers on its own', async () => {
    // Given
    page = await stage.open();
    await page.route('**/api/tips', (route) => route.abort());
    await stage.tell('nudge', page);
    await page.getByText('No connection to the service.').waitFor();
    // When
    await page.unroute('**/api/tips');
    // Then
    await page.getByText('Up to date', { exact: true }).waitFor();
  });

  it('says since when alarms cannot be fetched, while the list can, and stops when they come again', async () => {
    // Given
    page = await stage.open();
    await page.getByText('Up to date', { exact: true }).waitFor();
    await page.route('**/api/alarms', (route) => route.fulfill({ status: 500 }));
    const warning = page.getByText(/^Alarms could not be fetched since/);
    // When
    await expect
      .poll(async () => {
        await stage.tell('nudge', page);
        return warning.count();
      })
      .toBe(1);
    const barriers = await Stage.barriers(page);
    await page.unroute('**/api/alarms');
    await stage.tell('nudge', page);
    // Then
    await warning.waitFor({ state: 'detached' });
    expect(barriers).toEqual([]);
  });

  it('locks and says so when the session is over', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.route('**/api/tips', (route) => route.fulfill({ status: 401 }));
    await stage.tell('nudge', page);
    // Then
    await page.getByText('Your session is over, and your key is locked.').waitFor();
    await expect.poll(() => page.content()).not.toContain(OVERDUE);
  });

  it('drops a tip that is no longer this person’s', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.route(/api\/tips\/[^/]+$/, (route) => route.fulfill({ status: 404 }));
    await stage.tell('nudge', page);
    // Then
    await page.getByText('This tip is not here').waitFor();
    await expect.poll(() => page.content()).not.toContain(OVERDUE);
  });

  it('leaves nothing on the page after signing out', async () => {
    // Given
    await openDesk(0);
    await page.getByText(OVERDUE).waitFor();
    // When
    await page.getByRole('button', { name: 'Sign out' }).click();
    // Then
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await expect.poll(() => page.content()).not.toContain(OVERDUE);
  });

  it.each([
    ['forbidden', 403, 'This account has no desk'],
    ['failing', 500, 'The desk could not be opened'],
  ])('has a page for being %s', async (_what, status, words) => {
    // Given
    page = await stage.open();
    await page.route('**/api/me', (route) => route.fulfill({ status }));
    // When
    await page.reload();
    // Then
    await page.getByRole('heading', { name: words }).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('says that nothing waits', async () => {
    // Given
    page = await stage.open();
    await stage.tell('empty', page);
    // When
    await page.reload();
    // Then
    await page.getByText('Nothing waits.').waitFor();
  });

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 1024],
    ['light', 820],
  ] as const)('has no barriers and no overflow in %s at %i px', async (colorScheme, width) => {
    // Given
    page = await stage.open({ colorScheme, viewport: { width, height: 800 } });
    const barriers = [await Stage.barriers(page)];
    await photograph(page, `${colorScheme}-${width}-locked`);
    await unlock();
    await page.locator('[data-tip]').first().click();
    await page.getByText(OVERDUE).waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, `${colorScheme}-${width}-open`);
    await box().fill('We have read what you sent.');
    await send().click();
    await said().getByText('We have read what you sent.').waitFor();
    barriers.push(await Stage.barriers(page));
    await photograph(page, `${colorScheme}-${width}-answered`);
    await page.locator('main').focus();
    // When
    await page.keyboard.press('c');
    // Then
    barriers.push(await Stage.barriers(page));
    await photograph(page, `${colorScheme}-${width}-confirm`);
    expect(barriers).toEqual([[], [], [], []]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
