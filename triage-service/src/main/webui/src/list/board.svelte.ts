import { failureOf, type FailureKind } from '../api/failure';
import type { Filter, Service } from '../api/service';
import type { Lane, TipPage, TipSummary } from '../api/wire';
import { append, arrange, arrive, change, groups, showNews, type Listing } from '../words/listing';

/** The list of tips: its filter, its rows, and the news that waits. */
export class Board {
  listing: Listing | undefined = $state.raw();
  /** The one fold that is open. */
  fold: { lane: Lane; listing: Listing } | undefined = $state.raw();
  filter: Filter = $state.raw({});
  trouble: FailureKind | undefined = $state();
  /** When the list last was known to be true; in the service's time. */
  asOf: number | undefined = $state();

  /** Leaves out the rows that the member wants out of sight. */
  inSight: (tips: TipSummary[]) => TipSummary[] = (tips) => tips;

  constructor(
    private readonly service: Service,
    private readonly now: () => number,
    private readonly onSessionOver: () => void,
  ) {}

  /** Whether what is on the page may be of a flood. */
  get isOfFlood(): boolean {
    return this.fold !== undefined || this.filter.lane === 'quarantine';
  }

  /** Every tip that has a row, in the order of the rows. */
  get shown(): TipSummary[] {
    const folded = this.fold?.listing.rows ?? [];
    return this.inSight([
      ...(this.listing === undefined ? [] : groups(this.listing).flatMap((group) => group.tips)),
      ...folded.map((row) => row.tip),
    ]);
  }

  /** The tip whose row stands behind that of another. */
  after(tipId: string): TipSummary | undefined {
    const place = this.shown.findIndex((tip) => tip.tipId === tipId);
    return place < 0 ? undefined : this.shown[place + 1];
  }

  /** The rows that stand with that of a tip in one place; all, where the list is of one lane. */
  beside(tipId: string | undefined): TipSummary[] {
    if (this.filter.lane !== undefined) return this.shown;
    const folded = this.fold?.listing.rows.map(({ tip }) => tip) ?? [];
    const places = this.listing === undefined ? [] : groups(this.listing).map(({ tips }) => tips);
    return this.inSight([folded, ...places].find((tips) => tips.some((tip) => tip.tipId === tipId)) ?? []);
  }

  /** Asks for another part of the list; only then is the order made again, because the member asked for it. */
  async choose(filter: Filter): Promise<void> {
    this.filter = filter;
    this.listing = undefined;
    this.fold = undefined;
    await this.poll();
  }

  async poll(): Promise<void> {
    await this.ask(this.filter, (page) => {
      this.listing = this.listing === undefined ? arrange(page, this.now()) : arrive(this.listing, page, this.now());
      this.asOf = this.now();
      this.leaveFold(page);
    });
  }

  /** What has come out of the open fold is in the list now, and in both places it would stand twice. */
  private leaveFold(page: TipPage): void {
    const listed = page.tips.map((tip) => tip.tipId);
    const fold = this.fold;
    if (fold === undefined) return;
    const rows = fold.listing.rows.filter(({ tip }) => !listed.includes(tip.tipId));
    this.fold = { ...fold, listing: { ...fold.listing, rows } };
  }

  async more(): Promise<void> {
    const listing = this.listing;
    if (listing?.next === undefined) return;
    await this.ask({ ...this.filter, after: listing.next }, (page) => {
      this.listing = append(this.listing ?? listing, page, this.now());
    });
  }

  /** Opens what is folded in a lane, or closes it. */
  async toggle(lane: Lane): Promise<void> {
    if (this.fold?.lane === lane) {
      this.fold = undefined;
      return;
    }
    await this.ask({ ...this.filter, lane, folded: true }, (page) => {
      this.fold = { lane, listing: arrange(page, this.now()) };
    });
  }

  async moreOfFold(): Promise<void> {
    const fold = this.fold;
    if (fold?.listing.next === undefined) return;
    await this.ask({ ...this.filter, lane: fold.lane, folded: true, after: fold.listing.next }, (page) => {
      this.fold = { ...fold, listing: append(fold.listing, page, this.now()) };
    });
  }

  /** Updates one tip in place. */
  know(tip: TipSummary): void {
    if (this.listing !== undefined) this.listing = change(this.listing, tip, this.now());
    if (this.fold !== undefined) this.fold = { ...this.fold, listing: change(this.fold.listing, tip, this.now()) };
  }

  showNews(): void {
    if (this.listing !== undefined) this.listing = showNews(this.listing, this.now());
  }

  /** An answer that comes after another part of the list was asked for is an answer to nothing. */
  private async ask(question: Filter, use: (page: TipPage) => void): Promise<void> {
    const filter = this.filter;
    try {
      const page = await this.service.tips(question);
      if (filter !== this.filter) return;
      use(page);
      this.trouble = undefined;
    } catch (cause) {
      if (filter !== this.filter) return;
      this.trouble = failureOf(cause).kind;
      if (this.trouble === 'session-over') this.onSessionOver();
    }
  }
}
