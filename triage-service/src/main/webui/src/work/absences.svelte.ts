import { failureOf, type Failure, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { Colleague } from '../api/wire';
import { Observed } from '../feature/observed';

/** Who of the member's queues is away, kept up to date while somebody looks at it. */
export class Absences extends Observed {
  known: readonly Colleague[] | undefined = $state.raw();
  trouble: FailureKind | undefined = $state();

  constructor(
    private readonly service: Service,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  /**
   * @param backOn nothing if they are here
   * @returns why it was not set
   */
  async set(member: string, backOn: string | undefined): Promise<Failure | undefined> {
    try {
      await this.service.setAbsence(member, backOn);
      await this.look();
      return undefined;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      return failure;
    }
  }

  protected async look(): Promise<void> {
    try {
      this.known = await this.service.absences();
      this.trouble = undefined;
    } catch (cause) {
      this.trouble = failureOf(cause).kind;
      if (this.trouble === 'session-over') this.onSessionOver();
    }
  }
}
