import type { Service, StepAsked } from '../api/service';
import type { Finding, StepKind, TipSummary, Work as Known } from '../api/wire';
import { SealedTexts, type WritingTrouble } from '../feature/texts.svelte';
import { Writing } from '../feature/writing.svelte';
import type { Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import type { Said } from '../alert/words';
import type { StepUp } from '../stepup/stepup.svelte';
import { placeOf } from '../words/names';
import { mentionedIn } from './mentioned';

const MOVES: readonly string[] = ['ask-move', 'keep-here', 'move', 'give-back'] satisfies StepKind[];

/** Whether a colleague has to ask before somebody moves it. */
export function takesTwoToMove({ threat, alert }: Pick<TipSummary, 'threat' | 'alert'>): boolean {
  return threat.who !== 'none' || alert !== undefined;
}

/** A step that was prepared once, so that taking it again cannot make two of it. */
type Rule = Known['kinds'][number];

interface Prepared {
  stepId: string;
  what: string;
  note: string | undefined;
}

/** A note, and where it can be read: the service refuses it where the tip was moved away meanwhile. */
function sealedNote(tip: TipSummary, note: string | undefined): Pick<StepAsked, 'note' | 'sealedTo'> {
  return note === undefined ? {} : { note, sealedTo: placeOf(tip) };
}

/** Whom somebody has reached by telephone, which takes as long as a call: it outlasts a lock as other drafts do. */
class Call extends Writing {
  choose(tip: TipSummary): void {
    this.turnTo(tip);
  }

  seal(): void {
    this.forgetAll();
  }

  sent(tip: TipSummary, text: string): void {
    this.forget(tip, text);
  }
}

/** Colleagues' steps on the chosen tip, the texts of their notes, and the draft of a note. */
export class Work extends SealedTexts<Known, string> {
  readonly call = new Call();
  private prepared: Prepared | undefined;
  /** Why a step was not taken that was still under way when its tip was left. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly troubles = new Map<string, WritingTrouble>();

  constructor(
    service: Service,
    vault: Vault,
    private readonly searchIndex: Pick<SearchIndex, 'keep'>,
    private readonly stepUp: Pick<StepUp, 'before'>,
    private readonly onChange: () => Promise<void>,
    onSessionOver: () => void,
  ) {
    super(service, vault, onSessionOver);
  }

  /** Whom what is being written asks for. */
  get mentioned(): string[] {
    return mentionedIn(this.draft, this.known?.colleagues ?? []);
  }

  get isKeyOpen(): boolean {
    return this.vault.open;
  }

  get calledUnreadable(): boolean {
    return this.callers.length > 0;
  }

  /** Who has said that they cannot open it. */
  get callers(): string[] {
    return this.known?.steps.filter(({ kind }) => kind === 'unreadable').map(({ who }) => who) ?? [];
  }

  override async choose(tip: TipSummary): Promise<void> {
    this.call.choose(tip);
    const chosen = super.choose(tip);
    this.trouble = this.troubles.get(tip.tipId);
    await chosen;
  }

  /** Takes a step, with what was written as its note if there is any and the step may have one. */
  async take(kind: StepKind, value?: string): Promise<void> {
    await this.act(kind, value, '');
  }

  /**
   * Finds the chosen tip to be this, for what was written as a note.
   *
   * @param otherwise the reason where nothing was written
   * @returns whether it was done
   */
  vet(finding: Finding, otherwise: string): Promise<boolean> {
    return this.act('vet', finding, otherwise);
  }

  /** Takes the chosen tip from a colleague: what is being written stays a draft. */
  async takeOver(member: string): Promise<void> {
    await this.act('assign', member, '', false);
  }

  private act(kind: StepKind, value: string | undefined, otherwise: string, withDraft = true): Promise<boolean> {
    return this.attempt(async (tip) => {
      const rule = this.ruleOf(kind);
      const mayHave = rule?.note === 'offered' || rule?.note === 'required';
      const text = mayHave ? (withDraft ? this.draft.trim() : '') || otherwise : '';
      const mentions = text === '' ? [] : this.mentioned;
      this.troubles.delete(tip.tipId);
      const { stepId, note } = await this.prepare(tip, kind, value, text);
      await this.send(tip, rule, { stepId, kind, value, ...sealedNote(tip, note), mentions });
      this.prepared = undefined;
      if (text !== '') this.forget(tip, text);
      // Locked meanwhile: nothing that was written comes back to the page.
      if (this.isStill(tip) && text !== '' && this.vault.open) this.keepText(tip, stepId, text);
      await this.onChange();
    });
  }

  /**
   * Writes down that a partner was reached by telephone, which counts as its answer.
   *
   * @param text whom, sealed as a note is
   * @returns why it was not taken
   */
  async telephone(partner: string, said: Said, text: string): Promise<WritingTrouble | undefined> {
    await this.attempt(async (tip) => {
      const kind = 'telephone';
      const value = `${partner} ${said}`;
      const rule = this.ruleOf(kind);
      const { stepId, note } = await this.prepare(tip, kind, value, text);
      await this.send(tip, rule, { stepId, kind, value, ...sealedNote(tip, note), mentions: [] });
      this.prepared = undefined;
      this.call.sent(tip, text);
      await this.onChange();
    });
    return this.trouble;
  }

  /** The request to move the chosen tip. */
  get moveAsked(): { who: string; queue: string } | undefined {
    const last = this.lastMove;
    return last?.kind === 'ask-move' ? { who: last.who, queue: last.value ?? '' } : undefined;
  }

  /** Whether the chosen tip came from another queue. */
  get wasMoved(): boolean {
    return this.known?.steps.findLast(({ kind }) => kind === 'move' || kind === 'give-back')?.kind === 'move';
  }

  /** The queue that it came from, if it was moved. */
  get cameFrom(): string | undefined {
    return this.wasMoved ? this.known?.steps.findLast(({ kind }) => kind === 'move')?.value?.split('/')[0] : undefined;
  }

  private get lastMove() {
    return this.known?.steps.findLast(({ kind, from }) => from === undefined && MOVES.includes(kind));
  }

  /** The other queues. */
  queuesBeside(tip: TipSummary): string[] {
    return this.vault.queues.filter((queue) => queue !== tip.queue);
  }

  /** Moves the chosen tip. What was written goes with it as a note, sealed to that queue. */
  async move(queue: string): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      if (!takesTwoToMove(tip)) this.vault.demand('move', tip.tipId);
      const { to, header, note } = await this.vault.moveTip(tip, queue, text);
      const value = `${tip.queue}/${tip.epoch} ${to.queue}/${to.epoch}`;
      const stepId = crypto.randomUUID();
      await this.send(tip, this.ruleOf('move'), { stepId, kind: 'move', value, note, header, mentions: [] });
      this.forget(tip, text);
      await this.onChange();
    });
  }

  override seal(): void {
    this.call.seal();
    super.seal();
    this.troubles.clear();
    this.prepared = undefined;
  }

  protected load(tipId: string): Promise<Known> {
    return this.service.work(tipId);
  }

  protected idsOf({ steps }: Known): string[] {
    return steps.filter(({ noted }) => noted).map(({ stepId }) => stepId);
  }

  protected open(tip: TipSummary, stepId: string): Promise<string> {
    return this.vault.readNote(tip, stepId);
  }

  protected override keepText(tip: TipSummary, stepId: string, text: string | undefined): void {
    super.keepText(tip, stepId, text);
    this.searchIndex.keep(tip, `note-${stepId}`, 'note', text ?? '');
  }

  protected override fail(tip: TipSummary, trouble: WritingTrouble): void {
    this.troubles.set(tip.tipId, trouble);
    super.fail(tip, trouble);
  }

  private ruleOf(kind: StepKind): Rule | undefined {
    return this.known?.kinds.find((each) => each.kind === kind);
  }

  private async send({ tipId }: TipSummary, rule: Rule | undefined, step: StepAsked): Promise<void> {
    if (rule?.taker === 'stepped-up') await this.stepUp.before(() => this.service.steppedUpStep(tipId, step));
    else await this.service.step(tipId, step);
  }

  private async prepare(tip: TipSummary, kind: StepKind, value: string | undefined, text: string): Promise<Prepared> {
    const what = JSON.stringify([tip.tipId, placeOf(tip), kind, value, text]);
    if (this.prepared?.what !== what) {
      const note = text === '' ? undefined : await this.vault.sealNote(tip, text);
      this.prepared = { stepId: crypto.randomUUID(), what, note };
    }
    return this.prepared;
  }
}
