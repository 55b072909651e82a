import { say, spoken } from '../words/say';
import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { AsideReason, Finding, StepKind, TipSummary } from '../api/wire';
import { isTidiedAway, mayBeAside } from '../alert/words';
import type { Vault } from '../keys/vault.svelte';
import { placeOf } from '../words/names';
import type { StepUp } from '../stepup/stepup.svelte';
import type { TipFeature } from '../feature/feature';

/** A bulk action, and how to undo it for one tip. */
export interface BulkAction {
  words: string;
  /** Whether it would change this tip. */
  fits: (tip: TipSummary) => boolean;
  act: (tip: TipSummary) => Promise<void>;
  undo: (tip: TipSummary) => Promise<void>;
  /** What must be done before the first one. */
  before?: () => Promise<void>;
}

export interface Report {
  words: string;
  done: number;
  failed: number;
  /** Why the first one failed. */
  why: string | undefined;
  /** How many were too many for one go, and are still ticked. */
  left: number;
}

const FOUND_WORDS: Record<Finding, string> = spoken({
  verified: 'list.foundToBeVerified',
  plausible: 'list.foundToBePlausible',
  unfounded: 'list.foundToBeUnfounded',
  duplicate: 'list.foundToBeADuplicate',
  junk: 'list.foundToBeJunk',
});

/** At once; the service answers each separately. */
const SIDE_BY_SIDE = 4;

/** In one go: more is seldom meant, and waits for a second press. */
const MOST_AT_ONCE = 200;

