import { describe, expect, it } from 'vitest';
import { strengthOf, suggestion } from './passphrase';

describe('passphrases', () => {
  it.each([
    ['', 'weak'],
    ['password', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnopqrstuvwxyz0123456789', 'weak'],
    ['penah penah penah penah penah penah penah', 'weak'],
    ['correct horse battery staple', 'nearly'],
    ['violin harvest copper meadow lantern thirteen', 'enough'],
    ['k7mq-3xnd-wz5t-8rhp', 'enough'],
  ])('judges %j as %s', (passphrase, expected) => {
    // When
    const strength = strengthOf(passphrase);
    // Then
    expect(strength).toBe(expected);
  });

  it('suggests never the same twice', () => {
    // When
    const suggested = Array.from({ length: 200 }, () => suggestion());
    // Then
    expect(new Set(suggested).size).toBe(200);
    expect(suggested.every((each) => /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/.test(each))).toBe(true);
  });
});
