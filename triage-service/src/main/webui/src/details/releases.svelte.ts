import { SvelteMap } from 'svelte/reactivity';
import type { Details, WrittenDetails } from '../api/details';
import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { Partner, TipSummary } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import type { ReadDetails } from '../format/details';
import { Writing } from '../feature/writing.svelte';
import type { TipFeature } from '../feature/feature';

/** A text that was sealed once, so that sending it again cannot make two of it. */
interface Sealed {
  tipId: string;
  text: string;
  written: WrittenDetails;
}

/** Texts for partners about the chosen tip, and the draft. */
export class Releases extends Writing implements TipFeature {
  all: readonly Details[] | undefined = $state.raw();
  listTrouble: FailureKind | undefined = $state();
  /** The opened texts; nothing for a damaged one. */
  readonly texts = new SvelteMap<string, ReadDetails | undefined>();
  sending = $state(false);
  /** The partner for which a text was just kept. */
  keptFor: string | undefined = $state();
  trouble: { kind: Trouble; detail: string | undefined } | undefined = $state.raw();
  private sealed: Sealed | undefined;

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  /** Turns to another tip; what was being written about the last one waits there. */
  async choose(tip: TipSummary): Promise<void> {
    if (!this.turnTo(tip)) return;
    this.all = undefined;
    this.texts.clear();
    this.keptFor = undefined;
    this.trouble = undefined;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const all = await this.service.details(tip.tipId);
      if (!this.isStill(tip)) return;
      this.all = all;
      this.listTrouble = undefined;
      await this.read();
    } catch (cause) {
      if (this.isStill(tip)) this.listTrouble = failureOf(cause).kind;
    }
  }

  /** Opens what has not been opened, if the key is open. */
  async read(): Promise<void> {
    const tip = this.tip;
    for (const { detailsId, state } of this.all ?? []) {
      if (tip === undefined || !this.vault.open || !this.isStill(tip)) return;
      if (this.texts.has(detailsId)) continue;
      const read = await this.vault.readDetails(tip, detailsId, state === 'waiting').catch((cause: unknown) => {
        // Only a damaged text stays so; any other trouble may have passed at the next look.
        return cause instanceof VaultTrouble && cause.kind === 'damaged' ? undefined : null;
      });
      if (read === null || !this.isStill(tip)) return;
      this.texts.set(detailsId, read);
    }
  }

  /** Seals what was written to a partner and leaves it for a colleague; the text stays until the service has it. */
  async write(partner: Partner): Promise<void> {
    const tip = this.tip;
    if (tip === undefined || this.sending) return;
    const text = this.draft.trim();
    this.sending = true;
    this.keptFor = undefined;
    this.trouble = undefined;
    try {
      this.vault.demand('details', tip.tipId);
      await this.service.writeDetails(tip.tipId, await this.sealedOnce(tip, text, partner));
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        this.keptFor = partner.name;
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

  /** Lets a colleague's text go to its partner, or decides against one. */
  async decide(detailsId: string, decision: 'release' | 'drop'): Promise<Failure | undefined> {
    const tip = this.tip;
    if (tip === undefined) return new Failure('absent');
    try {
      if (decision === 'release') this.vault.demand('details', tip.tipId);
      await this.stepUp.before(() => this.service.decideDetails(tip.tipId, detailsId, decision));
      await this.refresh();
      return undefined;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      await this.refresh();
      return failure;
    }
  }

  /** Nothing that was opened or written stays on the page. */
  seal(): void {
    this.texts.clear();
    this.forgetAll();
    this.sealed = undefined;
    this.keptFor = undefined;
  }

  private async sealedOnce(tip: TipSummary, text: string, { name, recipient }: Partner): Promise<WrittenDetails> {
    const { tipId } = tip;
    const known = this.sealed;
    if (
      known?.tipId === tipId &&
      known.text === text &&
      known.written.partner === name &&
      known.written.recipient === recipient
    )
      return known.written;
    const { sealed, copy } = await this.vault.sealDetails(tip, recipient, text);
    const written = { detailsId: crypto.randomUUID(), partner: name, recipient, sealed, copy };
    this.sealed = { tipId, text, written };
    return written;
  }
}
