import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { Reply, TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import type { SealedReply } from '../format/replies';
import { SealedTexts } from '../feature/texts.svelte';
import { placeOf } from '../words/names';

/** An answer that was sealed once, so that sending it again cannot make two of it. */
interface Sealed extends SealedReply {
  replyId: string;
  what: string;
}

/** Answers to the source of the chosen tip, and the draft. */
export class Conversation extends SealedTexts<readonly Reply[], string> {
  sent = $state(false);
  /** Somebody has answered since the member turned to the tip, and nothing was sent. */
  overtaken = $state(false);
  /** How many answers the member has seen: those that were there then, their own, and those for which they were stopped. */
  private seen: number | undefined;
  private sealed: Sealed | undefined;

  constructor(
    service: Service,
    vault: Vault,
    private readonly searchIndex: Pick<SearchIndex, 'keep'>,
    onSessionOver: () => void,
  ) {
    super(service, vault, onSessionOver);
  }

  override async choose(tip: TipSummary): Promise<void> {
    if (!this.isStill(tip)) {
      this.sent = false;
      this.overtaken = false;
      this.seen = undefined;
    }
    await super.choose(tip);
  }

  override async refresh(): Promise<void> {
    await super.refresh();
    this.seen ??= this.known?.length;
  }

  /** Seals what was written and sends it; the text stays until the service has it. Who was stopped once sends with the next press. */
  async send(recipient: string): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      this.sent = false;
      this.overtaken = false;
      const { replyId, sealed, copy } = await this.sealedOnce(tip, text, recipient);
      const seen = this.seen ?? 0;
      try {
        await this.service.reply(tip.tipId, { replyId, sealed, copy, sealedTo: placeOf(tip), seen, hold: true });
      } catch (cause) {
        if (!(cause instanceof Failure) || cause.type !== '/problems/answered-meanwhile') throw cause;
        await this.stop(tip);
        return;
      }
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        this.seen = seen + 1;
        if (this.vault.open) this.keepText(tip, replyId, text);
        this.sent = true;
        await this.refresh();
      }
    });
  }

  /** What the others have answered is shown before it counts as seen. */
  private async stop(tip: TipSummary): Promise<void> {
    await this.refresh();
    if (!this.isStill(tip)) return;
    this.overtaken = true;
    if (this.listTrouble === undefined) this.seen = this.known?.length;
  }

  /** Takes back what has not gone out: it is a draft again. */
  async takeBack(replyId: string): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.texts.get(replyId);
      await this.service.dropReply(tip.tipId, replyId);
      if (!this.isStill(tip)) return;
      this.sent = false;
      this.seen = Math.max(0, (this.seen ?? 1) - 1);
      if (text !== undefined && this.vault.open) this.goOn(tip.tipId, text);
      await this.refresh();
    });
  }

  override seal(): void {
    super.seal();
    this.sealed = undefined;
    this.sent = false;
    this.overtaken = false;
  }

  protected load(tipId: string): Promise<readonly Reply[]> {
    return this.service.replies(tipId);
  }

  protected idsOf(replies: readonly Reply[]): string[] {
    return replies.map(({ replyId }) => replyId);
  }

  protected open(tip: TipSummary, replyId: string): Promise<string> {
    return this.vault.readReply(tip, replyId);
  }

  protected override keepText(tip: TipSummary, replyId: string, text: string | undefined): void {
    super.keepText(tip, replyId, text);
    this.searchIndex.keep(tip, `reply-${replyId}`, 'reply', text ?? '');
  }

  private async sealedOnce(tip: TipSummary, text: string, recipient: string): Promise<Sealed> {
    const what = JSON.stringify([tip.tipId, placeOf(tip), text, recipient]);
    if (this.sealed?.what !== what) {
      const { sealed, copy } = await this.vault.sealReply(tip, recipient, text);
      this.sealed = { replyId: crypto.randomUUID(), what, sealed, copy };
    }
    return this.sealed;
  }
}
