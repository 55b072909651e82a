import type { Details, WrittenDetails } from '../api/details';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { Partner, TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import type { ReadDetails } from '../format/details';
import { SealedTexts } from '../feature/texts.svelte';

/** A text that was sealed once, so that sending it again cannot make two of it. */
interface Sealed {
  tipId: string;
  text: string;
  written: WrittenDetails;
}

/** Texts for partners about the chosen tip, and the draft. */
export class Releases extends SealedTexts<readonly Details[], ReadDetails> {
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
    if (!this.isStill(tip)) this.keptFor = undefined;
    await super.choose(tip);
  }

  /** Seals what was written to a partner and leaves it for a colleague; the text stays until the service has it. */
  async write(partner: Partner): Promise<void> {
    await this.attempt(async (tip) => {
      const text = this.draft.trim();
      this.keptFor = undefined;
      this.vault.demand('details', tip.tipId);
      await this.service.writeDetails(tip.tipId, await this.sealedOnce(tip, text, partner));
      this.sealed = undefined;
      this.forget(tip, text);
      if (this.isStill(tip)) {
        this.keptFor = partner.name;
        await this.refresh();
      }
    });
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

  override seal(): void {
    super.seal();
    this.sealed = undefined;
    this.keptFor = undefined;
  }

  protected load(tipId: string): Promise<readonly Details[]> {
    return this.service.details(tipId);
  }

  protected idsOf(all: readonly Details[]): string[] {
    return all.map(({ detailsId }) => detailsId);
  }

  protected open(tip: TipSummary, detailsId: string): Promise<ReadDetails> {
    const waiting = this.known?.some((each) => each.detailsId === detailsId && each.state === 'waiting') === true;
    return this.vault.readDetails(tip, detailsId, waiting);
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
