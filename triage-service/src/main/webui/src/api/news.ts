/** Hears from the service that something has changed, so that nobody has to ask every few seconds. */
export class News {
  private source: EventSource | undefined;

  constructor(
    private readonly onNews: () => void,
    private readonly open: () => EventSource = () => new EventSource('/api/news'),
  ) {}

  /** Whether the service would say so if there were something new. */
  get live(): boolean {
    return this.source?.readyState === EventSource.OPEN;
  }

  /** Listens; reopens a stream that ended for good. The browser reconnects one that broke off. */
  listen(): void {
    if (this.source !== undefined && this.source.readyState !== EventSource.CLOSED) return;
    this.source = this.open();
    this.source.addEventListener('news', () => {
      this.onNews();
    });
  }

  close(): void {
    this.source?.close();
    this.source = undefined;
  }
}
