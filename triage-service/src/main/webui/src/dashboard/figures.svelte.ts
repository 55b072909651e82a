import type { Dashboard } from '../api/dashboard';
import { failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';

/** The numbers of the dashboard, kept up to date while somebody looks at them. */
export class Figures {
  known: Dashboard | undefined = $state.raw();
  trouble: FailureKind | undefined = $state();
  private watched = false;

  constructor(
    private readonly service: Service,
    private readonly onSessionOver: () => void,
  ) {}

  /** @returns what to call when nobody looks any more */
  watch(): () => void {
    this.watched = true;
    void this.refresh();
    return () => {
      this.watched = false;
    };
  }

  async refresh(): Promise<void> {
    if (!this.watched) return;
    try {
      this.known = await this.service.dashboard();
      this.trouble = undefined;
    } catch (cause) {
      this.trouble = failureOf(cause).kind;
      if (this.trouble === 'session-over') this.onSessionOver();
    }
  }
}
