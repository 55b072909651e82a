import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { Reply, TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import type { SealedReply } from '../format/replies';
import { SealedTexts } from '../feature/texts.svelte';
import { placeOf } from '../words/names';
import { say } from '../words/say';

/** After these the service may have done what was asked, or not. */
const UNKNOWN: ReadonlySet<FailureKind> = new Set(['offline', 'broken', 'outdated']);

/** An answer that was sealed once, so that sending it again cannot make two of it. */
interface Sealed extends SealedReply {
  replyId: string;
  what: string;
}

/** Answers to the source of the chosen tip, and the draft. */
export class Conversation extends SealedTexts<readonly Reply[], string> {
  /** Somebody has answered since the member turned to the tip, and nothing was sent. */
  overtaken = $state(false);
  /** How many answers the member has seen: those that were there then, their own, and those for which they were stopped. */
  private seen: number | undefined;
  /** The answer that this tab has sent last, and whether the service has shown it in its list since. */
  private last: { replyId: string; listed: boolean } | undefined = $state.raw();
  /** Answers that this tab takes back, with their tips, until the service says what became of them. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly takingBack = new Map<string, string>();
  /** The one of which the page says that this is not known. */
  private doubted: string | undefined;
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
      this.last = undefined;
      this.overtaken = false;
      this.doubted = undefined;
      this.seen = undefined;
    }
    await super.choose(tip);
  }

  override async refresh(): Promise<void> {
    await super.refresh();
    const last = this.last;
    if (last !== undefined && this.find(last.replyId) !== undefined) this.last = { ...last, listed: true };
    this.settle();
    this.seen ??= this.known?.length;
  }

  /** What became of the answer that this tab has sent last, by the service's list; nothing while it is held or not known. */
  get fate(): 'sent' | 'not-sent' | undefined {
    if (this.last?.listed !== true || this.takingBack.has(this.last.replyId)) return undefined;
    const reply = this.find(this.last.replyId);
    if (reply !== undefined && reply.held !== true) return 'sent';
    return reply === undefined || this.listTrouble === 'absent' ? 'not-sent' : undefined;
  }

  /** What of a member's can still be taken back. */
  heldBy(member: string): Reply | undefined {
    if (this.listTrouble === 'absent') return undefined;
    return this.known?.find(({ held, sender }) => held === true && sender === member);
  }

  private find(replyId: string): Reply | undefined {
    return this.known?.find((reply) => reply.replyId === replyId);
  }

  /** Seals what was written and sends it; the text stays until the service has it. Who was stopped once sends with the next press. */
  async send(recipient: string): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      this.last = undefined;
      this.overtaken = false;
      this.doubted = undefined;
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
        this.last = { replyId, listed: false };
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
      // A damaged one can be taken back, too; one that is not open yet would be lost.
      if (!this.texts.has(replyId)) return;
      const text = this.texts.get(replyId);
      this.takingBack.set(replyId, tip.tipId);
      if (text !== undefined) {
        if (this.draft.trim() !== text && !this.draft.startsWith(`${text}\n`)) this.goOn(tip.tipId, text);
        await this.keepSealed();
        if (!this.vault.open) return;
      }
      const cause = await this.service.dropReply(tip.tipId, replyId).then(() => undefined, failureOf);
      if (!this.isStill(tip)) return;
      this.last = { replyId, listed: true };
      await this.refresh();
      if (cause === undefined || !this.takingBack.has(replyId)) return;
      if (!UNKNOWN.has(cause.kind)) throw cause;
      this.doubted = replyId;
      throw new Failure('refused', say('reply.takenBackOrNot'));
    });
  }

  /** Once the service's list says so, what was taken back is a draft for good, and what went out is none. */
  private settle(): void {
    const [tip, known] = [this.tip, this.known];
    if (tip === undefined || known === undefined) return;
    for (const [replyId, tipId] of this.takingBack) {
      const reply = this.find(replyId);
      if (tipId !== tip.tipId || reply?.held === true) continue;
      const text = this.texts.get(replyId);
      if (reply === undefined) {
        if (this.last?.replyId === replyId) this.last = undefined;
        if (this.seen !== undefined) this.seen = Math.max(0, this.seen - 1);
      } else if (text === undefined && !this.texts.has(replyId)) continue;
      else if (text !== undefined) this.takeAway(tip, text);
      this.takingBack.delete(replyId);
      if (this.doubted === replyId) this.trouble = undefined;
    }
  }

  /** The opposite of going on with it. */
  private takeAway(tip: TipSummary, text: string): void {
    if (this.draft.startsWith(`${text}\n`)) this.draft = this.draft.slice(text.length + 1);
    else this.forget(tip, text);
  }

  override seal(): void {
    super.seal();
    this.sealed = undefined;
    this.last = undefined;
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
