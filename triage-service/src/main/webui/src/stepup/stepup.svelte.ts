import { say } from '../words/say';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';

const LOOK_EVERY = 1000;

/** Signs the member in once more before a dangerous deed, in a window of Keycloak, and then continues with the deed.
 *
 * The desk stays as it is meanwhile, with its key open: leaving this page would lock it.
 */
export class StepUp {
  /** Whether somebody is to confirm that it is them. */
  wanted = $state(false);
  private waiting: { resolve: () => void; reject: (failure: Failure) => void } | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly service: Pick<Service, 'stepUpCounts'>) {}

  /** Does a deed; if the service first wants to know who it is, asks, and does it again. */
  async before<T>(deed: () => Promise<T>): Promise<T> {
    try {
      return await deed();
    } catch (cause) {
      if (failureOf(cause).kind !== 'step-up') throw cause;
      await this.ask();
      return deed();
    }
  }

  giveUp(): void {
    this.end()?.reject(new Failure('refused', say('stepup.youDidNotConfirm')));
  }

  private ask(): Promise<void> {
    this.giveUp();
    this.wanted = true;
    this.timer = setInterval(() => {
      void this.look();
    }, LOOK_EVERY);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  private async look(): Promise<void> {
    try {
      await this.service.stepUpCounts();
      this.end()?.resolve();
    } catch (cause) {
      const failure = failureOf(cause);
      // Between the two windows the session may be on its way; only an answer that is final ends the wait.
      if (failure.kind === 'forbidden') this.end()?.reject(failure);
    }
  }

  private end() {
    clearInterval(this.timer);
    this.wanted = false;
    const { waiting } = this;
    this.waiting = undefined;
    return waiting;
  }
}
