import type { Filter, Service } from '../api/service';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { TipFeature } from '../feature/feature';
import { chosenHere, LANGUAGES, recall, type Language } from '../words/say';
import { MOST_VIEWS, readKept, writeKept, type SavedView } from './saved';

/** This member's saved views and the language that they chose, stored by the service as one sealed text. */
export class Views implements TipFeature {
  all: readonly SavedView[] = $state.raw([]);
  /** The name under which what is shown shall be saved. */
  draft = $state('');
  trouble = $state(false);
  /** Whether what was saved has been read: unread views are not saved over. */
  private isRead = false;
  private language: string | undefined;
  /** What a newer console saved. */
  private others: readonly unknown[] = [];

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
  ) {}

  async read(): Promise<void> {
    if (!this.vault.open) return;
    try {
      const { sealed } = await this.service.views();
      const { views, language, others } = readKept(
        sealed === undefined ? '' : await this.vault.openOwn('views', sealed),
      );
      this.all = views;
      this.language = language;
      this.others = others ?? [];
      this.isRead = true;
      if (language !== undefined && language in LANGUAGES) recall(language as Language);
    } catch (cause) {
      // Sealed to a key that this member has no more: nobody reads them again, and new ones may take their place.
      this.isRead = cause instanceof VaultTrouble && cause.kind === 'wrong-key';
    }
    this.trouble = !this.isRead;
    await this.keepLanguage();
  }

  /** Whether there is place for a view of this name. */
  fits(name: string): boolean {
    return this.all.length + this.others.length < MOST_VIEWS || this.all.some((view) => view.name === name);
  }

  /** Saves a view under a name; one of that name is replaced. */
  async save(name: string, filter: Filter): Promise<void> {
    if (!this.fits(name)) return;
    await this.write([...this.all.filter((view) => view.name !== name), { name, filter }]);
  }

  async drop(name: string): Promise<void> {
    await this.write(this.all.filter((view) => view.name !== name));
  }

  /** Keeps the language that was chosen on this page for the next visit, on any machine. With a locked key it waits for the next unlocking. */
  async keepLanguage(): Promise<void> {
    const chosen = chosenHere();
    if (this.isRead && chosen !== undefined && chosen !== this.language) await this.write(this.all);
  }

  seal(): void {
    this.all = [];
    this.language = undefined;
    this.others = [];
    this.draft = '';
    this.isRead = false;
  }

  private async write(views: readonly SavedView[]): Promise<void> {
    if (!this.isRead) {
      this.trouble = true;
      return;
    }
    try {
      const language = chosenHere() ?? this.language;
      await this.service.saveViews(
        await this.vault.sealOwn('views', writeKept({ views, language, others: this.others })),
      );
      this.all = views;
      this.language = language;
      this.trouble = false;
    } catch {
      this.trouble = true;
    }
  }
}
