import type { Filter, Service } from '../api/service';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { TipFeature } from '../feature/feature';
import { MOST_VIEWS, readViews, writeViews, type SavedView } from './saved';

/** This member's saved views, stored by the service as one sealed text. */
export class Views implements TipFeature {
  all: readonly SavedView[] = $state.raw([]);
  /** The name under which what is shown shall be saved. */
  draft = $state('');
  trouble = $state(false);
  /** Whether what was saved has been read: unread views are not saved over. */
  private isRead = false;

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
  ) {}

  async read(): Promise<void> {
    if (!this.vault.open) return;
    try {
      const { sealed } = await this.service.views();
      this.all = sealed === undefined ? [] : readViews(await this.vault.openOwn('views', sealed));
      this.isRead = true;
    } catch (cause) {
      // Sealed to a key that this member has no more: nobody reads them again, and new ones may take their place.
      this.isRead = cause instanceof VaultTrouble && cause.kind === 'wrong-key';
    }
    this.trouble = !this.isRead;
  }

  /** Whether there is place for a view of this name. */
  fits(name: string): boolean {
    return this.all.length < MOST_VIEWS || this.all.some((view) => view.name === name);
  }

  /** Saves a view under a name; one of that name is replaced. */
  async save(name: string, filter: Filter): Promise<void> {
    if (!this.fits(name)) return;
    await this.write([...this.all.filter((view) => view.name !== name), { name, filter }]);
  }

  async drop(name: string): Promise<void> {
    await this.write(this.all.filter((view) => view.name !== name));
  }

  seal(): void {
    this.all = [];
    this.draft = '';
    this.isRead = false;
  }

  private async write(views: readonly SavedView[]): Promise<void> {
    if (!this.isRead) {
      this.trouble = true;
      return;
    }
    try {
      await this.service.saveViews(await this.vault.sealOwn('views', writeViews(views)));
      this.all = views;
      this.trouble = false;
    } catch {
      this.trouble = true;
    }
  }
}
