import { describe, expect, it } from 'vitest';
import { Gap, Keeper } from './ends';

const FRONT = 2 ** 22;
const BACK = 2 ** 21;
/** Says at each byte where it stood. */
const byteAt = (at: number) => (at * 31 + (at >> 8)) & 255;

function kept(size: number, piece: number) {
  const keeper = new Keeper();
  const whole = Uint8Array.from({ length: size }, (_, at) => byteAt(at));
  for (let at = 0; at < size; at += piece) keeper.take(whole.subarray(at, at + piece));
  return { ends: keeper.ends, whole };
}

describe('of what passes', () => {
  it.each([
    [0, 10],
    [5000, 7],
    [FRONT, 65_536],
    [FRONT + 5, 65_535],
    [FRONT + BACK, 1_000_003],
    [FRONT + BACK + 12_345, 65_536],
    [FRONT + 3 * BACK + 7, FRONT + 2 * BACK + 99],
  ])('%i bytes in pieces of %i keep their beginning and end', (size, piece) => {
    // When
    const { ends, whole } = kept(size, piece);
    // Then
    expect(ends.size).toBe(size);
    expect(Buffer.compare(ends.slice(0, Math.min(size, FRONT)), whole.subarray(0, FRONT))).toBe(0);
    expect(Buffer.compare(ends.slice(ends.tail, ends.size), whole.subarray(ends.tail))).toBe(0);
    expect(size - ends.tail).toBe(size <= FRONT ? size : Math.min(size - FRONT, BACK));
  });

  it('what lies on both sides of where the beginning ends is one', () => {
    // Given
    const { ends, whole } = kept(FRONT + 10, 65_536);
    // When
    const across = ends.slice(FRONT - 3, FRONT + 4);
    // Then
    expect([...across]).toEqual([...whole.subarray(FRONT - 3, FRONT + 4)]);
  });

  it('nothing is made up of the middle, nor behind the end', () => {
    // Given
    const { ends } = kept(FRONT + BACK + 10, 65_536);
    // Then
    expect(() => ends.slice(FRONT, FRONT + 11)).toThrow(Gap);
    expect(() => ends.slice(FRONT - 1, FRONT + 1)).toThrow(Gap);
    expect(() => ends.slice(ends.size, ends.size + 1)).toThrow(RangeError);
    expect(() => ends.slice(-1, 1)).toThrow(RangeError);
    expect(() => ends.slice(NaN, 1)).toThrow(RangeError);
  });
});
