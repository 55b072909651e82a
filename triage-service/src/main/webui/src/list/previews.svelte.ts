import { SvelteSet } from 'svelte/reactivity';
import type { TipSummary } from '../api/wire';
import type { TipFeature } from '../feature/feature';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import type { Part } from '../search/differing';
import type { Gist } from '../search/gist';

/** What a row says beside a tip above it that says almost the same. */
export interface Differs {
  from: string;
  parts: Part[];
}

/** Rows of a list, and for a row how many more say the same as its tip, and are left out. */
interface OneOfEach {
  rows: TipSummary[];
  more: ReadonlyMap<string, number>;
  differs: ReadonlyMap<string, Differs>;
}

interface OnScreen {
  tip: TipSummary;
  tries: number;
}

/** While a row is on the screen. */
const MOST_TRIES = 2;

/** Tips that another is compared with; a flood has fewer texts than that. */
const MOST_FIRST = 20;

/** A larger tip takes too long on a slow circuit to be fetched before anybody asks for it. */
export const LARGEST = 1024 * 1024;

/** Marked as a flood's, and untouched since. */
function mayGo({ folded, lane, finding, assignee, legalHold, alert }: TipSummary): boolean {
  const isAside = alert === undefined || alert.aside !== undefined;
  return (folded || lane === 'quarantine') && finding === undefined && assignee === undefined && !legalHold && isAside;
}

/**
 * Opens ahead the tips whose rows are on the screen, one after another, so that the list can be read. The journal says that their
 * member's browser did; no clock stops, and the key forgets it all when it locks.
 */
export class Previews implements TipFeature {
  /** Whether the member wants it. */
  on = $state(false);
  /** Whether the member wants to see but one of those tips of a flood that say the same. */
  oneOfEach = $state(false);
  /** Tips that cannot be opened ahead: what they are is for who opens them. */
  readonly unreadable = new SvelteSet<string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly onScreen = new Map<string, OnScreen>();
  private busy = false;

  constructor(
    private readonly vault: Pick<Vault, 'open' | 'holds' | 'previewTip'>,
    private readonly searchIndex: Pick<SearchIndex, 'keepAhead' | 'gist' | 'words' | 'differing'>,
    /** Whether the list is of a flood. */
    private readonly isOfFlood: () => boolean,
    /** Whether a row stays, whatever its tip says. */
    private readonly stays: (tip: TipSummary) => boolean,
    private readonly onSessionOver: () => void,
  ) {}

  toggle(): void {
    this.on = !this.on;
    this.start();
  }

  /** What is known of a tip, if the member wants to see it. */
  gist({ tipId }: TipSummary): Gist | undefined {
    return this.on ? this.searchIndex.gist(tipId) : undefined;
  }

  /** Leaves out rows only as the member asks for it, and none of a tip about which anybody has decided something. */
  rows(tips: readonly TipSummary[]): OneOfEach {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made again whenever something was opened
    const first = new Map<string, string>();
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the same
    const more = new Map<string, number>();
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the same
    const differs = new Map<string, Differs>();
    if (!this.on || !this.oneOfEach || !this.isOfFlood()) return { rows: [...tips], more, differs };
    const firsts: string[] = [];
    const rows = tips.filter((tip) => {
      const words = this.searchIndex.words(tip.tipId);
      if (words === undefined) return true;
      const shown = first.get(words);
      if (shown === undefined) {
        first.set(words, tip.tipId);
        const near = this.nearest(firsts, tip.tipId);
        if (near !== undefined) differs.set(tip.tipId, near);
        else if (firsts.length < MOST_FIRST) firsts.push(tip.tipId);
      }
      if (shown === undefined || !mayGo(tip) || this.stays(tip)) return true;
      more.set(shown, (more.get(shown) ?? 0) + 1);
      return false;
    });
    return { rows, more, differs };
  }

  /** The first of those before it that says almost the same. */
  private nearest(firsts: readonly string[], tipId: string): Differs | undefined {
    for (const from of firsts) {
      const parts = this.searchIndex.differing(from, tipId);
      if (parts !== undefined) return { from, parts };
    }
    return undefined;
  }

  /** A row is on the screen, until what is returned is called. */
  show(tip: TipSummary): () => void {
    this.onScreen.set(tip.tipId, { tip, tries: 0 });
    this.start();
    return () => {
      this.onScreen.delete(tip.tipId);
    };
  }

  /** What failed for want of a connection is tried once more. */
  refresh(): Promise<void> {
    this.start();
    return Promise.resolve();
  }

  read(): Promise<void> {
    return this.refresh();
  }

  /** Nobody waits for it: on a slow circuit it takes longer than the desk may be silent. */
  private start(): void {
    if (!this.busy) void this.openAll();
  }

  private async openAll(): Promise<void> {
    this.busy = true;
    try {
      for (let row = this.next(); row !== undefined; row = this.next()) {
        row.tries++;
        const trouble = await this.open(row.tip);
        if (trouble === 'session-over') this.onSessionOver();
        if (trouble === 'session-over' || trouble === 'offline' || trouble === 'locked') return;
        // Once: where all of them are too much to remember, each would push out another for ever.
        row.tries = MOST_TRIES;
        if (trouble !== undefined) this.unreadable.add(row.tip.tipId);
      }
    } finally {
      this.busy = false;
    }
  }

  /** The next member who opens their key asks for it, too. */
  seal(): void {
    this.on = false;
    this.oneOfEach = false;
    this.unreadable.clear();
    for (const row of this.onScreen.values()) row.tries = 0;
  }

  private next(): OnScreen | undefined {
    if (!this.on || !this.vault.open) return undefined;
    return [...this.onScreen.values()].find(
      ({ tip, tries }) =>
        tries < MOST_TRIES &&
        tip.sizeClass <= LARGEST &&
        this.vault.holds(tip) &&
        !this.unreadable.has(tip.tipId) &&
        this.searchIndex.gist(tip.tipId) === undefined,
    );
  }

  /** @returns why it did not open, if it did not */
  private async open(tip: TipSummary): Promise<Trouble | undefined> {
    try {
      this.searchIndex.keepAhead(tip, await this.vault.previewTip(tip));
      return undefined;
    } catch (cause) {
      return cause instanceof VaultTrouble ? cause.kind : 'broken';
    }
  }
}
