import type { TipSummary } from '../api/wire';
import { samePlace } from '../words/names';

/** The draft about the chosen tip; a draft about another tip waits there. */
export class Writing {
  draft = $state('');
  protected tip: TipSummary | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly drafts = new Map<string, string>();

  /** Called with each text that was sent, whether it is still on the page or not. */
  onSent: ((tipId: string, text: string) => void) | undefined;

  /** Seals what is being written, so that it outlives a lock. */
  keepSealed: () => Promise<void> = () => Promise.resolve();

  /** @returns whether it is another tip than before */
  protected turnTo(tip: TipSummary): boolean {
    if (this.isStill(tip)) return false;
    if (this.tip !== undefined) this.set(this.tip.tipId, this.draft);
    this.tip = tip;
    this.draft = this.drafts.get(tip.tipId) ?? '';
    return true;
  }

  /** Nothing is no draft: what was kept of this tip over a lock is still to come back. */
  private set(tipId: string, draft: string): void {
    if (draft === '') this.drafts.delete(tipId);
    else this.drafts.set(tipId, draft);
  }

  /** What is being written, by tip. */
  written(): Map<string, string> {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the same
    const all = new Map(this.drafts);
    if (this.tip !== undefined) all.set(this.tip.tipId, this.draft);
    for (const [tipId, text] of all) if (text.trim() === '') all.delete(tipId);
    return all;
  }

  /** Goes on with what was written before, and behind it with what was written since. */
  goOn(tipId: string, text: string): void {
    const since = this.tip?.tipId === tipId ? this.draft : (this.drafts.get(tipId) ?? '');
    const all = since === '' ? text : `${text}\n${since}`;
    if (this.tip?.tipId === tipId) this.draft = all;
    else this.drafts.set(tipId, all);
  }

  /** Somebody may have written more meanwhile, here or elsewhere; only the text that was sent is cleared. */
  protected forget(tip: TipSummary, text: string): void {
    this.onSent?.(tip.tipId, text);
    if (this.isStill(tip) && this.draft.trim() === text) this.draft = '';
    if (this.drafts.get(tip.tipId)?.trim() === text) this.drafts.delete(tip.tipId);
  }

  protected forgetAll(): void {
    this.draft = '';
    this.drafts.clear();
  }

  protected isStill(tip: TipSummary): boolean {
    return this.tip !== undefined && samePlace(this.tip, tip);
  }
}
