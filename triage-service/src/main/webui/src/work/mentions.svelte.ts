import type { Service } from '../api/service';
import { failureOf } from '../api/failure';
import type { Mention } from '../api/wire';

/** Where colleagues ask for this member. */
export class Mentions {
  waiting: readonly Mention[] = $state.raw([]);
  /** Whether the last one could not be put away. */
  failed = $state(false);

  constructor(
    private readonly service: Service,
    private readonly onSessionOver: () => void,
  ) {}

  async refresh(): Promise<void> {
    // The page keeps its content until the service answers again.
    this.waiting = await this.service.mentions().catch(() => this.waiting);
  }

  async putAway({ stepId }: Mention): Promise<void> {
    try {
      await this.service.seeMention(stepId);
      this.failed = false;
      this.waiting = this.waiting.filter((each) => each.stepId !== stepId);
    } catch (cause) {
      this.failed = true;
      if (failureOf(cause).kind === 'session-over') this.onSessionOver();
    }
  }
}
