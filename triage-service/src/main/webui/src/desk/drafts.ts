import type { TipFeature } from '../feature/feature';
import type { Writing } from '../feature/writing.svelte';
import type { Vault } from '../keys/vault.svelte';

interface Kept {
  sealed: string;
  /** Of what it says, without space around it: enough to know that it was sent and nothing was added. */
  length: number;
  /** What it says; nothing once the key was locked. */
  text: string | undefined;
}

/**
 * Keeps what a member has written and not sent, over a lock: sealed to their key while it is open, in the memory of this tab alone, and
 * gone when they sign out.
 */
export class Drafts implements TipFeature {
  private readonly kept = new Map<Writing, Map<string, Kept>>();
  /** Whether what was kept is back on the page: before, its absence there says nothing. */
  private isRead = false;
  private keeping: Promise<void> | undefined;

  constructor(
    private readonly vault: Pick<Vault, 'open' | 'sealOwn' | 'openOwn'>,
    parts: readonly Writing[],
  ) {
    for (const part of parts) {
      this.kept.set(part, new Map());
      part.onSent = (tipId, text) => {
        this.sent(part, tipId, text);
      };
      part.keepSealed = async () => {
        // The round that is under way may have passed this part already.
        await this.keep();
        await this.keep();
      };
    }
  }

  /** What went out while the key was locked does not come back with it; what was added to it meanwhile does. */
  private sent(part: Writing, tipId: string, text: string): void {
    const kept = this.kept.get(part);
    if (!this.isRead && kept?.get(tipId)?.length === text.length) kept.delete(tipId);
  }

  /** Seals what was written since the last time. */
  keep(): Promise<void> {
    if (!this.isRead || !this.vault.open) return Promise.resolve();
    this.keeping ??= this.keepAll().finally(() => {
      this.keeping = undefined;
    });
    return this.keeping;
  }

  private async keepAll(): Promise<void> {
    for (const [part, kept] of this.kept) {
      const written = part.written();
      for (const tipId of kept.keys()) if (!written.has(tipId)) kept.delete(tipId);
      for (const [tipId, text] of written) if (kept.get(tipId)?.text !== text) await this.keepOne(tipId, text, kept);
    }
  }

  private async keepOne(tipId: string, text: string, kept: Map<string, Kept>): Promise<void> {
    try {
      const sealed = await this.vault.sealOwn('draft', text);
      kept.set(tipId, { sealed, length: text.trim().length, text: this.vault.open ? text : undefined });
    } catch {
      // Locked meanwhile, or longer than can be sent: what was kept before stays.
    }
  }

  async read(): Promise<void> {
    const isOpen = () => this.vault.open;
    if (!isOpen() || this.isRead) return;
    for (const [part, kept] of this.kept) {
      for (const [tipId, { sealed }] of kept) {
        const text = await this.vault.openOwn('draft', sealed).catch(() => undefined);
        if (!isOpen()) return;
        // Another member's, or of a key that this one has no more.
        if (text === undefined) kept.delete(tipId);
        else part.goOn(tipId, text);
      }
    }
    this.isRead = true;
  }

  seal(): void {
    this.isRead = false;
    for (const kept of this.kept.values()) for (const each of kept.values()) each.text = undefined;
  }

  /** Nobody goes on with them. */
  drop(): void {
    for (const kept of this.kept.values()) kept.clear();
  }
}
