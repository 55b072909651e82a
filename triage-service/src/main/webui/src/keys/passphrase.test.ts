import { wordlist } from '@scure/bip39/wordlists/english.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { below, judge, LONGEST, madePassphrase } from './passphrase';

describe('passphrases', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['', 'none'],
    ['password', 'weak'],
    ['password1password2', 'weak'],
    ['password1 password2 password3 password4', 'weak'],
    ['1q2w3e4r5t6y7u8i', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnopqrstuvwxyz0123456789', 'weak'],
    ['penah penah penah penah penah penah penah', 'weak'],
    ['azerbaijan1991baku', 'weak'],
    ['heydaraliyev1923', 'weak'],
    ['Azərbaycan1918Qarabağ', 'weak'],
    ['aysel1987gence2004', 'weak'],
    ['salam vətən sevgi bakı karabakh', 'weak'],
    ['mənim adım aysel mən səni çox sevirəm', 'weak'],
    ['я люблю тебя родина', 'weak'],
    ['to be or not to be that is the question', 'weak'],
    ['gecikdirilmişdir zəncirbəndlər qəhrəmanlıqlar', 'weak'],
    ['january february march april may june july august september october', 'weak'],
    ['correct horse battery staple', 'weak'],
    ['correct horse battery staple wagon', 'nearly'],
    ['correct horse battery staple wagon velvet', 'enough'],
    ['violin harvest copper meadow lantern thirteen', 'enough'],
    ['orchard pebble winter saddle nineteen marble', 'enough'],
    ['k7mq-3xnd-wz5t-8rhp-v6cj-2fyb', 'enough'],
    ['x9$Rk2!vQw7#Lp4&Zt8*Jm', 'enough'],
    ['one word more '.repeat(8), 'long'],
  ])('judges %j as %s', async (passphrase, expected) => {
    // When
    const { strength } = await judge(passphrase, undefined, ['aysel']);
    // Then
    expect(strength).toBe(expected);
  });

  it.each([
    'password1password2',
    'correct horse battery staple',
    'correct horse battery staple wagon velvet',
    'azerbaijan1991baku',
  ])('gives %j no more bits than the library', async (passphrase) => {
    // Given
    const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
    const common = await import('@zxcvbn-ts/language-common');
    const english = await import('@zxcvbn-ts/language-en');
    const library = new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
    });
    // When
    const { bits } = await judge(passphrase, undefined, []);
    // Then
    expect(bits).toBeGreaterThan(0);
    expect(bits).toBeLessThanOrEqual(library.check(passphrase).guessesLog10 * Math.log2(10));
  });

  it('gives no credit for the name of the member', async () => {
    // Given
    const passphrase = 'correct horse battery staple wagon xuliqandar';
    // When
    const strange = await judge(passphrase, undefined, []);
    const named = await judge(passphrase, undefined, ['xuliqandar']);
    // Then
    expect(strange.strength).toBe('enough');
    expect(named.strength).toBe('nearly');
  });

  it('takes only what it made while the lists of words cannot be loaded', async () => {
    // Given
    vi.doMock('./guessing', () => {
      throw new Error('offline');
    });
    // When
    const own = await judge('violin harvest copper meadow lantern thirteen', 'a b c', []);
    const made = await judge('a b c', 'a b c', []);
    vi.doUnmock('./guessing');
    // Then
    expect([own.strength, made.strength]).toEqual(['unjudged', 'enough']);
  });

  it('judges the longest that it takes within seconds', async () => {
    // Given
    const hard = '4@8b1!|3€g6&0o5$7+2z9'.repeat(10).slice(0, LONGEST);
    // When
    const { strength } = await judge(hard, undefined, []);
    // Then
    expect(strength).not.toBe('long');
  }, 10_000);

  it('makes seven words, never the same twice, and takes them', async () => {
    // When
    const made = Array.from({ length: 200 }, () => madePassphrase());
    // Then
    expect(new Set(made).size).toBe(200);
    const words = made.map((each) => each.split(' '));
    expect(words.every((each) => each.length === 7 && each.every((word) => wordlist.includes(word)))).toBe(true);
    expect(await judge(made[0] ?? '', made[0], [])).toMatchObject({ strength: 'enough' });
  });

  it('draws again what would make some words likelier', () => {
    // Given what is drawn, the first of it above the last whole multiple of 3,000
    const drawn = [65_535, 63_000, 62_999];
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      (array as unknown as Uint16Array)[0] = drawn.shift() ?? 0;
      return array;
    });
    // When
    const number = below(3000);
    // Then
    expect(number).toBe(2999);
    expect(drawn).toEqual([]);
  });
});
