import { folded } from '../words/folding';

/** Letters of the longest text that is compared. */
const LONGEST = 4000;
/** Tips whose words are known at once; the first is forgotten first. */
export const MOST_KNOWN = 2000;

/** Knows which tips say the same, but for case, accents, punctuation and the ways in which keyboards differ. */
export class SameWords {
  private readonly said = new Map<string, string>();

  learn(tipId: string, text: string): void {
    this.said.delete(tipId);
    if (text.length > LONGEST) return;
    const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length > 0) this.said.set(tipId, words.join(' '));
    const [oldest] = this.said.keys();
    if (this.said.size > MOST_KNOWN && oldest !== undefined) this.said.delete(oldest);
  }

  /** Equal for tips that say the same; nothing for one of which that is not known. */
  of(tipId: string): string | undefined {
    return this.said.get(tipId);
  }

  forget(tipId: string): void {
    this.said.delete(tipId);
  }

  seal(): void {
    this.said.clear();
  }
}
