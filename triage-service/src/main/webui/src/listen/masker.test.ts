import { describe, expect, it } from 'vitest';
import { Loudness } from './loudness';
import { DEEPER, Masker } from './masker';

const RATE = 44_100;
const BLOCK = 128;

/** A second of a tone, masked block by block as the browser does it. */
function masked(hertz: number, rate = RATE): Float32Array {
  const masker = new Masker(rate);
  const made = new Float32Array(rate - (rate % BLOCK));
  for (let from = 0; from < made.length; from += BLOCK) {
    const sound = Float32Array.from({ length: BLOCK }, (_, at) => Math.sin(((from + at) * hertz * 2 * Math.PI) / rate));
    masker.process(sound, made.subarray(from, from + BLOCK));
  }
  return made;
}

/** How much of a tone is in a sound. */
function share(sound: Float32Array, hertz: number, rate = RATE): number {
  let [sine, cosine] = [0, 0];
  sound.forEach((each, at) => {
    sine += each * Math.sin((at * hertz * 2 * Math.PI) / rate);
    cosine += each * Math.cos((at * hertz * 2 * Math.PI) / rate);
  });
  return (2 * Math.hypot(sine, cosine)) / sound.length;
}

/** The loudest of all tones from 100 to 500 Hz. */
function loudest(sound: Float32Array, rate = RATE): number {
  let best = 0;
  for (let hertz = 100; hertz <= 500; hertz += 4)
    if (share(sound, hertz, rate) > share(sound, best, rate)) best = hertz;
  return best;
}

describe('a masked voice', () => {
  it.each([
    [220, 44_100],
    [440, 44_100],
    [440, 48_000],
  ])('of %i Hz at %i samples a second is deeper', (hertz, rate) => {
    // When
    const sound = masked(hertz, rate).subarray(0, 11_025);
    // Then
    expect(Math.abs(loudest(sound, rate) - hertz * DEEPER)).toBeLessThan(12);
    expect(share(sound, hertz, rate)).toBeLessThan(0.1);
  });

  it('is as loud as before, and never louder', () => {
    // When
    const sound = masked(300);
    // Then
    expect(Math.max(...sound)).toBeLessThanOrEqual(1);
    expect(Math.max(...sound)).toBeGreaterThan(0.7);
    expect(sound.every((each) => Number.isFinite(each))).toBe(true);
  });

  it('is silent where nobody speaks', () => {
    // Given
    const made = new Float32Array(BLOCK).fill(1);
    // When
    new Masker(RATE).process(new Float32Array(BLOCK), made);
    // Then
    expect(Math.max(...made)).toBe(0);
  });
});

describe('how loud a sound was', () => {
  it('is known where it was heard, and the loudest of it counts', () => {
    // Given
    const loudness = new Loudness(4);
    // When
    loudness.hear(5, 10, Uint8Array.of(128, 64));
    loudness.hear(5.1, 10, Uint8Array.of(128, 130));
    loudness.hear(10, 10, Uint8Array.of(0));
    loudness.hear(0, NaN, Uint8Array.of(0));
    // Then
    expect(loudness.parts).toEqual([undefined, undefined, 0.5, undefined]);
  });
});
