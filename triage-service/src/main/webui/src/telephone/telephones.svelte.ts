import { say } from '../words/say';
import { SvelteMap } from 'svelte/reactivity';
import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import type { SealedTelephone } from '../api/telephones';
import type { TipFeature } from '../feature/feature';
import { Observed } from '../feature/observed';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import {
  callIn,
  callText,
  dayOf,
  namesOf,
  telephoneIn,
  writtenIn,
  type Proven,
  type Reading,
  type TelephoneDraft,
} from './telephone';

/** Each is 10 KB, so they are not asked for at every poll. */
const LOOK_EVERY = 60_000;

/** Partners' telephone numbers. The service keeps them and can neither read nor make one; they are opened here. */
export class Telephones extends Observed implements TipFeature {
  known: readonly SealedTelephone[] | undefined = $state.raw();
  /** Whether the service did not answer when it was asked last. */
  missing = $state(false);
  private readonly readings = new SvelteMap<string, Reading>();
  private lookedAt: number | undefined;

  /** @param now by this machine's own clock */
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly now: () => number,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  override async refresh(): Promise<void> {
    const since = Math.abs(this.now() - (this.lookedAt ?? 0));
    if (this.missing || since >= LOOK_EVERY) await super.refresh();
  }

  async look(): Promise<void> {
    this.lookedAt = this.now();
    try {
      this.known = await this.service.telephones();
      this.missing = false;
    } catch (cause) {
      this.missing = true;
      if (failureOf(cause).kind === 'session-over') this.onSessionOver();
    }
    await this.read();
  }

  async read(): Promise<void> {
    const known = this.known ?? [];
    if (this.vault.open && !known.every((sealed) => this.vault.holds(sealed))) await this.fetchKeys();
    for (const sealed of known) {
      const key = keyOf(sealed);
      // What does not open may do so later: a key may have come, or the day.
      if (this.readings.get(key)?.is === 'proven') continue;
      const reading = await this.open(sealed);
      if (reading === undefined || !this.vault.open) return;
      this.readings.set(key, reading);
    }
  }

  /** Their epoch may have begun since the key was unlocked. */
  private async fetchKeys(): Promise<void> {
    try {
      await this.vault.addKeys((await this.service.keys()).queues);
    } catch {
      // Then no key opens them, which the page says.
    }
  }

  /** Nothing if the key is locked. */
  private async open(sealed: SealedTelephone): Promise<Reading | undefined> {
    try {
      const today = dayOf(this.now());
      const telephone = telephoneIn(await this.vault.openMarked(sealed, 'telephone', sealed.sealed), sealed, today);
      if (sealed.approval === undefined && sealed.approvedBy === undefined)
        return { is: 'proven', telephone, earlier: false };
      const call = await this.vault.openMarked(sealed, 'telephone-call', sealed.approval ?? '');
      return { is: 'proven', telephone: { ...telephone, called: await callIn(call, sealed, today) }, earlier: false };
    } catch (cause) {
      const trouble = cause instanceof VaultTrouble ? cause.kind : 'damaged';
      if (trouble === 'locked') return undefined;
      return { is: trouble === 'wrong-key' ? 'no-key' : 'not-proven' };
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
    const newer = this.of(sealed.partner, sealed.queue).find(
      (one) => one.approvedBy === undefined && this.readings.get(keyOf(one))?.is === 'proven',
    );
    return {
      ...reading,
      // The next key may come while this one is open.
      earlier: sealed.epoch < (this.vault.latestEpoch(sealed.queue) ?? 0),
      changedBy: sealed.approvedBy === undefined ? undefined : newer?.writtenBy,
    };
  }

  /** Whether something of them may be shown. */
  get unlocked(): boolean {
    return this.vault.open;
  }

  /** What somebody else wrote for a queue, and this member may call by; nothing that somebody who has left could have written. */
  waiting(partner: string, queue: string, member: string): { sealed: SealedTelephone; reading: Proven }[] {
    return this.of(partner, queue).flatMap((sealed) => {
      const reading = this.reading(sealed);
      const decided = sealed.writtenBy === member || sealed.approvedBy !== undefined;
      return decided || reading?.is !== 'proven' || reading.earlier ? [] : [{ sealed, reading }];
    });
  }

  /** The queues to which this member seals. */
  get queues(): string[] {
    const { state } = this.vault;
    return state.is === 'open' ? namesOf(state.verdicts.signed) : [];
  }

  /** What a member begins with who changes it. */
  last(partner: string): Proven | undefined {
    const readings = (this.known ?? []).filter((one) => one.partner === partner).map((one) => this.reading(one));
    return readings.findLast((reading) => reading?.is === 'proven');
  }

  write(partner: string, draft: TelephoneDraft): Promise<Failure | undefined> {
    return this.deed(async (by) => {
      const text = JSON.stringify({ partner, ...writtenIn(draft), by, on: dayOf(this.now()) });
      const copies = await Promise.all(this.queues.map((queue) => this.sealed(queue, text)));
      await this.stepUp.before(() => this.service.writeTelephone(partner, copies));
    });
  }

  /** Says that a second member has called by what this text says. */
  approve(sealed: SealedTelephone): Promise<Failure | undefined> {
    return this.deed(async (by) => {
      const { partner, queue, epoch } = sealed;
      const still = this.waiting(partner, queue, by).some((one) => keyOf(one.sealed) === keyOf(sealed));
      if (!still) throw new Failure('refused', changed());
      const text = await callText(sealed, by, dayOf(this.now()));
      const approval = await this.vault.sealMarked({ queue, epoch }, 'telephone-call', text);
      await this.stepUp.before(() => this.service.approveTelephone(sealed.telephoneId, approval));
    });
  }

  private async sealed(queue: string, text: string) {
    const epoch = this.vault.newestEpoch(queue);
    if (epoch === undefined) throw new VaultTrouble('locked');
    return { queue, epoch, sealed: await this.vault.sealMarked({ queue, epoch }, 'telephone', text) };
  }

  private async deed(deed: (by: string) => Promise<void>): Promise<Failure | undefined> {
    const { state } = this.vault;
    if (state.is !== 'open') return new Failure('refused', locked());
    try {
      await deed(state.member);
    } catch (cause) {
      if (cause instanceof VaultTrouble) return new Failure('refused', locked());
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

const locked = () => say('telephone.yourKeyIsLockedUnlock');

const changed = () => say('telephone.theseNumbersHaveChangedMeanwhile');

/** What was opened stays so only as long as the service says the same of it: with every field. */
function keyOf(sealed: SealedTelephone): string {
  return JSON.stringify(sealed);
}
