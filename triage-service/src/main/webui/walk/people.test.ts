import { armor, Decrypter, identityToRecipient } from 'age-encryption';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import type { People } from '../src/api/people';
import { fingerprintOf } from '../src/keys/fingerprint';
import { memberIdentity, queueIdentity } from '../src/keys/keyring';
import { CHROMIUM, Stage, photograph } from './stage';

const NEW_PASSPHRASE = 'violin harvest copper meadow lantern thirteen';

describe.skipIf(CHROMIUM === undefined)('people and keys in Chromium', { timeout: 60_000 }, () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function become(account: 'aysel' | 'rauf' | 'leyla' | 'nigar') {
    await stage.tell(`as-${account}`, page);
    await page.reload();
  }

  async function makeKey() {
    await page.getByLabel('Passphrase', { exact: true }).fill(NEW_PASSPHRASE);
    await page.getByLabel('The same once more').fill(NEW_PASSPHRASE);
    await page.getByRole('button', { name: 'Make my key' }).click();
    const digits = page.getByLabel('Fingerprint of your key');
    await digits.waitFor({ timeout: 30_000 });
    return digits.innerText();
  }

  async function openPeople() {
    await page.getByRole('button', { name: 'People' }).click();
    await page.getByRole('heading', { name: 'Waiting to be admitted' }).waitFor();
  }

  async function unlock(member: string, passphrase: string) {
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await page.getByLabel(`Passphrase of ${member}`).fill(passphrase);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText(`Key open: ${member}`).waitFor({ timeout: 30_000 });
  }

  /** Types the digits of every key that the dialog asks for, as the people, and the paper of the ceremony, read them. */
  async function compare() {
    const response = await page.request.get(new URL('/api/people', page.url()).href);
    const { people: known, recoveryRecipient } = (await response.json()) as People;
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Digits of the recovery key').fill(await fingerprintOf(recoveryRecipient ?? ''));
    for (const { name, recipient } of known) {
      const asked = dialog.getByLabel(`Digits that ${name} reads to you`);
      if ((await asked.count()) > 0) await asked.fill(await fingerprintOf(recipient ?? ''));
    }
  }

  /** What a member types once, from the paper of the ceremony. */
  async function typeRootKey() {
    await page.getByLabel('Root key').fill((await stage.keys(page)).rootKey);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  }

  async function confirmInAnotherWindow() {
    const window = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();
  }

  /** A device with a chip that keeps passkeys and derives secrets. */
  async function giveChip() {
    const chip = await page.context().newCDPSession(page);
    await chip.send('WebAuthn.enable');
    await chip.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasUserVerification: true,
        isUserVerified: true,
        hasResidentKey: true,
        hasPrf: true,
      },
    });
  }

  async function opensWith(identity: string): Promise<number> {
    const { copies } = await stage.keys(page);
    const opened = copies.map(async (copy) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return decrypter.decrypt(armor.decode(copy), 'text').then(
        () => 1,
        () => 0,
      );
    });
    return (await Promise.all(opened)).reduce<number>((sum, one) => sum + one, 0);
  }

  it('lets a newcomer in: key, digits, admission, the first tip', async () => {
    // Given a newcomer who has made a key
    page = await stage.open();
    await become('leyla');
    await page.getByRole('heading', { name: 'Welcome, leyla' }).waitFor();
    const barriers = [await Stage.barriers(page)];
    await photograph(page, 'desk-enrol');
    const digits = await makeKey();
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-waiting');

    // When a lead hears the digits and admits them
    await become('aysel');
    await openPeople();
    await photograph(page, 'desk-people');
    await unlock('aysel', PASSPHRASE);
    await page.getByRole('button', { name: 'Admit leyla…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Admit leyla' });
    await dialog.getByLabel('threat').check();
    await dialog
      .getByLabel('Digits that leyla reads to you')
      .fill(digits.replace(/[0-9]/, (digit) => String(9 - Number(digit))));
    await dialog.getByText('This is not the key').waitFor();
    await expect.poll(() => dialog.getByRole('button', { name: 'Admit leyla' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Digits that leyla reads to you').fill(digits.replaceAll(' ', ''));
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-admit');
    await dialog.getByRole('button', { name: 'Admit leyla' }).click();
    await confirmInAnotherWindow();
    // Then everybody of the queue sees it, and anybody can keep them out
    await page.getByText(/aysel has asked to admit leyla to threat: they read it from/).waitFor();
    await photograph(page, 'desk-admitting');
    barriers.push(await Stage.barriers(page));
    await page.getByRole('list', { name: 'Alarms' }).getByRole('button', { name: 'Keep them out' }).click();
    await page
      .getByText(/aysel has asked to admit leyla/)
      .first()
      .waitFor({ state: 'detached' });
    // When another lead admits them, too
    await page.getByRole('button', { name: 'Admit leyla…' }).click();
    await dialog.getByLabel('threat').check();
    await dialog.getByLabel('Digits that leyla reads to you').fill(digits.replaceAll(' ', ''));
    await dialog.getByRole('button', { name: 'Admit leyla' }).click();
    await page.getByRole('button', { name: 'Keep leyla out of threat' }).waitFor();
    await stage.tell('agree-to-admit', page);
    await page.reload();
    await openPeople();
    await page.getByRole('row', { name: /leyla threat \(epoch 1\)/ }).waitFor();

    // Then the newcomer reads a tip
    await become('leyla');
    await page.locator('[data-tip]').first().click();
    await page.getByLabel('Passphrase of leyla').fill(NEW_PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByLabel('Root key').waitFor({ timeout: 30_000 });
    barriers.push(await Stage.barriers(page));
    await photograph(page, 'desk-root-key');
    await typeRootKey();
    await page.getByText('Two men asked our neighbours').waitFor({ timeout: 30_000 });
    expect(barriers.flat()).toEqual([]);
    // And the root key is asked for once
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByLabel('Passphrase of leyla').fill(NEW_PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Two men asked our neighbours').waitFor({ timeout: 30_000 });
  });

  it('reads the digits from the key itself, and stops if the service names another', async () => {
    // Given
    page = await stage.open();
    await become('leyla');
    const digits = await makeKey();
    await page.reload();
    await page.getByLabel('Passphrase of leyla').fill(NEW_PASSPHRASE);
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-waiting-locked');
    await page.getByRole('button', { name: 'Show my digits' }).click();
    await page.getByText(digits).waitFor({ timeout: 30_000 });
    // When
    await stage.tell('slip-in', page);
    // Then, whether they only look again, or come back
    await page.getByRole('button', { name: 'Look whether I am admitted' }).click();
    await page.getByText('the service lists a different one as yours').waitFor();
    await expect.poll(() => page.getByLabel('Fingerprint of your key').count()).toBe(0);
    await page.reload();
    await page.getByLabel('Passphrase of leyla').fill(NEW_PASSPHRASE);
    await page.getByRole('button', { name: 'Show my digits' }).click();
    await page.getByText('the service lists a different one as yours').waitFor({ timeout: 30_000 });
    await expect.poll(() => page.getByLabel('Fingerprint of your key').count()).toBe(0);
    await photograph(page, 'desk-waiting-other-key');
    expect(barriers).toEqual([]);
  });

  it('opens no key if the service names another as the member’s', async () => {
    // Given
    page = await stage.open();
    await stage.tell('slip-in', page);
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    // When
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    // Then
    await page.getByText('the service lists a different one as yours').waitFor({ timeout: 30_000 });
    await page.getByText('Key locked').waitFor();
  });

  it('opens the other queues if one sealed key is damaged, and says so', async () => {
    // Given
    page = await stage.open();
    await stage.tell('rot', page);
    // When
    await unlock('aysel', PASSPHRASE);
    // Then
    await page.getByText('A sealed key of yours is damaged: threat, epoch 1.').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('makes a passphrase for a newcomer, and has them type it from their paper', async () => {
    // Given
    page = await stage.open();
    await become('leyla');
    // When
    await page.getByRole('button', { name: 'Make one for me' }).click();
    await page.getByText('Hard to guess').waitFor();
    const made = await page.getByLabel('Passphrase made for you').innerText();
    const untyped = await page.getByRole('button', { name: 'Make my key' }).isDisabled();
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-enrol-made');
    await page.getByLabel('The same once more').fill(made);
    await page.getByRole('button', { name: 'Make my key' }).click();
    // Then
    await page.getByLabel('Fingerprint of your key').waitFor({ timeout: 30_000 });
    expect(made).toMatch(/^([a-z]+ ){6}[a-z]+$/);
    expect(untyped).toBe(true);
    expect(barriers).toEqual([]);
  });

  it('does not take a passphrase that is easy to guess', async () => {
    // Given
    page = await stage.open();
    await become('leyla');
    // When
    await page.getByLabel('Passphrase', { exact: true }).fill('password1password2');
    await page.getByLabel('The same once more').fill('password1password2');
    // Then
    await page.getByText('Too easy to guess').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Make my key' }).isDisabled()).toBe(true);
  });

  it('removes somebody, whose key opens nothing new', async () => {
    // Given
    page = await stage.open();
    const before = await opensWith((await stage.keys(page)).raufs);
    await openPeople();
    await page.getByRole('button', { name: 'Remove rauf…' }).click();
    await page.getByText('Your key is locked, and without it').waitFor();
    await page.getByRole('button', { name: 'Not now' }).click();
    await unlock('aysel', PASSPHRASE);
    await page.getByRole('button', { name: 'Remove rauf…' }).click();
    await compare();
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-remove');
    // When
    await page.getByRole('dialog').getByRole('button', { name: 'Remove rauf' }).click();
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await photograph(page, 'desk-step-up');
    await confirmInAnotherWindow();
    // Then
    await page.getByRole('row', { name: /general 2, made here on/ }).waitFor();
    await photograph(page, 'desk-removed');
    await expect.poll(() => page.getByText('Remove rauf…').count()).toBe(0);
    expect(before).toBe(1);
    expect(await opensWith((await stage.keys(page)).raufs)).toBe(0);
    expect(barriers).toEqual([]);
    // And the lead opens the new epoch's key with the rest
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await unlock('aysel', PASSPHRASE);
  });

  it('seals a new epoch to nobody whose key has not been compared', async () => {
    // Given a lead who has begun an epoch once, and so compared everybody
    page = await stage.open();
    await openPeople();
    await unlock('aysel', PASSPHRASE);
    const begin = () => page.getByRole('button', { name: 'Begin the next epoch of general…' }).click();
    const go = page.getByRole('dialog').getByRole('button', { name: 'Begin the epoch' });
    await begin();
    await page.getByLabel('Digits that rauf reads to you').waitFor();
    await expect.poll(() => go.isDisabled()).toBe(true);
    await compare();
    await go.click();
    await confirmInAnotherWindow();
    await page.getByRole('row', { name: /general 2, made here on/ }).waitFor();
    await begin();
    await expect.poll(() => go.isEnabled()).toBe(true);
    await expect.poll(() => page.getByRole('dialog').getByRole('textbox').count()).toBe(0);
    await page.getByRole('button', { name: 'Not now' }).click();
    // When somebody who writes the database puts a key in the place of rauf's
    await stage.tell('slip-in-rauf', page);
    await page.getByRole('button', { name: 'Tips' }).click();
    await openPeople();
    await begin();
    // Then
    await page.getByText('rauf: this is another key than the one that you compared before.').waitFor();
    await expect.poll(() => go.isDisabled()).toBe(true);
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-changed-key');
  });

  it('saves for signing the key that it made, and never another', async () => {
    // Given a lead who has begun an epoch, and hears which digits to read aloud
    page = await stage.open();
    await openPeople();
    await unlock('aysel', PASSPHRASE);
    await page.getByRole('button', { name: 'Begin the next epoch of general…' }).click();
    await compare();
    await page.getByRole('button', { name: 'Begin the epoch' }).click();
    await confirmInAnotherWindow();
    const digits = await page.getByLabel('Digits of epoch 2 of general').innerText();
    const save = page.getByRole('button', { name: 'Save for signing (general)' });
    const saving = page.waitForEvent('download');
    await save.click();
    const [recipient = '', ...copy] = (await readFile(await (await saving).path(), 'utf8')).split('\n');
    expect(await fingerprintOf(recipient)).toBe(digits);
    expect((await saving).suggestedFilename()).toBe('general-2.epoch');
    // Then only the recovery key opens what it takes along, and it is that very key
    const recovery = await memberIdentity((await stage.keys(page)).recoveryFile, PASSPHRASE);
    expect(await identityToRecipient(await queueIdentity(copy.join('\n'), recovery))).toBe(recipient);
    await photograph(page, 'desk-made');
    const barriers = await Stage.barriers(page);
    // When somebody who writes the database puts a key of theirs in its place
    await stage.tell('slip-in-epoch', page);
    await page.reload();
    await openPeople();
    await page.getByText('Unlock your key to save it for signing').waitFor();
    await unlock('aysel', PASSPHRASE);
    // Then
    await page.getByRole('alert').getByText(`from the one that you made (${digits})`).waitFor();
    expect(await save.count()).toBe(0);
    barriers.push(...(await Stage.barriers(page)));
    expect(barriers).toEqual([]);
    await photograph(page, 'desk-other-key');
  });

  it('lets only the lead who began an epoch save it for signing', async () => {
    // Given
    page = await stage.open();
    await unlock('aysel', PASSPHRASE);
    // When
    await stage.tell('epoch', page);
    await openPeople();
    // Then
    await page.getByText('You did not begin it in this account').waitFor();
    expect(await page.getByRole('button', { name: 'Save for signing (general)' }).count()).toBe(0);
  });

  it('opens nothing with a key that the root key did not sign, and says so', async () => {
    // Given
    page = await stage.open();
    await stage.tell('forge-key', page);
    // When
    await unlock('aysel', PASSPHRASE);
    // Then
    await page
      .getByRole('alert')
      .getByText('Refused: a key that the root key has not signed, threat, epoch 1.')
      .waitFor();
    await page.locator('[data-tip]').first().click();
    await page.getByRole('heading', { name: 'No key of yours opens this tip' }).waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
    await photograph(page, 'desk-forged-key');
  });

  it('opens nothing if the root key is not the one that was typed', async () => {
    // Given
    page = await stage.open();
    await stage.tell('no-root-key', page);
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    // When
    const asked = page.getByLabel('Root key');
    const { rootKey } = await stage.keys(page);
    await asked.fill(rootKey.replace(/.$/, rootKey.endsWith('A') ? 'B' : 'A'));
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    // Then
    await page.getByText('is not signed by this root key').waitFor({ timeout: 30_000 });
    await page.getByText('Key locked').waitFor();
    // And with the right one, everything
    await typeRootKey();
    await page.getByText('Key open: aysel').waitFor({ timeout: 30_000 });
  });

  it('seals an epoch that began after unlocking, and to a member who lacks it', async () => {
    // Given
    page = await stage.open();
    await unlock('aysel', PASSPHRASE);
    await stage.tell('epoch', page);
    await stage.tell('sign', page);
    await openPeople();
    await page.getByText('rauf reads general, but lacks this key').waitFor();
    await photograph(page, 'desk-lacks');
    const barriers = await Stage.barriers(page);
    await page.getByRole('button', { name: 'More queues for rauf…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Admit rauf' });
    await dialog.getByLabel('general').check();
    const response = await page.request.get(new URL('/api/people', page.url()).href);
    const rauf = ((await response.json()) as People).people.find(({ name }) => name === 'rauf');
    await dialog.getByLabel('Digits that rauf reads to you').fill(await fingerprintOf(rauf?.recipient ?? ''));
    await photograph(page, 'desk-more-queues');
    // When
    await dialog.getByRole('button', { name: 'Admit rauf' }).click();
    await confirmInAnotherWindow();
    // Then
    await page.getByRole('row', { name: /rauf general \(epochs 1–2\)/ }).waitFor();
    expect(await opensWith((await stage.keys(page)).raufs)).toBe(2);
    await expect.poll(() => page.getByText('rauf reads general, but lacks this key').count()).toBe(0);
    expect(barriers).toEqual([]);
  });

  it('destroys the key of a past epoch, once nobody needs it', async () => {
    // Given a second epoch, to which the desk reseals a tag's name, and no tip of the first
    page = await stage.open();
    await unlock('aysel', PASSPHRASE);
    await page.locator('[data-tip]').nth(4).click();
    await page.getByRole('region', { name: 'Lane, tags, clocks' }).waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('tender');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Take off tender' }).waitFor();
    await openPeople();
    await page.getByRole('button', { name: 'Begin the next epoch of general…' }).click();
    await compare();
    await page.getByRole('button', { name: 'Begin the epoch' }).click();
    await confirmInAnotherWindow();
    await page.getByRole('row', { name: /general 2, made here on/ }).waitFor();
    await stage.tell('sign', page);
    const past = page.getByRole('region', { name: 'Past keys' });
    await past.getByText('A tip that nobody has read.').waitFor();
    await past.getByText('Names of tags.').waitFor();
    const button = past.getByRole('button', { name: 'Destroy the key of general, epoch 1…' });
    expect(await button.isDisabled()).toBe(true);
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-past-needed');
    await stage.tell('empty', page);
    await page.reload();
    await unlock('aysel', PASSPHRASE);
    await openPeople();
    await past.getByText('Nothing', { exact: true }).waitFor();
    // When
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Destroy the key of general, epoch 1?' });
    await dialog.getByText('everybody in the queue sees that you asked').waitFor();
    barriers.push(...(await Stage.barriers(page)));
    await photograph(page, 'desk-past-destroy');
    await dialog.getByRole('button', { name: 'Ask to destroy it' }).click();
    // Then everybody sees it, and anybody can keep the key
    await past.getByText(/aysel has asked: it is destroyed at/).waitFor();
    const line = page
      .getByRole('list', { name: 'Alarms' })
      .getByRole('listitem')
      .filter({ hasText: 'general, epoch 1' });
    await photograph(page, 'desk-past-asked');
    barriers.push(...(await Stage.barriers(page)));
    await line.getByRole('button', { name: 'Keep it' }).click();
    await expect.poll(() => past.getByText(/has asked/).count()).toBe(0);
    // And it is gone once another lead agrees
    await button.click();
    await dialog.getByRole('button', { name: 'Ask to destroy it' }).click();
    await past.getByRole('button', { name: 'Keep it: the key of general, epoch 1' }).waitFor();
    await stage.tell('agree-to-destroy', page);
    await page.reload();
    await unlock('aysel', PASSPHRASE);
    await openPeople();
    await past.getByText(/Destroyed on/).waitFor();
    await photograph(page, 'desk-past-destroyed');
    await page.reload();
    await unlock('aysel', PASSPHRASE);
    expect(barriers).toEqual([]);
  });

  it('says that backups keep a destroyed key where there are no locks', async () => {
    // Given
    page = await stage.open();
    await stage.tell('lockless', page);
    // When
    await openPeople();
    // Then
    await page.getByText('This installation keeps no locks').waitFor();
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('changes nothing if the lead does not confirm that it is them', async () => {
    // Given
    page = await stage.open();
    await openPeople();
    await unlock('aysel', PASSPHRASE);
    await page.getByRole('button', { name: 'Begin the next epoch of threat…' }).click();
    await compare();
    await page.getByRole('button', { name: 'Begin the epoch' }).click();
    // When
    const asked = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await asked.getByRole('button', { name: 'Not now' }).click();
    // Then
    await page.getByText('You did not confirm that it is you. Nothing was changed.').waitFor();
    await page.getByText('1, from the key ceremony').first().waitFor();
  });

  it('comes back from a lost passphrase with the recovery key', async () => {
    // Given somebody who makes a new key instead of the one that they lost
    page = await stage.open();
    await become('rauf');
    await page.getByRole('button', { name: 'I have lost my passphrase…' }).click();
    const window = page.waitForEvent('popup');
    const digits = makeKey();
    await page.getByRole('link', { name: 'Confirm in a new window' }).click();
    await (await window).close();
    const heard = await digits;

    // When the recovery key opens their queue for them, and the lead's own key stays locked
    await become('aysel');
    await openPeople();
    await page.getByRole('button', { name: 'Recover rauf…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Recover queues for rauf' });
    await dialog.getByLabel('Digits that rauf reads to you').fill(heard);
    const { recoveryFile } = await stage.keys(page);
    await dialog
      .getByLabel('File of the recovery key')
      .setInputFiles({ name: 'recovery.age', mimeType: 'text/plain', buffer: Buffer.from(recoveryFile) });
    await dialog.getByLabel('Passphrase of the recovery key').fill('nonsense');
    await dialog.getByLabel('general').check();
    await dialog.getByRole('button', { name: 'Open and seal to rauf' }).click();
    await dialog.getByText('This passphrase does not open this recovery key.').waitFor();
    await dialog.getByLabel('Passphrase of the recovery key').fill(PASSPHRASE);
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-recover');
    await dialog.getByRole('button', { name: 'Open and seal to rauf' }).click();
    await page.getByRole('row', { name: /rauf general \(epoch 1\)/ }).waitFor();

    // Then they read tips again
    await become('rauf');
    await page.getByText('Your key is locked').waitFor();
    await page.getByLabel('Passphrase of rauf').fill(NEW_PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await typeRootKey();
    await page.getByText('Key open: rauf').waitFor({ timeout: 30_000 });
    expect(barriers).toEqual([]);
  });

  it('opens with a passkey of the device, until that is forgotten', async () => {
    // Given
    page = await stage.open();
    await giveChip();
    await page.getByLabel('Let a passkey of this device').check();
    await photograph(page, 'desk-passkey-offer');
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await confirmInAnotherWindow();
    await page.getByText('Key open: aysel').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    const barriers = await Stage.barriers(page);
    await photograph(page, 'desk-passkey');
    // When
    await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
    // Then
    await page.getByText('Key open: aysel').waitFor();
    await page.locator('[data-tip]').first().click();
    await page.getByText('Two men asked our neighbours').waitFor();
    expect(barriers).toEqual([]);
    // And without it, only with the passphrase
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('button', { name: 'Forget the passkey' }).click();
    await page.getByLabel('Let a passkey of this device').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Unlock with your passkey' }).count()).toBe(0);
  });

  it('stays locked where the passkey is not', async () => {
    // Given a passkey in another device
    page = await stage.open();
    await giveChip();
    await stage.tell('passkey', page);
    await page.reload();
    // When
    await page.getByRole('button', { name: 'Unlock with your passkey' }).click();
    // Then
    await page.getByText('No passkey opened your key').waitFor();
    await page.getByText('Key locked').waitFor();
  });

  it('lets an auditor read the journal, check it and keep it, and see no tip', async () => {
    // Given
    page = await stage.open();
    await become('nigar');
    await page.getByRole('row', { name: /member.removed rauf/ }).waitFor();
    const saving = page.waitForEvent('download');
    // When
    await page.getByRole('button', { name: 'Check all of it and save' }).click();
    // Then
    await page.getByText('Whole: 5 entries, and the database says the same of each deed.').waitFor();
    await page.getByText('5:a329bd7d').last().waitFor();
    const kept = await readFile(await (await saving).path(), 'utf8');
    expect(kept.trim().split('\n')).toHaveLength(5);
    await photograph(page, 'desk-journal');
    expect(await Stage.barriers(page)).toEqual([]);
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
  });

  it('tells an auditor which deed was altered in the database', async () => {
    // Given
    page = await stage.open();
    await become('nigar');
    await stage.tell('altered', page);
    // When
    await page.getByRole('button', { name: 'Check all of it and save' }).click();
    // Then
    await page.getByText(/Entry 5 \(tip.assigned 0b9d.*\): its row in the database was changed/).waitFor();
    await photograph(page, 'desk-journal-altered');
  });

  it.each([
    ['dark', 1440],
    ['light', 1024],
    ['light', 820],
  ] as const)('has no barriers and no overflow in %s at %i px', async (colorScheme, width) => {
    // Given
    page = await stage.open({ colorScheme, viewport: { width, height: 800 } });
    // When
    await openPeople();
    // Then
    await page.getByRole('row', { name: /aysel/ }).first().waitFor();
    await photograph(page, `desk-people-${colorScheme}-${width}`);
    expect(await Stage.barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
});
