import { folded } from '../words/folding';

/** A part of a text beside another: in both, only in it, or only in the other; or the end of what is shown of more. */
export interface Part {
  text: string;
  is: 'same' | 'more' | 'less' | 'cut';
}

/** Words of a text, as they are compared and as they are shown. */
export interface Words {
  plain: readonly string[];
  shown: readonly string[];
}

export function wordsIn(text: string): Words {
  const shown: string[] = [];
  const plain: string[] = [];
  for (const part of text.split(/[^\p{L}\p{N}\p{M}\p{Cf}]+/u)) {
    // One word may be several as it is compared.
    for (const word of folded(part).match(/[\p{L}\p{N}]+/gu) ?? []) {
      plain.push(word);
      shown.push(part);
    }
  }
  return { plain, shown };
}

/** Pairs of words that two texts must have in common, of all that the longer has. */
const ALIKE = 0.5;
/** More than this is not compared word by word. */
const MOST_COMPARED = 400_000;
/** Words of both that are shown around one that differs. */
const AROUND = 3;
const MOST_PARTS = 24;
/** Letters of one part. */
const LONGEST = 160;

/** In which words a text differs from another that says almost the same; nothing if it says something else. */
export function differing(from: Words, text: Words): Part[] | undefined {
  if (!areAlike(from.plain, text.plain)) return undefined;
  let begin = 0;
  while (begin < from.plain.length && from.plain[begin] === text.plain[begin]) begin++;
  let [end, textEnd] = [from.plain.length, text.plain.length];
  while (end > begin && textEnd > begin && from.plain[end - 1] === text.plain[textEnd - 1]) {
    end--;
    textEnd--;
  }
  if ((end - begin) * (textEnd - begin) > MOST_COMPARED) return undefined;
  const inner = compared(
    { plain: from.plain.slice(begin, end), shown: from.shown.slice(begin, end) },
    { plain: text.plain.slice(begin, textEnd), shown: text.shown.slice(begin, textEnd) },
  );
  const same = (words: readonly string[]): Part[] => words.map((word) => ({ text: word, is: 'same' }));
  return shortened([...same(text.shown.slice(0, begin)), ...inner, ...same(text.shown.slice(textEnd))]);
}

function areAlike(one: readonly string[], other: readonly string[]): boolean {
  const pairs = (words: readonly string[]) => new Set(words.map((word, at) => `${word} ${words[at + 1] ?? ''}`));
  const [ones, others] = [pairs(one), pairs(other)];
  let common = 0;
  for (const pair of ones) if (others.has(pair)) common++;
  return common > 0 && common >= ALIKE * Math.max(ones.size, others.size);
}

/** The longest run of words that both have in this order; the words between are of one only. */
function compared(from: Words, text: Words): Part[] {
  const wide = text.plain.length + 1;
  const longest = new Uint16Array((from.plain.length + 1) * wide);
  const at = (one: number, other: number) => longest[one * wide + other] ?? 0;
  for (let one = from.plain.length - 1; one >= 0; one--)
    for (let other = text.plain.length - 1; other >= 0; other--)
      longest[one * wide + other] =
        from.plain[one] === text.plain[other]
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
  const parts: Part[] = [];
  let [one, other] = [0, 0];
  while (one < from.plain.length || other < text.plain.length) {
    const both = one < from.plain.length && other < text.plain.length;
    if (both && from.plain[one] === text.plain[other]) {
      parts.push({ text: text.shown[other] ?? '', is: 'same' });
      one++;
      other++;
    } else if (one < from.plain.length && (other >= text.plain.length || at(one + 1, other) >= at(one, other + 1)))
      parts.push({ text: from.shown[one++] ?? '', is: 'less' });
    else parts.push({ text: text.shown[other++] ?? '', is: 'more' });
  }
  return parts;
}

/** What differs, with a few words around it; neighbours of a kind are one part. */
function shortened(words: readonly Part[]): Part[] {
  const near = words.map((_, index) =>
    words.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ is }) => is !== 'same'),
  );
  const parts: Part[] = [];
  words.forEach((word, index) => {
    const last = parts.at(-1);
    if (near[index] !== true) {
      if (last?.text !== '…') parts.push({ text: '…', is: 'same' });
    } else if (last?.is === word.is && last.text !== '…') last.text += ` ${word.text}`;
    else parts.push({ ...word });
  });
  const more: Part[] = parts.length > MOST_PARTS ? [{ text: '', is: 'cut' }] : [];
  return [...parts.slice(0, MOST_PARTS), ...more].map(({ text, is }) => ({
    text: text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text,
    is,
  }));
}
