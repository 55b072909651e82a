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

  it('is what came before a fault', () => {
    // Given
    const packed = deflateSync(Buffer.from('They came at night. '.repeat(3)));
    // When
    const found = unpacked(packed.subarray(0, -8), 1000, Work.ofTip());
    // Then
    expect('They came at night. '.repeat(3).startsWith(Buffer.from(found).toString())).toBe(true);
  });
});
