import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';
import { CHROMIUM, Stage, photograph } from './stage';

/** Somebody has to listen where others hear it. */
describe.skipIf(CHROMIUM === undefined)('listening in Chromium', () => {
  const stage = Stage.forWalks();
  /** What the sound of the hostile tip is: a step of a third at each of 8000 samples a second. */
  const HERTZ = 8000 / 3 / 2 / Math.PI;
  let page: Page;

  const sound = () => page.frameLocator('iframe[title="View of file 8"]').locator('audio');
  /** The loudest tone on its way to the loudspeaker, and how loud it is there. */
  const heard = () =>
    page.evaluate(() => {
      const { tap } = window as unknown as { tap?: AnalyserNode };
      if (tap === undefined) return { hertz: 0, loud: -Infinity };
      const tones = new Float32Array(tap.frequencyBinCount);
      tap.getFloatFrequencyData(tones);
      const loud = Math.max(...tones);
      return { hertz: (tones.indexOf(loud) * tap.context.sampleRate) / tap.fftSize, loud };
    });

  const paused = () => sound().evaluate(({ paused, muted }: HTMLAudioElement) => ({ paused, muted }));

  async function play(opened?: Page) {
    page = opened ?? (await stage.open());
    await page.addInitScript(() => {
      const { connect } = AudioNode.prototype as unknown as { connect: (this: AudioNode, ...to: unknown[]) => unknown };
      Object.assign(AudioNode.prototype, {
        connect(this: AudioNode, ...to: unknown[]) {
          // Not the bell's, which rings beside it.
          const ofTheMedia = this instanceof MediaElementAudioSourceNode || this instanceof AudioWorkletNode;
          if (ofTheMedia && to[0] instanceof AudioDestinationNode) {
            const tap = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
            Object.assign(window, { tap });
            connect.call(this, tap);
          }
          return connect.apply(this, to);
        },
      });
    });
    await stage.tell('hostile', page);
    await page.reload();
    await page.getByLabel('Passphrase of aysel').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock', exact: true }).click();
    await page.getByText('Key open: aysel').waitFor();
    const rows = page.locator('[data-tip]');
    await rows.nth((await rows.count()) - 4).click();
    await page.getByRole('button', { name: /^Play sound.*\(file 8\)/ }).click();
    await sound().evaluate(async (audio: HTMLAudioElement) => {
      audio.loop = true;
      await audio.play();
    });
  }

  it('a voice is masked, and nothing of it is heard as it is', async () => {
    // Given
    await play();
    await expect.poll(async () => Math.abs((await heard()).hertz - HERTZ)).toBeLessThan(15);
    // When
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    // Then
    await expect.poll(async () => Math.abs((await heard()).hertz - 0.7 * HERTZ)).toBeLessThan(15);
    expect(await Stage.barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    await expect.poll(async () => Math.abs((await heard()).hertz - HERTZ)).toBeLessThan(15);
  });

  it('who masks one voice has the next one masked, too', async () => {
    // Given
    await play();
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    await page.getByRole('button', { name: /^Hide.*\(file 8\)/ }).click();
    // When
    await page.getByRole('button', { name: /^Play sound.*\(file 8\)/ }).click();
    // Then
    await page.getByRole('button', { name: 'Mask the voice', pressed: true }).waitFor();
  });

  it('a sound is heard slower, as high as it is, and drawn where it was heard', async () => {
    // Given
    await play();
    await expect.poll(async () => Math.abs((await heard()).hertz - HERTZ)).toBeLessThan(15);
    // When
    await page.getByLabel('Speed').selectOption({ label: '0.5 ×' });
    // Then
    await expect
      .poll(() => sound().evaluate((audio: HTMLAudioElement) => [audio.playbackRate, audio.preservesPitch]))
      .toEqual([0.5, true]);
    await expect.poll(async () => Math.abs((await heard()).hertz - HERTZ)).toBeLessThan(20);
    const drawn = page.getByRole('img', { name: 'How loud it is, as far as you have listened' });
    await drawn.scrollIntoViewIfNeeded();
    await photograph(page, 'work-listening');
    expect(await Stage.barriers(page)).toEqual([]);
  });

  it('nothing is played where no voice can be masked', async () => {
    // Given
    page = await stage.open();
    await page.addInitScript(() => {
      Object.assign(AudioContext.prototype, {
        createMediaElementSource: () => {
          throw new DOMException('not here');
        },
      });
    });
    await play(page);
    // When
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    // Then
    await page.getByText('This browser cannot mask voices').waitFor();
    await expect.poll(paused).toEqual({ paused: true, muted: true });
    await sound().evaluate((audio: HTMLAudioElement) => audio.play().catch(() => undefined));
    await expect.poll(paused).toEqual({ paused: true, muted: true });
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    await sound().evaluate((audio: HTMLAudioElement) => audio.play());
    await expect.poll(paused).toEqual({ paused: false, muted: false });
  });

  it('nothing is played if the mask does not load, and pressing again tries again', async () => {
    // Given
    await play();
    await page.evaluate(() => {
      const { addModule } = AudioWorklet.prototype as unknown as { addModule: () => Promise<void> };
      Object.assign(AudioWorklet.prototype, {
        addModule: () => {
          Object.assign(AudioWorklet.prototype, { addModule });
          return Promise.reject(new DOMException('not now'));
        },
      });
    });
    // When
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    // Then
    await page.getByText('The mask did not load').waitFor();
    await expect.poll(paused).toEqual({ paused: true, muted: true });
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    await page.getByRole('button', { name: 'Mask the voice' }).click();
    await sound().evaluate((audio: HTMLAudioElement) => audio.play());
    await expect.poll(async () => Math.abs((await heard()).hertz - 0.7 * HERTZ)).toBeLessThan(15);
  });
});
