import type { TipDetail, TipSummary } from '../api/wire';
import type { TipFeature } from '../feature/feature';
import type { Opened } from '../format/reading';
import type { Part } from './differing';
import { gistOf, type Gist } from './gist';
import { SameWords } from './samewords';
import { sourceName } from './sourcename';
import { tipIdOf } from '../words/names';
import { excerpt, folded, type Piece } from '../words/folding';

type Where = 'message' | 'answer' | 'file name' | 'note' | 'reply';

interface Passage {
  where: Where;
  text: string;
  folded: string;
}

interface Remembered {
  tip: TipSummary;
  /** Whose it is, by what its source sealed. */
  of?: { replyTo: string | undefined; follows: string | undefined };
  gist?: Gist;
  /** Only for its row: nobody has opened it. */
  ahead: boolean;
  passages: Map<string, Passage>;
}

/** Tells whose tip it is, once this browser has opened it: by what its source sealed in it or sent beside it. */
export interface OfSource {
  tipId: string;
  /** Whom replies are sealed to: the same in all that one receipt was sent with. */
  replyTo: string | undefined;
  /** The tip that it says it adds to. */
  follows: string | undefined;
}

export interface Hit {
  tip: TipSummary;
  where: Where;
  pieces: Piece[];
}

/** More than anybody opens before the key locks. The oldest entry is dropped first. */
export const MOST_TIPS = 300;
/** Characters; twice as many are held, for each text is there once more as it is compared. */
export const MOST_TEXT = 5_000_000;
export const MOST_HITS = 50;
/** The answer that names the tip which this one adds to. */
const FOLLOWS = 'follows';
/** Characters of a message that was opened for its row alone. */
const AHEAD = 2000;

/** What a tip says in words; nothing of one with a file or that adds to another, of which its words are not all. */
function wordsOf(opened: Opened): string {
  if (opened.form === 'one-file' || opened.files.length > 0) return '';
  if (opened.answers.some(([question]) => question === FOLLOWS)) return '';
  return [opened.message, ...opened.answers.map(([, answer]) => answer)].join(' ');
}

function beginningOf(opened: Opened): Opened {
  if (opened.form === 'one-file') return opened;
  const message = opened.message.slice(0, AHEAD);
  return { ...opened, message, answers: opened.answers.filter(([question]) => question === FOLLOWS), files: [] };
}

/**
 * Searches everything that this browser has opened since the key was unlocked. It is only in this object: no storage, no request,
 * and it ends with the open key.
 */
export class SearchIndex implements TipFeature {
  /** How many tips can be searched. */
  tips = $state(0);
  query = $state('');
  /** The results of the query; nothing without one. */
  readonly hits: Hit[] | undefined = $derived.by(() => {
    // Reading `changes` recomputes the answer when something else was opened.
    return this.changes < 0 || this.query.trim() === '' ? undefined : this.find(this.query);
  });
  private changes = $state(0);
  private text = 0;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- `changes` says when it changed
  private readonly kept = new Map<string, Remembered>();
  private readonly sameWords = new SameWords();

  constructor(
    /** Whether the key is open; nothing is kept that comes after it was locked. */
    private readonly isOpen: () => boolean,
  ) {}

  get known(): TipSummary[] {
    return this.changes < 0 ? [] : [...this.kept.values()].map(({ tip }) => tip);
  }

  /** What was opened for its row alone: less of it is kept, and it goes first. */
  keepAhead(tip: TipSummary, opened: Opened): void {
    if (!this.isOpen()) return;
    const ahead = this.kept.get(tip.tipId)?.ahead ?? true;
    this.keepOpened(tip, beginningOf(opened), opened);
    Object.assign(this.remember(tip), { ahead });
  }

  keepTip(tip: TipSummary, opened: Opened): void {
    if (this.isOpen()) this.keepOpened(tip, opened, opened);
  }

