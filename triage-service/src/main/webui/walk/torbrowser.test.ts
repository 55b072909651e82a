import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png } from '../fixture/hostile.ts';
import { clean } from '../src/clean/clean.ts';
import { joined } from '../src/format/joined.ts';
import { FIREFOX, openHostile, type Desk, type Firefox } from './firefox';
import { pixel } from './pixels';

const button = (name: string, file: number) =>
  `//button[starts-with(normalize-space(), "${name}")][contains(., "file ${file})")]`;

/** The staff guide names Tor Browser: it gives noise to a page that reads a canvas back, and no canvas is needed. */
describe.skipIf(FIREFOX === undefined)('the desk in Firefox as Tor Browser sets it', () => {
  let desk: Desk;
  let firefox: Firefox;

  beforeAll(async () => {
    desk = await openHostile();
    ({ firefox } = desk);
  });

  afterAll(() => desk.close());

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
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 200)).toEqual([0x60, 0x60, 0x60]);
  });

  it('a PDF is seen in its own colours', async () => {
    // When
    await firefox.click(button('Show document', 9));
    await firefox.click(button('Show clearly', 9));
    // Then
    const frame = '//iframe[@title="View of file 9"]';
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 200)).toEqual([0x60, 0x60, 0x60]);
  });

  it('what a mask covers in a PDF hides nothing, where a mask would be noise', async () => {
    // When
    await firefox.click(button('Show document', 23));
    await firefox.click(button('Show clearly', 23));
    // Then
    const frame = '//iframe[@title="View of file 23"]';
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 200)).toEqual([0x30, 0x30, 0x30]);
    await firefox.find('//*[contains(text(), "Parts may be missing or look different")]');
  });

  it('a HEIC picture is seen in its own colours', async () => {
    // When
    await firefox.click(button('Show picture', 15));
    await firefox.click(button('Show clearly', 15));
    // Then
    const frame = '//iframe[@title="View of file 15"]';
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 200)).toEqual([0x60, 0x60, 0x60]);
  });

  it('the picture in a document is seen in its own colours', async () => {
    // When
    await firefox.click(button('Show document', 22));
    await firefox.click(button('Show clearly', 22));
    // Then
    const frame = '//iframe[@title="View of file 22"]';
    await expect.poll(async () => pixel(await firefox.photograph(frame), 60, 200)).toEqual([0x60, 0x60, 0x60]);
  });

  it('a PDF that draws itself without end is thrown away, and the desk goes on', async () => {
    // When
    await firefox.click(button('Show document', 11));
    // Then
    await firefox.find('//*[@role="alert"][contains(., "wants more time or memory")]');
    await firefox.click(button('Show as text', 2));
    await firefox.find('//*[@aria-label="Text of file 2"]');
  });

  it('its clean copy is the same picture', async () => {
    // When
    await firefox.click(button('Save clean', 1));
    // Then
    const saved = await firefox.saved(/^tip-[0-9a-f]{8}-file-1-clean\.png$/);
    expect(saved.equals(joined(clean([png(640, 400)], 'png')))).toBe(true);
  });

  it('a voice is masked', async () => {
    // When
    await firefox.click(button('Play sound', 8));
    await firefox.click('//button[normalize-space()="Mask the voice"]');
    // Then
    const played = () =>
      firefox.run(`
        const audio = document.querySelector('iframe[title="View of file 8"]').contentDocument.querySelector('audio');
        audio.play().catch(() => undefined);
        return audio.currentTime > 0.1;`);
    await expect.poll(played).toBe(true);
    await firefox.find('//button[@aria-pressed="true"][normalize-space()="Mask the voice"]');
    expect(await firefox.run('return /cannot mask voices|mask did not load/.test(document.body.textContent)')).toBe(
      false,
    );
  });

  it('the list says how tips begin', async () => {
    // When
    await firefox.click('//button[normalize-space()="Show what tips say"]');
    // Then
    await firefox.find('//*[@data-tip]//bdi[contains(@class, "gist")][string-length(normalize-space()) > 5]');
  });
});

/** Level Safer takes WebAssembly away. */
describe.skipIf(FIREFOX === undefined)('the desk in Firefox as Tor Browser sets it at its level Safer', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openHostile({ 'javascript.options.wasm': false });
  });

  afterAll(() => desk.close());

  it('a HEIC picture is not shown, and the reader is told why', async () => {
    // When
    await desk.firefox.click(button('Show picture', 15));
    // Then
    await desk.firefox.find('//*[@role="alert"][contains(., "at its security level Standard only")]');
  });

  it('a PDF is shown, with a word about its pictures', async () => {
    // When
    await desk.firefox.click(button('Show document', 9));
    await desk.firefox.click(button('Show clearly', 9));
    // Then
    await desk.firefox.find('//*[contains(text(), "Parts may be missing or look different")]');
    const frame = '//iframe[@title="View of file 9"]';
    await expect.poll(async () => pixel(await desk.firefox.photograph(frame), 60, 200)).toEqual([0x60, 0x60, 0x60]);
  });
});
