import type { News } from '../api/news';

/** Between two questions, however much happens. */
const PAUSE = 1000;
/** While the service pushes news: only in case that an event got lost. */
const QUIET = 20_000;
/** While it does not. */
const DEAF = 4000;

export interface Watched {
  /** Whether somebody is at the desk who may hear news. */
  readonly attended: boolean;
  /** Whether the last answer was one. */
  readonly upToDate: boolean;
  poll: () => Promise<void>;
}

/** Asks again as soon as there is news, one question at a time. */
export class Watch {
  private asking = false;
  private wanted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly desk: Watched,
    private readonly news: Pick<News, 'listen' | 'close' | 'live'>,
  ) {}

  begin(): void {
    this.later(PAUSE);
  }

  /** The service says that something has changed. */
  hear(): void {
    if (this.wanted) return;
    this.wanted = true;
    if (!this.asking) this.later(PAUSE);
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.ask();
    }, milliseconds);
  }

  private async ask(): Promise<void> {
    this.asking = true;
    this.wanted = false;
    try {
      await this.desk.poll();
    } catch (cause) {
      // The next question must come all the same.
      reportError(cause);
    }
    this.asking = false;
    if (this.desk.attended) this.news.listen();
    else this.news.close();
    this.later(this.patience());
  }

  private patience(): number {
    if (this.wanted) return PAUSE;
    return this.news.live && this.desk.upToDate ? QUIET : DEAF;
  }
}
