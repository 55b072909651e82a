import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { SealedTag } from '../api/wire';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { TipFeature } from '../feature/feature';

/** A longer text is not a tag. */
export const LONGEST_TAG = 24;

/** The words that staff put on tips. The service knows their numbers alone; what they say is opened here. */
export class Tags implements TipFeature {
  known: readonly SealedTag[] = $state.raw([]);
  /** The opened tags; nothing for one that cannot be opened. */
  readonly names = new SvelteMap<string, string | undefined>();

  /** The queue whose names of tags could not be sealed to its newest key, so that the one before stays needed. */
  stuck: string | undefined = $state();

  /** The tag to put on a tip. */
  draft = $state('');

  private asked = false;

  /** @param used the ids of those that the tips on the page have */
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly used: () => readonly string[] = () => [],
  ) {}

  /** Asks for the tags once, and again when a tip has one that is not known; all of them are half a megabyte. */
  async refresh(): Promise<void> {
    const ids = this.known.map((tag) => tag.tagId);
    if (this.asked && this.used().every((id) => ids.includes(id))) return;
    await this.ask();
    await this.open();
  }

  async read(): Promise<void> {
    if (!this.asked) await this.ask();
    await this.open();
  }

  private async ask(): Promise<void> {
    try {
      this.known = await this.service.tags();
      this.asked = true;
    } catch {
      // The list says whether the service answers; without words, tags are counted.
    }
  }

  private async open(): Promise<void> {
    for (const tag of this.known) {
      if (!this.vault.open) return;
      if (this.names.has(tag.tagId)) continue;
      const name = await this.vault.openText(tag, tag.name).catch((cause: unknown) => {
        return cause instanceof VaultTrouble && cause.kind === 'locked' ? null : undefined;
      });
      if (name === null) return;
      this.names.set(tag.tagId, name);
      if (name !== undefined) await this.moveOn(tag, name);
    }
  }

  /** Seals a name to the newest epoch, so that the one before is needed for tips alone, and can end with them. */
  private async moveOn(tag: SealedTag, name: string): Promise<void> {
    const { queue } = tag;
    const epoch = this.vault.newestEpoch(queue);
    if (epoch === undefined || epoch <= tag.epoch) return;
    try {
      const moved = { ...tag, epoch, name: await this.vault.sealText({ queue, epoch }, name) };
      await this.service.makeTag(moved);
      this.known = this.known.map((each) => (each.tagId === tag.tagId ? moved : each));
    } catch (cause) {
      // The next desk does it, or this one after the next unlocking.
      if (!(cause instanceof VaultTrouble && cause.kind === 'locked')) this.stuck = queue;
    }
  }

  of(queue: string): SealedTag[] {
    return this.known.filter((tag) => tag.queue === queue);
  }

  /** The id of the tag with this name, made if there is none yet. */
  async named(queue: string, name: string): Promise<string> {
    const known = this.of(queue).find((tag) => this.names.get(tag.tagId) === name);
    if (known !== undefined) return known.tagId;
    const epoch = this.vault.newestEpoch(queue);
    if (epoch === undefined) throw new Failure('absent');
    const tag = { tagId: crypto.randomUUID(), queue, epoch, name: await this.vault.sealText({ queue, epoch }, name) };
    await this.service.makeTag(tag).catch((cause: unknown) => {
      throw failureOf(cause);
    });
    this.known = [...this.known, tag];
    this.names.set(tag.tagId, name);
    return tag.tagId;
  }

  words(ids: readonly string[]): string[] {
    return ids.map((id) => this.names.get(id)).filter((name) => name !== undefined);
  }

  seal(): void {
    this.names.clear();
    this.draft = '';
    this.stuck = undefined;
  }
}
