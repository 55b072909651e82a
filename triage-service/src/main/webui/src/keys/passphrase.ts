import { spoken } from '../words/say';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Fewer guesses than two to this power are too few for a key that the server keeps. */
export const ENOUGH_BITS = 64;
/** The estimate takes seconds for longer ones, and nobody types them without a mistake. */
export const LONGEST = 100;
/** Each is one of 2,048: seven are 77 bits. */
const WORDS = 7;

/** A passphrase made by chance. */
export function madePassphrase(): string {
  return Array.from({ length: WORDS }, () => wordlist[below(wordlist.length)]).join(' ');
}

/** A number by chance, each as likely as any other: those that would make some likelier are drawn again. */
export function below(limit: number): number {
  const fair = 65_536 - (65_536 % limit);
  for (;;) {
    const [drawn = fair] = crypto.getRandomValues(new Uint16Array(1));
    if (drawn < fair) return drawn % limit;
  }
}

export type Strength = 'none' | 'weak' | 'nearly' | 'enough' | 'long' | 'unjudged';

export interface Verdict {
  strength: Strength;
  bits: number;
}

/**
 * @param made what {@link madePassphrase} gave, if it did: chance needs no estimate
 * @param about words that anybody tries first with this member
 */
export async function judge(passphrase: string, made: string | undefined, about: readonly string[]): Promise<Verdict> {
  if (passphrase === '') return { strength: 'none', bits: 0 };
  if (passphrase === made) return { strength: 'enough', bits: ENOUGH_BITS };
  if (passphrase.length > LONGEST) return { strength: 'long', bits: 0 };
  try {
    // Its lists of words are larger than the console.
    const { bitsOf } = await import('./guessing');
    const bits = bitsOf(passphrase, about);
    return { strength: strengthOf(bits), bits };
  } catch {
    return { strength: 'unjudged', bits: 0 };
  }
}

function strengthOf(bits: number): Strength {
  if (bits >= ENOUGH_BITS) return 'enough';
  return bits >= ENOUGH_BITS * 0.75 ? 'nearly' : 'weak';
}

export const STRENGTH_WORDS: Record<Strength, string> = spoken({
  none: 'keys.yourOwnPassphraseNeedsSix',
  weak: 'keys.tooEasyToGuessLet',
  nearly: 'keys.nearlyOneOrTwoMore',
  enough: 'keys.hardToGuessEvenFor',
  long: 'keys.longerThan100LettersTake',
  unjudged: 'keys.thisPageCouldNotJudge',
});
