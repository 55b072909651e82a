import { failureOf, type Failure } from '../api/failure';
import type { ManagedPartners, PartnerProfile } from '../api/managed';
import type { Service } from '../api/service';
import { Observed } from '../feature/observed';
import type { StepUp } from '../stepup/stepup.svelte';

/** A partner manager's decisions, and their known state. */
export class Managing extends Observed {
  known: ManagedPartners | undefined = $state.raw();

  constructor(
    private readonly service: Service,
    private readonly stepUp: StepUp,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  protected async look(): Promise<void> {
    try {
      this.known = await this.service.managedPartners();
    } catch (cause) {
      // The page's own list shows whether the service answers.
      if (failureOf(cause).kind === 'session-over') this.onSessionOver();
    }
  }

  invite(name: string): Promise<Failure | undefined> {
    return this.deed(() => this.service.decidePartner(name, 'invitation'));
  }

  answer(name: string, statement: string, heard: string, profile: PartnerProfile): Promise<Failure | undefined> {
    return this.deed(() => this.service.answerFor(name, { statement, heard, profile }));
  }

  approve(name: string, heard: string): Promise<Failure | undefined> {
    return this.deed(() => this.service.approvePartner(name, heard));
  }

  drop(name: string): Promise<Failure | undefined> {
    return this.deed(() => this.service.decidePartner(name, 'drop'));
  }

  change(name: string, profile: PartnerProfile): Promise<Failure | undefined> {
    return this.deed(() => this.service.changeProfile(name, profile));
  }

  end(name: string): Promise<Failure | undefined> {
    return this.deed(() => this.service.decidePartner(name, 'end'));
  }

  keep(name: string): Promise<Failure | undefined> {
    return this.deed(() => this.service.keepPartner(name));
  }

  private async deed(deed: () => Promise<void>): Promise<Failure | undefined> {
    try {
      await this.stepUp.before(deed);
      await this.refresh();
      return undefined;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      return failure;
    }
  }
}
