import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpacked } from './unpack';
import { Work } from './work';

const LONG = Buffer.alloc(2 ** 22, 'abc');

describe('what is unpacked', () => {
  it.each([
    ['zlib', deflateSync(LONG)],
    ['raw', deflateRawSync(LONG)],
  ] as const)('is as long as it may be, and no longer: %s', (way, packed) => {
    expect(Buffer.compare(unpacked(packed, 1000, Work.ofTip(), way), LONG.subarray(0, 1000))).toBe(0);
  });

  it('has a beginning where what is packed is broken behind it', () => {
    // Given
    const text = Array.from({ length: 2000 }, (_, index) => `${(index * 7919) % 104_729} came at night. `).join('');
    const packed = deflateSync(Buffer.from(text));
    // When
    const found = Buffer.from(unpacked(packed.subarray(0, packed.length / 2), text.length, Work.ofTip())).toString();
    // Then
    expect(found.length).toBeGreaterThan(text.length / 4);
    expect(text.startsWith(found)).toBe(true);
  });
});
