import { failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { TipDetail, TipSummary } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import { samePlace } from '../words/names';
import type { Opened, OpenedFile } from '../format/reading';
import type { TipFeature } from '../feature/feature';

export type Reading =
  | { is: 'sealed' }
  | { is: 'opening'; bytes: number }
  /** {@code since}: by a clock that nobody sets, in milliseconds. */
  | { is: 'open'; opened: Opened; since: number }
  | { is: 'failed'; trouble: Trouble };

/** The one tip in the middle: what the service says of it, and what the key shows of it. */
export class Reader implements TipFeature {
  tip: TipSummary | undefined = $state.raw();
  detail: TipDetail | undefined = $state.raw();
  trouble: FailureKind | undefined = $state();
  reading: Reading = $state.raw({ is: 'sealed' });

  /** Tips whose opening was reported here. */
  private readonly reported: string[] = [];

  /** @param calledUnreadable whether a step says so of the chosen tip */
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly searchIndex: Pick<SearchIndex, 'keepTip' | 'keepBeside' | 'forget'>,
    private readonly calledUnreadable: () => boolean,
    private readonly onSessionOver: () => void,
  ) {}

  async choose(tip: TipSummary): Promise<void> {
    if (this.isStill(tip) && this.reading.is !== 'failed') return;
    this.tip = tip;
    this.detail = undefined;
    this.trouble = undefined;
    this.reading = { is: 'sealed' };
    await Promise.all([this.refresh(), this.read()]);
  }

  /** Asks again what the service says of the tip; what is being read stays as it is. */
  async refresh(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined) return;
    try {
      const detail = await this.service.tip(tip.tipId);
      if (this.isStill(tip)) {
        this.detail = detail;
        this.trouble = undefined;
        await this.reportLook(detail);
      }
    } catch (cause) {
      const { kind } = failureOf(cause);
      if (this.isStill(tip)) this.fail(kind);
      if (kind === 'session-over') this.onSessionOver();
    }
  }

  /** Opens the tip, if the key is open. */
  async read(): Promise<void> {
    const tip = this.tip;
    if (tip === undefined || !this.vault.open) return;
    this.reading = { is: 'opening', bytes: 0 };
    try {
      if (!this.vault.holds(tip)) await this.fetchKeys();
      if (!this.isStill(tip)) return;
      const opened = await this.vault.openTip(tip, (bytes) => {
        if (this.isStill(tip)) this.reading = { is: 'opening', bytes };
      });
      if (!this.isStill(tip)) return;
      this.reading = { is: 'open', opened, since: performance.now() };
      this.searchIndex.keepTip(tip, opened);
      await this.reportLook(this.detail);
    } catch (cause) {
      if (!this.isStill(tip)) return;
      const trouble = cause instanceof VaultTrouble ? cause.kind : 'broken';
      this.reading = trouble === 'locked' ? { is: 'sealed' } : { is: 'failed', trouble };
      if (trouble === 'session-over') this.onSessionOver();
    }
  }

  /** The tip's epoch may have begun since the key was unlocked. */
  private async fetchKeys(): Promise<void> {
    try {
      await this.vault.addKeys((await this.service.keys()).queues);
    } catch {
      // Then no key opens the tip, which the page says.
    }
  }

  async file(file: OpenedFile): Promise<Uint8Array<ArrayBuffer>[]> {
    if (this.tip === undefined || this.reading.is !== 'open') throw new VaultTrouble('locked');
    return this.vault.file(this.tip, this.reading.opened.form, file.number);
  }

  /** Nothing that was opened stays on the page. */
  seal(): void {
    this.reading = { is: 'sealed' };
  }

  /**
   * The first look stops the clock; the first one after somebody called the tip unreadable lets the source know. Should the
   * report fail, the next poll brings it here again.
   */
  private async reportLook(detail: TipDetail | undefined): Promise<void> {
    if (this.reading.is !== 'open' || detail === undefined) return;
    this.searchIndex.keepBeside(detail);
    const { tipId, queue, epoch, firstOpened, movedBy } = detail;
    // One that was moved calls its new queue until somebody there has looked.
    const look = movedBy === undefined ? tipId : `${tipId} ${queue}/${epoch}`;
    const isWanted = movedBy !== undefined || this.calledUnreadable();
    if (firstOpened !== undefined && (!isWanted || this.reported.includes(look))) return;
    await this.service.opened(tipId).then(
      () => this.reported.push(look),
      () => undefined,
    );
  }

  /** A tip that was deleted or taken from this person leaves the page, open or not; any other trouble may pass. */
  private fail(kind: FailureKind): void {
    this.trouble = kind;
    if (kind !== 'absent') return;
    if (this.tip !== undefined) this.searchIndex.forget(this.tip.tipId);
    this.detail = undefined;
    this.reading = { is: 'failed', trouble: kind };
  }

  private isStill(tip: TipSummary): boolean {
    return this.tip !== undefined && samePlace(this.tip, tip);
  }
}
