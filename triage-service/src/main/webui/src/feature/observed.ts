/** A value that is kept up to date only while somebody looks at it. */
export abstract class Observed {
  private observed = false;

  /** @returns what to call when nobody looks any longer */
  watch(): () => void {
    this.observed = true;
    void this.refresh();
    return () => {
      this.observed = false;
    };
  }

  async refresh(): Promise<void> {
    if (this.observed) await this.look();
  }

  protected abstract look(): Promise<void>;
}
