/** Fewer guesses than two to this power are too few for a key that the server keeps. */
export const ENOUGH_BITS = 64;

/** Letters and digits that nobody mistakes for each other, 32 of them: five bits each. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 4;

/** A passphrase made by chance, of 80 bits. */
export function suggestion(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(GROUPS * GROUP))].map((byte) =>
    ALPHABET.charAt(byte % ALPHABET.length),
  );
  return Array.from({ length: GROUPS }, (_, group) => letters.slice(group * GROUP, (group + 1) * GROUP).join('')).join(
    '-',
  );
}

/**
 * A cautious guess at how many bits an attacker has to try. A letter that repeats or continues the one before counts for
 * little, and words count as words: nobody chooses letters by chance.
 */
export function bitsOf(passphrase: string): number {
  const words = passphrase.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const distinct = new Set(words.filter((word) => word !== ''));
  return Math.floor([...distinct].reduce((bits, word) => bits + bitsOfWord(word), 0));
}

/** What a word that is in every attacker's list is worth: one of eight thousand. */
const WORD = 13;

function bitsOfWord(word: string): number {
  const mixed = /\p{N}/u.test(word) && /\p{L}/u.test(word);
  const each = mixed ? 5 : 2.5;
  let bits = 0;
  let before: number | undefined;
  for (const letter of word) {
    const code = letter.codePointAt(0) ?? 0;
    bits += before !== undefined && Math.abs(code - before) <= 1 ? 0.5 : each;
    before = code;
  }
  return mixed ? bits : Math.min(bits, WORD);
}

export type Strength = 'weak' | 'nearly' | 'enough';

export function strengthOf(passphrase: string): Strength {
  const bits = bitsOf(passphrase);
  if (bits >= ENOUGH_BITS) return 'enough';
  return bits >= ENOUGH_BITS * 0.7 ? 'nearly' : 'weak';
}

export const STRENGTH_WORDS: Record<Strength, string> = {
  weak: 'Too easy to guess. Take six words that have nothing to do with each other, or the suggestion.',
  nearly: 'Nearly. One more word.',
  enough: 'Hard to guess, even for somebody who holds the server.',
};
