import type { Service } from '../api/service';
import type { Reply, TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import type { SealedReply } from '../format/replies';
import { SealedTexts } from '../feature/texts.svelte';

/** An answer that was sealed once, so that sending it again cannot make two of it. */
interface Sealed extends SealedReply {
  replyId: string;
  tipId: string;
  text: string;
  recipient: string;
}

/** Answers to the source of the chosen tip, and the draft. */
export class Conversation extends SealedTexts<readonly Reply[], string> {
  sent = $state(false);
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
    if (!this.isStill(tip)) this.sent = false;
    await super.choose(tip);
  }

  /** Seals what was written and sends it; the text stays until the service has it. */
  async send(recipient: string): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      this.sent = false;
      const { replyId, sealed, copy } = await this.sealedOnce(tip, text, recipient);
      await this.service.reply(tip.tipId, { replyId, sealed, copy });
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        if (this.vault.open) this.keepText(tip, replyId, text);
        this.sent = true;
        await this.refresh();
      }
    });
  }

  override seal(): void {
    super.seal();
    this.sealed = undefined;
    this.sent = false;
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
    const { tipId } = tip;
    if (this.sealed?.tipId !== tipId || this.sealed.text !== text || this.sealed.recipient !== recipient) {
      const { sealed, copy } = await this.vault.sealReply(tip, recipient, text);
      this.sealed = { replyId: crypto.randomUUID(), tipId, text, recipient, sealed, copy };
    }
    return this.sealed;
  }
}
