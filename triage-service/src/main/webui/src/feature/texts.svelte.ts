import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { TipFeature } from './feature';
import { Writing } from './writing.svelte';

export interface WritingTrouble {
  kind: Trouble;
  detail: string | undefined;
}

/** Texts about the chosen tip, which the service keeps sealed, and the draft of the next one. */
export abstract class SealedTexts<Known, Text> extends Writing implements TipFeature {
  /** What the service says about them. */
  known: Known | undefined = $state.raw();
  listTrouble: FailureKind | undefined = $state();
  /** The opened texts by their ids; nothing for a damaged one. */
  readonly texts = new SvelteMap<string, Text | undefined>();
  busy = $state(false);
  trouble: WritingTrouble | undefined = $state.raw();

  constructor(
    protected readonly service: Service,
    protected readonly vault: Vault,
    protected readonly onSessionOver: () => void,
  ) {
    super();
  }

  protected abstract load(tipId: string): Promise<Known>;

  /** The ids of those that have a text. */
  protected abstract idsOf(known: Known): string[];

  protected abstract open(tip: TipSummary, id: string): Promise<Text>;

  /** Turns to another tip; what was being written about the last one waits there. */
  async choose(tip: TipSummary): Promise<void> {
    if (!this.turnTo(tip)) return;
    this.known = undefined;
    this.texts.clear();
    this.trouble = undefined;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const known = await this.load(tip.tipId);
      if (!this.isStill(tip)) return;
      this.known = known;
      this.listTrouble = undefined;
      await this.read();
    } catch (cause) {
      if (this.isStill(tip)) this.listTrouble = failureOf(cause).kind;
    }
  }

  /** Opens what has not been opened, if the key is open. */
  async read(): Promise<void> {
    const tip = this.tip;
    for (const id of this.known === undefined ? [] : this.idsOf(this.known)) {
      if (tip === undefined || !this.vault.open || !this.isStill(tip)) return;
      if (this.texts.has(id)) continue;
      const text = await this.open(tip, id).catch((cause: unknown) => {
        // Only a damaged text stays so; any other trouble may have passed at the next look.
        return cause instanceof VaultTrouble && cause.kind === 'damaged' ? undefined : null;
      });
      if (text === null || !this.isStill(tip)) return;
      this.keepText(tip, id, text);
    }
  }

  /** Nothing that was opened or written stays on the page. */
  seal(): void {
    this.texts.clear();
    this.forgetAll();
  }

  protected keepText(_tip: TipSummary, id: string, text: Text | undefined): void {
    this.texts.set(id, text);
  }

  /**
   * Sends something about the chosen tip, one at a time.
   *
   * @returns whether it was sent
   */
  protected async attempt(send: (tip: TipSummary) => Promise<void>): Promise<boolean> {
    const tip = this.tip;
    if (tip === undefined || this.busy) return false;
    this.busy = true;
    this.trouble = undefined;
    try {
      await send(tip);
      return true;
    } catch (cause) {
      const kind = cause instanceof VaultTrouble || cause instanceof Failure ? cause.kind : 'broken';
      this.fail(tip, { kind, detail: cause instanceof Failure ? cause.detail : undefined });
      if (kind === 'session-over') this.onSessionOver();
      return false;
    } finally {
      this.busy = false;
    }
  }

  protected fail(tip: TipSummary, trouble: WritingTrouble): void {
    if (this.isStill(tip)) this.trouble = trouble;
  }
}
