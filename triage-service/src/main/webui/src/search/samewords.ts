import { differing, wordsIn, type Part, type Words } from './differing';

interface Said {
  text: string;
  words: Words;
  /** What it differs in from others, once somebody has asked. */
  beside: WeakMap<Said, Part[] | 'else'>;
}

/** Letters of the longest text that is compared. */
const LONGEST = 4000;
/** Tips whose words are known at once; the first is forgotten first. */
export const MOST_KNOWN = 2000;

/** Knows which tips say the same, but for case, accents, punctuation and the ways in which keyboards differ. */
export class SameWords {
  private readonly said = new Map<string, Said>();

  learn(tipId: string, text: string): void {
    this.said.delete(tipId);
    if (text.length > LONGEST) return;
    const words = wordsIn(text);
    if (words.plain.length > 0) this.said.set(tipId, { text: words.plain.join(' '), words, beside: new WeakMap() });
    const [oldest] = this.said.keys();
    if (this.said.size > MOST_KNOWN && oldest !== undefined) this.said.delete(oldest);
  }

  /** Equal for tips that say the same; nothing for one of which that is not known. */
  of(tipId: string): string | undefined {
    return this.said.get(tipId)?.text;
  }

  /** In which words a tip differs from another; nothing if it does not say almost the same. */
  differing(from: string, tipId: string): Part[] | undefined {
    const [other, said] = [this.said.get(from), this.said.get(tipId)];
    if (other === undefined || said === undefined) return undefined;
    if (!said.beside.has(other)) said.beside.set(other, differing(other.words, said.words) ?? 'else');
    const found = said.beside.get(other);
    return found === 'else' ? undefined : found;
  }

  forget(tipId: string): void {
    this.said.delete(tipId);
  }

  seal(): void {
    this.said.clear();
  }
}
