import { wordlist } from '@scure/bip39/wordlists/english.js';

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/**
 * Two words for whom replies are sealed to: the same for all that one receipt was sent with. They help to remember and prove nothing,
 * for anybody can try keys until one has the same words.
 *
 * @see [BIP 173](https://bips.dev/173/), for the checksum of 30 bits at the end, in which every letter of the recipient counts
 */
export function sourceName(recipient: string): string {
  const checksum = Array.from(recipient.slice(-6)).reduce((bits, letter) => bits * 32 + LETTERS.indexOf(letter), 0);
  return [Math.floor(checksum / 2 ** 19), Math.floor(checksum / 2 ** 8) % 2 ** 11]
    .map((place) => wordlist[place] ?? '')
    .join('-');
}
