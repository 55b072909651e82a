import type { Details, WrittenDetails } from '../api/details';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { Partner, TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import type { ReadDetails, Target } from '../format/details';
import { SealedTexts } from '../feature/texts.svelte';
import { changedWords } from './words';

/** A text that was sealed once, so that sending it again cannot make two of it. */
interface Sealed {
  tipId: string;
  text: string;
  written: WrittenDetails;
}

/** Texts for partners about the chosen tip, and the draft. */
export class Approvals extends SealedTexts<readonly Details[], ReadDetails> {
  /** For whom the next text is, as the writer chose and compared it: no later list changes the name or the key. */
  target: Target | undefined = $state.raw();
  /** The partner for which a text was just kept. */
  keptFor: string | undefined = $state();
  private sealed: Sealed | undefined;

  constructor(
    service: Service,
    vault: Vault,
    private readonly stepUp: StepUp,
    onSessionOver: () => void,
  ) {
    super(service, vault, onSessionOver);
  }

  override async choose(tip: TipSummary): Promise<void> {
    if (!this.isStill(tip)) {
      this.keptFor = undefined;
      this.target = undefined;
    }
    await super.choose(tip);
  }

  /** @param open the partners that may get details now */
  chooseTarget(partner: string, open: readonly Partner[]): void {
    const found = open.find(({ name }) => name === partner);
    this.target = found && { partner, recipient: found.recipient };
  }

  /**
   * Seals what was written to the target and leaves it for a colleague; the text stays until the service has it.
   * Nothing happens if the target is no longer as it was chosen.
   */
  async write(open: readonly Partner[]): Promise<void> {
    const { target } = this;
    if (target === undefined || changedWords(target, open) !== undefined) return;
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      this.keptFor = undefined;
      this.vault.demand('details', tip.tipId);
      await this.service.writeDetails(tip.tipId, await this.sealedOnce(tip, text, target));
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        this.keptFor = target.partner;
        this.target = undefined;
        await this.refresh();
      }
    });
  }

  /** Lets a colleague's text go to its partner, or decides against one. */
  async decide(detailsId: string, decision: 'approval' | 'drop'): Promise<Failure | undefined> {
    const tip = this.tip;
    if (tip === undefined) return new Failure('absent');
    try {
      if (decision === 'approval') this.vault.demand('details', tip.tipId);
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

  override seal(): void {
    super.seal();
    this.sealed = undefined;
    this.target = undefined;
    this.keptFor = undefined;
  }

  protected load(tipId: string): Promise<readonly Details[]> {
    return this.service.details(tipId);
  }

  protected idsOf(all: readonly Details[]): string[] {
    return all.map(({ detailsId }) => detailsId);
  }

  protected open(tip: TipSummary, detailsId: string): Promise<ReadDetails> {
    const waiting = this.known?.find((each) => each.detailsId === detailsId && each.state === 'waiting');
    const target = waiting && { partner: waiting.partner, recipient: waiting.recipient };
    return this.vault.readDetails(tip, detailsId, target);
  }

  private async sealedOnce(tip: TipSummary, text: string, target: Target): Promise<WrittenDetails> {
    const { tipId } = tip;
    const known = this.sealed;
    if (
      known?.tipId === tipId &&
      known.text === text &&
      known.written.partner === target.partner &&
      known.written.recipient === target.recipient
    )
      return known.written;
    const { sealed, copy } = await this.vault.sealDetails(tip, target, text);
    const written = { detailsId: crypto.randomUUID(), ...target, sealed, copy };
    this.sealed = { tipId, text, written };
    return written;
  }
}