/** The tips that are ticked, and what was last done with all of them. */
export class Selection implements TipFeature {
  readonly ticked = new SvelteMap<string, TipSummary>();
  readonly colleagues = new SvelteMap<string, string[]>();
  busy = $state(false);
  report: Report | undefined = $state.raw();
  /** Why the ticked tips are junk; nothing while nobody says so. */
  reason: string | undefined = $state();
  private last: { deed: BulkAction; tips: TipSummary[] } | undefined = $state.raw();

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: Pick<StepUp, 'before'>,
    private readonly onChange: () => Promise<void>,
  ) {}

  get undoable(): boolean {
    return this.last !== undefined && !this.busy;
  }

  toggle(tip: TipSummary): void {
    if (!this.ticked.delete(tip.tipId)) this.ticked.set(tip.tipId, tip);
  }

  /** All of these; none, if all of them are ticked already. */
  toggleAll(tips: readonly TipSummary[]): void {
    if (tips.length === 0) return;
    const all = tips.every((tip) => this.ticked.has(tip.tipId));
    this.ticked.clear();
    if (!all) for (const tip of tips) this.ticked.set(tip.tipId, tip);
  }

  clear(): void {
    this.ticked.clear();
  }

  /** The deed can then no longer be undone in one go, because it holds its reason. */
  seal(): void {
    this.reason = undefined;
    this.last = undefined;
  }

  /** Does something with all that are ticked, as far as it fits them. */
  async do(deed: BulkAction): Promise<void> {
    const fitting = [...this.ticked.values()].filter((tip) => deed.fits(tip));
    const tips = fitting.slice(0, MOST_AT_ONCE);
    if (tips.length > 0 && !(await this.mayBegin(deed, tips.length))) return;
    const left = fitting.slice(MOST_AT_ONCE);
    await this.each(
      deed.words,
      tips,
      (tip) => deed.act(tip),
      (done) => {
        this.last = done.length === 0 || !this.vault.open ? undefined : { deed, tips: done };
        this.ticked.clear();
        for (const tip of left) this.ticked.set(tip.tipId, tip);
      },
      left.length,
    );
  }

  /** Something was done with one tip elsewhere: it can be undone here. */
  did(tip: TipSummary, deed: BulkAction): void {
    if (!this.vault.open) return;
    this.last = { deed, tips: [tip] };
    this.report = { words: deed.words, done: 1, failed: 0, why: undefined, left: 0 };
  }

  private async mayBegin({ words, before }: BulkAction, failed: number): Promise<boolean> {
    try {
      await before?.();
      return true;
    } catch (cause) {
      this.last = undefined;
      this.report = { words, done: 0, failed, why: failureOf(cause).detail, left: 0 };
      this.ticked.clear();
      return false;
    }
  }

  async undo(): Promise<void> {
    const last = this.last;
    if (last === undefined || this.busy) return;
    this.last = undefined;
    await this.each(
      say('list.takenBackWords', { words: last.deed.words }),
      last.tips,
      (tip) => last.deed.undo(tip),
      () => undefined,
    );
  }

  deed(words: string, kind: StepKind, back: StepKind, value?: string): BulkAction {
    return {
      words,
      fits: () => true,
      act: (tip) => this.step(tip, kind, value),
      undo: (tip) => this.step(tip, back, value),
    };
  }

  step(tip: TipSummary, kind: StepKind, value?: string, note?: string): Promise<void> {
    const sealedTo = note === undefined ? undefined : placeOf(tip);
    return this.service.step(tip.tipId, { stepId: crypto.randomUUID(), kind, value, note, sealedTo });
  }

  /** Colleagues who could get tips of a queue, as far as known. */
  async loadColleagues(): Promise<void> {
    for (const { queue, tipId } of this.ticked.values()) {
      if (this.colleagues.has(queue)) continue;
      this.colleagues.set(queue, []);
      const known = await this.service.work(tipId).catch(() => undefined);
      if (known === undefined) this.colleagues.delete(queue);
      else this.colleagues.set(queue, known.colleagues);
    }
  }

  /** Takes tips into the member's hands, but for those that are there. */
  taking(member: string): BulkAction {
    return { ...this.deed(say('list.taken'), 'claim', 'release'), fits: (tip) => tip.assignee?.name !== member };
  }

  /** Gives tips to a colleague; undoing it returns each to its former assignee. */
  giving(whom: string, member: string): BulkAction {
    return {
      words: say('list.givenToWhom', { whom }),
      fits: (tip) => tip.assignee?.name !== whom && (this.colleagues.get(tip.queue) ?? []).includes(whom),
      act: (tip) => this.step(tip, 'assign', whom),
      undo: async (tip) => {
        await this.step(tip, 'unassign', whom);
        if (tip.assignee === undefined) return;
        if (tip.assignee.name === member && tip.assignee.until !== undefined) await this.step(tip, 'claim');
        else await this.step(tip, 'assign', tip.assignee.name);
      },
    };
  }

  /** Finds tips to be something that nobody has vetted; the reason is sealed to each of them. */
  finding(finding: Finding, reason: string): BulkAction {
    return {
      words: FOUND_WORDS[finding],
      fits: (tip) => tip.finding === undefined,
      act: async (tip) => this.step(tip, 'vet', finding, await this.vault.sealNote(tip, reason)),
      undo: (tip) => this.step(tip, 'unvet', finding),
    };
  }

  /** Sets alerts aside that nobody has confirmed or taken on, as a flood’s; their tips need not have been read. */
  settingAside(reason: AsideReason): BulkAction {
    return {
      words: say('list.setAsideWithTheirAlerts'),
      fits: (tip) => tip.alert !== undefined && mayBeAside(tip.alert),
      before: () => this.stepUp.before(() => this.service.stepUpCounts()),
      act: (tip) => this.service.setAlertAside(tip.tipId, reason),
      undo: (tip) => this.service.putAlertBack(tip.tipId),
    };
  }

  /** Asks to cancel alerts of a flood that partners call resolved, or agrees with a colleague who asked; their tips need not have been read. */
  cancellingTidiedAway(member: string): BulkAction {
    return {
      words: say('list.withAlertsToBeCancelled'),
      fits: ({ alert, folded }) =>
        alert !== undefined && isTidiedAway(alert, folded) && alert.cancelling?.by !== member,
      before: () => this.stepUp.before(() => this.service.stepUpCounts()),
      act: (tip) => this.service.cancelAlert(tip.tipId),
      undo: (tip) =>
        tip.alert?.cancelling === undefined
          ? this.service.keepAlert(tip.tipId)
          : Promise.reject(new Failure('refused', say('alert.aCancelledAlertCannotBe'))),
    };
  }

  private async each(
    words: string,
    tips: readonly TipSummary[],
    act: (tip: TipSummary) => Promise<void>,
    onDone: (done: TipSummary[]) => void,
    left = 0,
  ): Promise<void> {
    this.busy = true;
    const done: TipSummary[] = [];
    let failed = 0;
    let why: string | undefined;
    const waiting = [...tips];
    const work = async () => {
      for (let tip = waiting.shift(); tip !== undefined; tip = waiting.shift()) {
        try {
          await act(tip);
          done.push(tip);
        } catch (cause) {
          failed++;
          why ??= failureOf(cause).detail;
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    onDone(done);
    try {
      // Until the list is as it is now: a second deed would mean what stood there before.
      await this.onChange();
    } finally {
      this.report = { words, done: done.length, failed, why, left };
      this.busy = false;
    }
  }
}

export function reportWords({ words, done, failed, why, left }: Report): string {
  return [
    say('list.tipsDone', { done, words }),
    ...(failed === 0
      ? []
      : [`${say('list.failedStayedAsTheyWere', { failed })}${why === undefined ? '' : `: ${why.replace(/\.$/, '')}`}`]),
    ...(left === 0 ? [] : [say('list.stillTickedLeftSinceMost', { left, most: MOST_AT_ONCE })]),
  ].join('; ');
}
