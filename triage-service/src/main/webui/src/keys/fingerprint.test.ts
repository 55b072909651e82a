import { describe, expect, it } from 'vitest';
import { fingerprintOf, isFingerprint, partnerFingerprint } from './fingerprint';

describe('fingerprints', () => {
  it('is as another program computed it', async () => {
    // When
    const fingerprint = await fingerprintOf('age1pq1example');
    // Then
    expect(fingerprint).toBe('2287 3236 8374 5483 0212 8726');
  });

  it('of a partner is what sha256sum says', async () => {
    // When
    const fingerprint = await partnerFingerprint('age1pq1example');
    // Then
    expect(fingerprint).toBe('8c18 78da e5e3 24b7 8ea9 085b deff d0bd');
  });

  it('is another for another key', async () => {
    // When
    const two = await Promise.all([fingerprintOf('age1pq1example'), fingerprintOf('age1pq1examplf')]);
    // Then
    expect(two[0]).not.toBe(two[1]);
  });

  it.each([
    ['1234 5678', true],
    ['12345678', true],
    ['1234-5678', true],
    ['1234 567', false],
    ['1234 5679', false],
    ['', false],
  ])('takes %j for 1234 5678: %s', (heard, same) => {
    // When
    const taken = isFingerprint(heard, '1234 5678');
    // Then
    expect(taken).toBe(same);
  });

  it('are nothing that nobody has', () => {
    expect(isFingerprint('', '')).toBe(false);
  });
});
