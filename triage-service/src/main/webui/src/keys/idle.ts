/** Idle time after which the key locks. */
export const IDLE_LIMIT = 10 * 60_000;

/** Counts idle time by the clock, not by timers: a machine that slept has been idle. */
export class Idle {
  private last: number;

  constructor(
    now: number,
    private readonly limit = IDLE_LIMIT,
  ) {
    this.last = now;
  }

  noteActivity(now: number): void {
    // Activity that comes after the limit comes too late, even if nobody has looked at the clock in between.
    if (this.remaining(now) > 0) this.last = now;
  }

  /** Milliseconds until the key locks; 0 when it should have. A clock that was set back counts as no time passed. */
  remaining(now: number): number {
    return Math.max(0, this.limit - Math.max(0, now - this.last));
  }
}
