import { say } from '../words/say';
import type { Proposal } from '../api/vitalinterest';
import { Failure, failureOf } from '../api/failure';
import type { Found, Service } from '../api/service';
import type { Threat, TipSummary } from '../api/wire';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { Writing } from '../feature/writing.svelte';
import type { TipFeature } from '../feature/feature';

/** An alert that the chosen tip's source did not allow, as far as members want one. */
export class VitalInterest extends Writing implements TipFeature {
  /** Nothing until it was asked for; null if nobody has proposed one. */
  proposal: Proposal | null | undefined = $state.raw();
  /** The danger that a member is about to name, where the source reported none. */
  naming: Partial<Threat> = $state({});
  /** Why, as far as it has been opened. */
  reason: string | undefined = $state();

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly onDone: () => Promise<void>,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  /** Turns to another tip; the reason that was being written for the last one waits there. */
  async choose(tip: TipSummary): Promise<void> {
    if (!this.turnTo(tip)) return;
    this.proposal = undefined;
    this.reason = undefined;
    this.naming = {};
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const { proposal } = await this.service.vitalInterest(tip.tipId);
      if (!this.isStill(tip)) return;
      if (proposal?.digest !== this.proposal?.digest) this.reason = undefined;
      this.proposal = proposal ?? null;
      await this.read();
    } catch {
      // The list shows whether the service answers.
    }
  }

  async read(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined || !this.vault.open || this.reason !== undefined || (this.proposal ?? null) === null) return;
    const { digest } = this.proposal ?? {};
    const reason = await this.vault.readReason(tip).catch(() => undefined);
    if (this.isStill(tip) && this.proposal?.digest === digest) this.reason = reason;
  }

  /** The danger that is named, once it is named as far as it must be. */
  get found(): Found {
    const { who, when, region } = this.naming;
    return who === undefined || when === undefined ? undefined : { who, when, region };
  }

  /** Seals the reason and leaves the rest to a colleague. */
  propose(): Promise<Failure | undefined> {
    const reason = this.draft.trim();
    const found = this.found;
    return this.deed(async (tip) => {
      this.vault.demand(deedOn(tip), tip.tipId);
      const sealed = await this.vault.sealNote(tip, reason);
      await this.stepUp.before(() => this.service.proposeAlert(tip.tipId, sealed, found));
      this.forget(tip, reason);
    });
  }

  /** Agrees to the proposal that the member has read, and not to one that has replaced it. */
  approve({ digest }: Pick<Proposal, 'digest'>): Promise<Failure | undefined> {
    return this.deed(async (tip) => {
      this.vault.demand(deedOn(tip), tip.tipId);
      await this.stepUp.before(() => this.service.approveProposal(tip.tipId, digest));
    });
  }

  drop(): Promise<Failure | undefined> {
    return this.deed((tip) => this.service.dropProposal(tip.tipId));
  }

  /** Nothing that was opened or written stays on the page. */
  seal(): void {
    this.reason = undefined;
    this.naming = {};
    this.forgetAll();
  }

  private async deed(deed: (tip: TipSummary) => Promise<void>): Promise<Failure | undefined> {
    if (this.tip === undefined) return new Failure('absent');
    try {
      await deed(this.tip);
      await this.onDone();
      return undefined;
    } catch (cause) {
      if (cause instanceof VaultTrouble) return new Failure('refused', say('vitalinterest.yourKeyIsLocked'));
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      await this.refresh();
      return failure;
    }
  }
}

/** Where the source reported danger, their sealed answers must say so too. */
function deedOn({ threat }: TipSummary): 'raise' | 'find' {
  return threat.who === 'none' ? 'find' : 'raise';
}
