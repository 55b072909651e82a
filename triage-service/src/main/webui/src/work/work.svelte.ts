import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { StepKind, TipSummary, Work as Known } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { mentionedIn } from './mentioned';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { Memory } from '../search/memory.svelte';
import { Writing } from '../feature/writing.svelte';
import type { TipFeature } from '../feature/feature';

/** A step that was prepared once, so that taking it again cannot make two of it. */
interface Prepared {
  stepId: string;
  what: string;
  note: string | undefined;
}

export interface StepTrouble {
  kind: Trouble;
  detail: string | undefined;
}

/** Colleagues' steps on the chosen tip, and the draft of a note. */
export class Work extends Writing implements TipFeature {
  known: Known | undefined = $state.raw();
  listTrouble: FailureKind | undefined = $state();
  /** The opened notes; nothing for one that cannot be opened. */
  readonly notes = new SvelteMap<string, string | undefined>();
  busy = $state(false);
  trouble: StepTrouble | undefined = $state.raw();
  private prepared: Prepared | undefined;
  /** Why a step was not taken that was still under way when its tip was left. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly troubles = new Map<string, StepTrouble>();

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly memory: Pick<Memory, 'keep'>,
    private readonly onChange: () => Promise<void>,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  /** Whom what is being written asks for. */
  get mentioned(): string[] {
    return mentionedIn(this.draft, this.known?.colleagues ?? []);
  }

  get calledUnreadable(): boolean {
    return this.callers.length > 0;
  }

  /** Who has said that they cannot open it. */
  get callers(): string[] {
    return this.known?.steps.filter(({ kind }) => kind === 'unreadable').map(({ who }) => who) ?? [];
  }

  /** Turns to another tip; what was being noted about the last one waits there. */
  async choose(tip: TipSummary): Promise<void> {
    if (!this.turnTo(tip)) return;
    this.known = undefined;
    this.notes.clear();
    this.trouble = this.troubles.get(tip.tipId);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const known = await this.service.work(tip.tipId);
      if (!this.isStill(tip)) return;
      this.known = known;
      this.listTrouble = undefined;
      await this.read();
    } catch (cause) {
      if (this.isStill(tip)) this.listTrouble = failureOf(cause).kind;
    }
  }

  /** Opens the notes that have not been opened, if the key is open. */
  async read(): Promise<void> {
    const tip = this.tip;
    for (const { stepId, noted } of this.known?.steps ?? []) {
      if (tip === undefined || !this.vault.open || !this.isStill(tip)) return;
      if (!noted || this.notes.has(stepId)) continue;
      const text = await this.vault.readNote(tip, stepId).catch((cause: unknown) => {
        // Only a damaged note stays so; any other trouble may have passed at the next look.
        return cause instanceof VaultTrouble && cause.kind === 'damaged' ? undefined : null;
      });
      if (text === null || !this.isStill(tip)) return;
      this.learn(tip, stepId, text);
    }
  }

  /** Takes a step, with what was written as its note if there is any and the step may have one. */
  async take(kind: StepKind, value?: string): Promise<void> {
    const tip = this.tip;
    if (tip === undefined || this.busy) return;
    const text = this.offersNote(kind) ? this.draft.trim() : '';
    const mentions = text === '' ? [] : this.mentioned;
    this.busy = true;
    this.trouble = undefined;
    this.troubles.delete(tip.tipId);
    try {
      const { stepId, note } = await this.prepare(tip, kind, value, text);
      await this.service.step(tip.tipId, { stepId, kind, value, note, mentions });
      this.prepared = undefined;
      if (text !== '') this.forget(tip, text);
      // Locked meanwhile: nothing that was written comes back to the page.
      if (this.isStill(tip) && text !== '' && this.vault.open) this.learn(tip, stepId, text);
      await this.onChange();
    } catch (cause) {
      const trouble: StepTrouble = {
        kind: cause instanceof VaultTrouble || cause instanceof Failure ? cause.kind : 'broken',
        detail: cause instanceof Failure ? cause.detail : undefined,
      };
      this.troubles.set(tip.tipId, trouble);
      if (this.isStill(tip)) this.trouble = trouble;
      if (trouble.kind === 'session-over') this.onSessionOver();
    } finally {
      this.busy = false;
    }
  }

  private offersNote(kind: StepKind): boolean {
    const note = this.known?.kinds.find((each) => each.kind === kind)?.note;
    return note === 'offered' || note === 'required';
  }

  /** Nothing that was opened or written stays on the page. */
  seal(): void {
    this.notes.clear();
    this.forgetAll();
    this.troubles.clear();
    this.prepared = undefined;
  }

  private learn(tip: TipSummary, stepId: string, text: string | undefined): void {
    this.notes.set(stepId, text);
    this.memory.keep(tip, `note-${stepId}`, 'note', text ?? '');
  }

  private async prepare(tip: TipSummary, kind: StepKind, value: string | undefined, text: string): Promise<Prepared> {
    const what = JSON.stringify([tip.tipId, kind, value, text]);
    if (this.prepared?.what !== what) {
      const note = text === '' ? undefined : await this.vault.sealNote(tip, text);
      this.prepared = { stepId: crypto.randomUUID(), what, note };
    }
    return this.prepared;
  }
}
