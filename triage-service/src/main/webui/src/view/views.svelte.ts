import type { Filter, Service } from '../api/service';
import type { Vault } from '../keys/vault.svelte';
import { readViews, writeViews, type SavedView } from './saved';

/** What this member likes to look at, kept by the service as one sealed text. */
export class Views {
  all: readonly SavedView[] = $state.raw([]);
  trouble = $state(false);
  private sealed: string | undefined;

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
  ) {}

  async read(): Promise<void> {
    if (!this.vault.open) return;
    try {
      this.sealed = (await this.service.views()).sealed;
      this.all = this.sealed === undefined ? [] : readViews(await this.vault.openOwn(this.sealed));
      this.trouble = false;
    } catch {
      this.trouble = true;
    }
  }

  /** Saves a view under a name; one of that name is replaced. */
  async save(name: string, filter: Filter): Promise<void> {
    await this.write([...this.all.filter((view) => view.name !== name), { name, filter }]);
  }

  async drop(name: string): Promise<void> {
    await this.write(this.all.filter((view) => view.name !== name));
  }

  seal(): void {
    this.all = [];
  }

  private async write(views: readonly SavedView[]): Promise<void> {
    try {
      await this.service.saveViews(await this.vault.sealOwn(writeViews(views)));
      this.all = views;
      this.trouble = false;
    } catch {
      this.trouble = true;
    }
  }
}
