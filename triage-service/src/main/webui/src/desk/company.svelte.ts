import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { TipFeature } from '../feature/feature';
import type { Vault } from '../keys/vault.svelte';

/** Who else has the chosen tip open. Each browser says so again and again while its window is seen and its key is open. */
export class Company implements TipFeature {
  others: readonly string[] = $state.raw([]);
  private tip: TipSummary | undefined;

  constructor(
    private readonly service: Pick<Service, 'here'>,
    private readonly vault: Pick<Vault, 'open'>,
    private readonly isSeen: () => boolean = () => !document.hidden,
  ) {}

  async choose(tip: TipSummary): Promise<void> {
    if (this.tip?.tipId === tip.tipId) return;
    this.tip = tip;
    this.others = [];
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const { tip } = this;
    const isOpen = () => this.vault.open;
    if (tip === undefined || !isOpen() || !this.isSeen()) {
      this.others = [];
      return;
    }
    const others = await this.service.here(tip.tipId).catch(() => []);
    if (this.tip?.tipId === tip.tipId && isOpen()) this.others = others;
  }

  async read(): Promise<void> {
    await this.refresh();
  }

  seal(): void {
    this.others = [];
  }
}
