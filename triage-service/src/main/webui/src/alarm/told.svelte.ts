/** One answer that is lost means nothing; two in a row do, or one after this many milliseconds without any. */
const PATIENCE = 30_000;
/** After so many milliseconds without an answer it is old, even if no question has failed: perhaps none was asked. */
const OLD = 120_000;

/** A value that the page polls, and the time since when polling has failed. */
export class Told<T> {
  last: T | undefined = $state.raw();
  /** Nothing while it is told. */
  missingSince: number | undefined = $state();
  private failures = 0;
  private toldAt: number | undefined;

  constructor(
    private readonly question: () => Promise<T>,
    private readonly now: () => number,
  ) {}

  async ask(): Promise<void> {
    this.toldAt ??= this.now();
    try {
      this.last = await this.question();
      this.toldAt = this.now();
      this.failures = 0;
      this.missingSince = undefined;
    } catch {
      this.failures++;
      if (this.failures > 1 || this.now() - this.toldAt >= PATIENCE) this.missingSince = this.toldAt;
    }
  }

  /** To be called now and then: a question may hang, or wait for another one. */
  tick(): void {
    if (this.toldAt !== undefined && this.now() - this.toldAt >= OLD) this.missingSince = this.toldAt;
  }
}