  /** @param whole of which no more than `opened` is searched */
  private keepOpened(tip: TipSummary, opened: Opened, whole: Opened): void {
    const found = this.remember(tip);
    this.sameWords.learn(tip.tipId, wordsOf(whole));
    found.gist = gistOf(whole);
    found.ahead = false;
    if (opened.form === 'one-file') {
      found.of = { replyTo: undefined, follows: undefined };
      this.noteChange();
      return;
    }
    this.keep(tip, 'message', 'message', opened.message);
    opened.answers.forEach(([, answer], index) => {
      this.keep(tip, `answer-${index}`, 'answer', answer);
    });
    for (const { number, claimed } of opened.files) this.keep(tip, `file-${number}`, 'file name', claimed?.name ?? '');
    found.of = {
      replyTo: opened.replyTo,
      follows: tipIdOf(opened.answers.find(([question]) => question === FOLLOWS)?.[1]),
    };
    this.noteChange();
  }

  /** Of a tip that its source sealed without the recipient of replies: the one that came beside it. */
  keepBeside({ tipId, replyTo }: Pick<TipDetail, 'tipId' | 'replyTo'>): void {
    const of = this.kept.get(tipId)?.of;
    if (of === undefined || replyTo === undefined || of.replyTo !== undefined) return;
    of.replyTo = replyTo;
    this.noteChange();
  }

  /** What a row can say of a tip that was opened here. */
  gist(tipId: string): Gist | undefined {
    const found = this.changes < 0 ? undefined : this.kept.get(tipId);
    const replyTo = found?.of?.replyTo;
    return found?.gist && { ...found.gist, source: replyTo && sourceName(replyTo) };
  }

  /** Equal for tips that say the same; nothing for one of which that is not known. */
  words(tipId: string): string | undefined {
    return this.changes < 0 ? undefined : this.sameWords.of(tipId);
  }

  /** In which words a tip differs from another that says almost the same. */
  differing(from: string, tipId: string): Part[] | undefined {
    return this.changes < 0 ? undefined : this.sameWords.differing(from, tipId);
  }

  /** Of each tip that was opened here, whose it is. */
  get ofSource(): OfSource[] {
    return this.changes < 0
      ? []
      : [...this.kept.values()].flatMap(({ tip, of }) => (of === undefined ? [] : [{ tipId: tip.tipId, ...of }]));
  }

  /** @param key what else of the same tip may be there under: the same text is kept once */
  keep(tip: TipSummary, key: string, where: Where, text: string): void {
    if (!this.isOpen() || text === '') return;
    const found = this.remember(tip);
    this.text += text.length - (found.passages.get(key)?.text.length ?? 0);
    found.passages.set(key, { where, text, folded: folded(text) });
    this.shrink(tip.tipId);
    this.noteChange();
  }

  private remember(tip: TipSummary): Remembered {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the same
    const found = this.kept.get(tip.tipId) ?? { tip, ahead: false, passages: new Map<string, Passage>() };
    // Last in the order of the map: it was opened last.
    this.kept.delete(tip.tipId);
    this.kept.set(tip.tipId, found);
    this.shrink(tip.tipId);
    return found;
  }

  private shrink(newest: string): void {
    const oldest = [...this.kept].sort(([, one], [, other]) => Number(other.ahead) - Number(one.ahead));
    for (const [tipId] of oldest) {
      if (this.kept.size <= MOST_TIPS && this.text <= MOST_TEXT) break;
      if (tipId !== newest) this.drop(tipId);
    }
  }

  /** A tip that is no longer here, or no longer this member's. */
  forget(tipId: string): void {
    this.drop(tipId);
    this.sameWords.forget(tipId);
    this.noteChange();
  }

  seal(): void {
    this.kept.clear();
    this.sameWords.seal();
    this.text = 0;
    this.query = '';
    this.noteChange();
  }

  private drop(tipId: string): void {
    for (const { text } of this.kept.get(tipId)?.passages.values() ?? []) this.text -= text.length;
    this.kept.delete(tipId);
  }

  private noteChange(): void {
    this.tips = this.kept.size;
    this.changes++;
  }

  /** The tips in which every word stands somewhere, the last opened first. */
  private find(query: string): Hit[] {
    const words = folded(query).split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const hits: Hit[] = [];
    for (const { tip, passages } of [...this.kept.values()].reverse()) {
      const texts = [...passages.values()];
      if (!words.every((word) => texts.some((passage) => passage.folded.includes(word)))) continue;
      const shown = texts.find((passage) => words.some((word) => passage.folded.includes(word)));
      if (shown !== undefined) hits.push({ tip, where: shown.where, pieces: excerpt(shown.text, words) });
      if (hits.length === MOST_HITS) break;
    }
    return hits;
  }
}
