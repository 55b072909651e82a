/** Letters that people type for one another, beyond those that Unicode decomposes. */
const SAME: Readonly<Record<string, string>> = { ı: 'i', ə: 'e', ё: 'е', й: 'и', ي: 'ی', ك: 'ک', ة: 'ه' };
/** Marks on letters, joiners, and the stroke that only lengthens a Persian word. */
const DROPPED = /[\p{M}\p{Cf}\u0640]/gu;

/** A text as it is compared: without case, marks and the ways in which keyboards differ. */
export function folded(text: string): string {
  return Array.from(text, foldedLetter).join('');
}

/** A part of a text; whether it is what was looked for. */
export interface Piece {
  text: string;
  found: boolean;
}

/** Letters that are shown before and behind what was found first. */
const AROUND = 60;

/** The part of a text around the first of some folded words, with each of them marked. */
export function excerpt(text: string, words: readonly string[]): Piece[] {
  const letters = Array.from(text);
  const starts: number[] = [];
  let line = '';
  letters.forEach((letter, index) => {
    const plain = foldedLetter(letter);
    starts.push(...Array<number>(plain.length).fill(index));
    line += plain;
  });
  const marked = new Set<number>();
  for (const word of words)
    for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length))
      for (let i = at; i < at + word.length; i++) marked.add(starts[i] ?? 0);
  const first = Math.max(0, Math.min(letters.length, ...marked) - AROUND);
  const last = Math.min(letters.length, first + 2 * AROUND + Math.max(0, ...words.map((word) => word.length)));
  const pieces: Piece[] = first > 0 ? [{ text: '…', found: false }] : [];
  for (let index = first; index < last; index++) {
    const found = marked.has(index);
    const before = pieces.at(-1);
    if (before?.found === found) before.text += letters[index] ?? '';
    else pieces.push({ text: letters[index] ?? '', found });
  }
  return last < letters.length ? [...pieces, { text: '…', found: false }] : pieces;
}

function foldedLetter(letter: string): string {
  if (letter <= '\u007f') return letter.toLowerCase();
  const plain = letter.normalize('NFKD').replace(DROPPED, '').toLowerCase();
  // Lower-casing a capital may add marks: İ.
  const lower = plain.normalize('NFKD').replace(DROPPED, '');
  return SAME[lower] ?? lower;
}
