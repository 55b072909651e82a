import { preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { png } from '../fixture/hostile.ts';
import { PASSPHRASE } from '../fixture/keys.ts';
import { clean } from '../src/clean/clean.ts';
import { joined } from '../src/format/joined.ts';
import { FIREFOX, Firefox } from './firefox';
import { pixel } from './pixels';

/** The staff guide names Tor Browser: it gives noise to a page that reads a canvas back, and no canvas is needed. */
describe.skipIf(FIREFOX === undefined)('the desk in Firefox as Tor Browser sets it', () => {
  let server: PreviewServer;
  let firefox: Firefox;

  beforeAll(async () => {
    server = await preview({
      logLevel: 'warn',
      build: { outDir: inject('built') },
      preview: { port: 0, host: 'localhost' },
    });
    const { origin } = new URL(server.resolvedUrls?.local[0] ?? '');
    await fetch(`${origin}/fixture/fresh`);
    await fetch(`${origin}/fixture/hostile`);
    firefox = await Firefox.start();
    await firefox.open(origin);
    await firefox.type('//label[contains(., "Passphrase of aysel")]/following::input[1]', PASSPHRASE);
    await firefox.click('//button[normalize-space()="Unlock"]');
    await firefox.find('//*[contains(normalize-space(.), "Key open: aysel")]');
    await firefox.click('(//*[@data-tip])[last() - 3]');
  });

  afterAll(async () => {
    await firefox.end();
    await server.close();
  });

  const button = (name: string, file: number) =>
    `//button[starts-with(normalize-space(), "${name}")][contains(., "file ${file})")]`;

  it('a page that reads a canvas back would be given noise', async () => {
    const colours = await firefox.run(`
      const pen = document.createElement('canvas').getContext('2d');
      pen.fillStyle = 'rgb(96, 96, 96)';
      pen.fillRect(0, 0, 8, 8);
      return new Set(pen.getImageData(0, 0, 8, 8).data).size;`);
    expect(colours).toBeGreaterThan(2);
  });

  it('a picture is seen in its own colours', async () => {
    // When
    await firefox.click(button('Show picture', 1));
    await firefox.click(button('Show clearly', 1));
    // Then
    const frame = '//iframe[@title="View of file 1"]';
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 60)).toEqual([0x60, 0x60, 0x60]);
  });

  it('its clean copy is the same picture', async () => {
    // When
    await firefox.click(button('Save clean', 1));
    // Then
    const saved = await firefox.saved(/^tip-[0-9a-f]{8}-file-1-clean\.png$/);
    expect(saved.equals(joined(clean([png(640, 400)], 'png')))).toBe(true);
  });

  it('the list says how tips begin', async () => {
    // When
    await firefox.click('//button[normalize-space()="Show what tips say"]');
    // Then
    await firefox.find('//*[@data-tip]//bdi[contains(@class, "gist")][string-length(normalize-space()) > 5]');
  });
});
