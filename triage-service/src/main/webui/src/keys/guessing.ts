import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { folded } from '../words/folding';
import { WORDS_HERE } from './wordshere';

/** A word is worth at most one of eight thousand, in any language. */
const WORD = 13;

const words = {
  'passwords-common': common['passwords-common'],
  'commonWords-en': english['commonWords-en'],
  'firstnames-en': english['firstnames-en'],
  'lastnames-en': english['lastnames-en'],
  'wikipedia-en': english['wikipedia-en'],
  'words-here': [...new Set(WORDS_HERE.flatMap((word) => [word, folded(word)]))],
};
const options = {
  graphs: adjacencyGraphs,
  // A hundred, its default, take a second for one long word of digits.
  l33tMaxSubstitutions: 20,
};
const library = new ZxcvbnFactory({ ...options, dictionary: { ...common, ...english, ...words } });
/**
 * Without the lists whose order is not how often people take a word: of dice, which begins with `abacus`, of months, planets and
 * the like.
 */
const ofOneWord = new ZxcvbnFactory({ ...options, dictionary: words });

/**
 * How many bits an attacker has to try: what zxcvbn says of the whole, or of its words if that is less. Of the whole alone it
 * thinks too well: it takes a word of a language that it does not know, or a space, for letters by chance.
 */
export function bitsOf(passphrase: string, about: readonly string[]): number {
  const guessed = (text: string, by = ofOneWord) => by.check(text, [...about]).guessesLog10 * Math.log2(10);
  const ofParts = (word: string) =>
    sum(parts(word, /\p{L}+|\p{N}+|[^\p{L}\p{N}]/gu), (part) => Math.min(WORD, guessed(part)));
  return Math.min(
    guessed(passphrase, library),
    sum(parts(passphrase.toLowerCase(), /[^\s\p{Pd}_.,]+/gu), (word) => Math.min(guessed(word), ofParts(word))),
  );
}

/** Each once: what is said again is no news to somebody who guesses. */
function parts(text: string, part: RegExp): Set<string> {
  return new Set(text.match(part));
}

function sum(texts: Iterable<string>, bits: (text: string) => number): number {
  return [...texts].reduce((total, text) => total + bits(text), 0);
}
