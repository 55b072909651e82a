/** A value that is kept up to date only while somebody looks at it. */
export abstract class Observed {
  private observers = 0;

  /** @returns what to call when nobody looks any longer */
  watch(): () => void {
    this.observers++;
    void this.refresh();
    return () => {
      this.observers--;
    };
  }

  async refresh(): Promise<void> {
    if (this.observers > 0) await this.look();
  }

  protected abstract look(): Promise<void>;
}
