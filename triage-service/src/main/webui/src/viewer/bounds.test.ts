import { afterEach, describe, expect, it } from 'vitest';
import { beginCount, TooLarge } from './bounds';

describe('in a viewer', () => {
  afterEach(beginCount);

  it.each([
    ['bytes', () => new Uint8Array(2 ** 28 + 1)],
    ['numbers', () => new Float64Array(2 ** 26)],
    ['a buffer', () => new ArrayBuffer(2 ** 29)],
  ])('no array is longer than one picture needs: %s', (_what, make) => {
    expect(make).toThrow(TooLarge);
  });

  it('all arrays of a page together are no longer than one page needs', () => {
    // Given
    const page = () => {
      for (let made = 0; made <= 16; made++) new Uint8Array(2 ** 26);
    };
    // Then
    expect(page).toThrow(TooLarge);
    beginCount();
    expect(() => new Uint8Array(2 ** 26)).not.toThrow();
  });

  it('an array is what it was', () => {
    expect(new Uint8Array([1, 2]).slice(1)).toEqual(Uint8Array.of(2));
    expect(new Uint8Array(3) instanceof Uint8Array).toBe(true);
  });

  it('nothing unpacks without a bound', () => {
    expect(typeof DecompressionStream).toBe('undefined');
  });
});
