import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage } from './stage';

const PICTURES = join(import.meta.dirname, '../../../../../docs/pictures');
const PICTURE = join(PICTURES, 'desk.webp');
const KEPT = join(PICTURES, 'desk.txt');
const TAKE = process.env.PENAH_PICTURES === 'take';
const NOW = new Date('2026-11-27T09:41:00Z');

/** What measure.js answers. */
interface Measured {
  page: string;
  differences: string[];
}

describe.skipIf(CHROMIUM === undefined)('the picture in README.md', () => {
  // Of what stands on the page, nothing depends on when the test runs.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  const stage = Stage.forWalks();

  it('shows the desk as it is', async () => {
    // Given
    const page = await stage.open({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    await page.clock.setFixedTime(NOW);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.locator('[data-tip]').first().click();
    await page.getByRole('region', { name: 'Message' }).getByText('Two men asked our neighbours').waitFor();
    // All pushed news has arrived: that the tip was opened, and the state of the partners.
    await page.getByRole('button', { name: 'List has changed: show' }).click();
    await page.getByText('Nothing new').waitFor();
    await page.getByText('First opened').waitFor();
    await page.getByText('Nobody has opened 1 imminent tip').waitFor();
    await page.getByText('Bell on').waitFor();
    await page.getByText('1 partner reachable').waitFor();
    await page.mouse.move(0, 0);
    if (TAKE) writeFileSync(PICTURE, await webp(page));

    // When
    const measure = readFileSync(join(PICTURES, 'measure.js'), 'utf8');
    const picture = createHash('sha256').update(readFileSync(PICTURE)).digest('hex');
    const kept = TAKE ? '' : readFileSync(KEPT, 'utf8');
    const measured = await page.evaluate<Measured>(`(${measure})(${JSON.stringify({ picture, kept })})`);

    // Then
    if (TAKE) writeFileSync(KEPT, measured.page);
    else
      expect(
        measured.differences,
        `${PICTURE} is of another desk; if this one is right: PENAH_PICTURES=take npx vitest run walk/pictures.test.ts`,
      ).toEqual([]);
  });
});

/** A quarter of what the same picture is as PNG. */
async function webp(page: Page): Promise<Buffer> {
  const devTools = await page.context().newCDPSession(page);
  const { data } = await devTools.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  return Buffer.from(data, 'base64');
}
