import type { Dashboard } from '../api/dashboard';
import { failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import { Observed } from '../feature/observed';

/** The numbers of the dashboard, kept up to date while somebody looks at them. */
export class Figures extends Observed {
  known: Dashboard | undefined = $state.raw();
  trouble: FailureKind | undefined = $state();

  constructor(
    private readonly service: Service,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  protected async look(): Promise<void> {
    try {
      this.known = await this.service.dashboard();
      this.trouble = undefined;
    } catch (cause) {
      this.trouble = failureOf(cause).kind;
      if (this.trouble === 'session-over') this.onSessionOver();
    }
  }
}
