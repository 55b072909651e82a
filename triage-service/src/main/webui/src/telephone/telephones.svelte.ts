import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { SealedTelephone } from '../api/telephones';
import type { TipFeature } from '../feature/feature';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { dayOf, namesOf, telephoneIn, writtenIn, type Reading, type Telephone, type TelephoneDraft } from './telephone';

/** Partners' telephone numbers. The service keeps them and can neither read nor make one; they are opened here. */
export class Telephones implements TipFeature {
  known: readonly SealedTelephone[] | undefined = $state.raw();
  /** Whether the service did not answer. */
  missing = $state(false);
  private readonly readings = new SvelteMap<string, Reading>();

  /** @param now by this machine's own clock */
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly now: () => number,
    private readonly onSessionOver: () => void,
  ) {}

  /** Asks for them; each is 10 KB, so only where somebody looks. */
  async look(): Promise<void> {
    try {
      this.known = await this.service.telephones();
      this.missing = false;
    } catch (cause) {
      this.missing = true;
      if (failureOf(cause).kind === 'session-over') this.onSessionOver();
    }
    await this.read();
  }

  /** Asks again for what could not be loaded. */
  async refresh(): Promise<void> {
    if (this.missing) await this.look();
  }

  async read(): Promise<void> {
    for (const sealed of this.known ?? []) {
      if (!this.vault.open) return;
      const key = keyOf(sealed);
      // A key may have come since.
      if ((this.readings.get(key)?.is ?? 'no-key') !== 'no-key') continue;
      const reading = await this.open(sealed);
      if (reading === undefined) return;
      this.readings.set(key, reading);
    }
  }

  private async open(sealed: SealedTelephone): Promise<Reading | undefined> {
    try {
      const telephone = telephoneIn(await this.vault.openMarked(sealed, 'telephone', sealed.sealed), sealed);
      return { is: 'proven', telephone, earlier: false };
    } catch (cause) {
      if (!(cause instanceof VaultTrouble)) return { is: 'not-proven' };
      if (cause.kind === 'wrong-key') return { is: 'no-key' };
      return cause.kind === 'damaged' ? { is: 'not-proven' } : undefined;
    }
  }

  /** Those of a partner for a queue: what two have seen, then what waits for the second. */
  of(partner: string, queue: string): SealedTelephone[] {
    return (this.known ?? []).filter((one) => one.partner === partner && one.queue === queue);
  }

  /** Nothing while the key is locked. */
  reading(sealed: SealedTelephone): Reading | undefined {
    const reading = this.readings.get(keyOf(sealed));
    if (reading?.is !== 'proven') return reading;
    // The next key may come while this one is open.
    return { ...reading, earlier: sealed.epoch < (this.vault.newestEpoch(sealed.queue) ?? 0) };
  }

  /** The queues to which this member seals. */
  get queues(): string[] {
    const { state } = this.vault;
    return state.is === 'open' ? namesOf(state.verdicts.signed) : [];
  }

  /** What a member begins with who changes it. */
  last(partner: string): Telephone | undefined {
    const readings = (this.known ?? []).filter((one) => one.partner === partner).map((one) => this.reading(one));
    return readings.findLast((reading) => reading?.is === 'proven')?.telephone;
  }

  write(partner: string, draft: TelephoneDraft): Promise<Failure | undefined> {
    return this.deed(async (by) => {
      const text = JSON.stringify({ partner, ...writtenIn(draft), by, on: dayOf(this.now()) });
      const copies = await Promise.all(this.queues.map((queue) => this.sealed(queue, text)));
      await this.stepUp.before(() => this.service.writeTelephone(partner, copies));
    });
  }

  /** Says that a second member has called. */
  approve(sealed: SealedTelephone, telephone: Telephone): Promise<Failure | undefined> {
    return this.deed(async (by) => {
      const text = JSON.stringify({ ...telephone, called: { by, on: dayOf(this.now()) } });
      const copy = await this.sealed(sealed.queue, text);
      await this.stepUp.before(() => this.service.approveTelephone(sealed.telephoneId, copy.epoch, copy.sealed));
    });
  }

  private async sealed(queue: string, text: string) {
    const epoch = this.vault.newestEpoch(queue);
    if (epoch === undefined) throw new VaultTrouble('locked');
    return { queue, epoch, sealed: await this.vault.sealMarked({ queue, epoch }, 'telephone', text) };
  }

  private async deed(deed: (by: string) => Promise<void>): Promise<Failure | undefined> {
    const { state } = this.vault;
    if (state.is !== 'open') return new Failure('refused', LOCKED);
    try {
      await deed(state.member);
    } catch (cause) {
      if (cause instanceof VaultTrouble) return new Failure('refused', LOCKED);
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      return failure;
    }
    await this.look();
    return undefined;
  }

  seal(): void {
    this.readings.clear();
  }
}

const LOCKED = 'Your key is locked. Unlock it, then try again. Nothing was changed.';

/** What was opened stays so only as long as the service says the same of it. */
function keyOf({ telephoneId, writtenBy, approvedBy, sealed }: SealedTelephone): string {
  return [telephoneId, writtenBy, approvedBy ?? '', sealed].join(' ');
}
