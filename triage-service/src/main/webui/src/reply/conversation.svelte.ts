import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { Reply, TipSummary } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { Memory } from '../search/memory.svelte';
import type { SealedReply } from '../format/replies';
import { Writing } from '../feature/writing.svelte';
import type { TipFeature } from '../feature/feature';

/** An answer that was sealed once, so that sending it again cannot make two of it. */
interface Sealed extends SealedReply {
  replyId: string;
  tipId: string;
  text: string;
  recipient: string;
}

/** Answers to the source of the chosen tip, and the draft. */
export class Conversation extends Writing implements TipFeature {
  replies: readonly Reply[] | undefined = $state.raw();
  listTrouble: FailureKind | undefined = $state();
  /** The opened answers; nothing for one that cannot be opened. */
  readonly texts = new SvelteMap<string, string | undefined>();
  sending = $state(false);
  sent = $state(false);
  trouble: { kind: Trouble; detail: string | undefined } | undefined = $state.raw();
  private sealed: Sealed | undefined;

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly memory: Pick<Memory, 'keep'>,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  /** Turns to another tip; what was being written to the source of the last one waits there. */
  async choose(tip: TipSummary): Promise<void> {
    if (!this.turnTo(tip)) return;
    this.replies = undefined;
    this.texts.clear();
    this.sent = false;
    this.trouble = undefined;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const replies = await this.service.replies(tip.tipId);
      if (!this.isStill(tip)) return;
      this.replies = replies;
      this.listTrouble = undefined;
      await this.read();
    } catch (cause) {
      if (this.isStill(tip)) this.listTrouble = failureOf(cause).kind;
    }
  }

  /** Opens the copies that have not been opened, if the key is open. */
  async read(): Promise<void> {
    const tip = this.tip;
    for (const { replyId } of this.replies ?? []) {
      if (tip === undefined || !this.vault.open || !this.isStill(tip)) return;
      if (this.texts.has(replyId)) continue;
      const text = await this.vault.readReply(tip, replyId).catch((cause: unknown) => {
        // Only a damaged copy stays so; any other trouble may have passed at the next look.
        return cause instanceof VaultTrouble && cause.kind === 'damaged' ? undefined : null;
      });
      if (text === null || !this.isStill(tip)) return;
      this.learn(tip, replyId, text);
    }
  }

  /** Seals what was written and sends it; the text stays until the service has it. */
  async send(recipient: string): Promise<void> {
    const tip = this.tip;
    if (tip === undefined || this.sending) return;
    const text = this.draft.trim();
    this.sending = true;
    this.sent = false;
    this.trouble = undefined;
    try {
      const { replyId, sealed, copy } = await this.sealedOnce(tip, text, recipient);
      await this.service.reply(tip.tipId, { replyId, sealed, copy });
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        if (this.vault.open) this.learn(tip, replyId, text);
        this.sent = true;
        await this.refresh();
      }
    } catch (cause) {
      const kind = cause instanceof VaultTrouble || cause instanceof Failure ? cause.kind : 'broken';
      const detail = cause instanceof Failure ? cause.detail : undefined;
      if (this.isStill(tip)) this.trouble = { kind, detail };
      if (kind === 'session-over') this.onSessionOver();
    } finally {
      this.sending = false;
    }
  }

  /** Nothing that was opened or written stays on the page. */
  seal(): void {
    this.texts.clear();
    this.forgetAll();
    this.sealed = undefined;
    this.sent = false;
  }

  private learn(tip: TipSummary, replyId: string, text: string | undefined): void {
    this.texts.set(replyId, text);
    this.memory.keep(tip, `reply-${replyId}`, 'reply', text ?? '');
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
