import { say } from '../words/say';
import type { EpochStanding, EpochStandings } from '../api/epochs';
import { Failure, failureOf } from '../api/failure';
import type { People as Listing, Person, QueueEpoch } from '../api/people';
import type { Service } from '../api/service';
import { fingerprintOf } from '../keys/fingerprint';
import type { NextEpoch } from '../api/people';
import type { EpochPlan, RecoverableEpoch } from '../keys/making';
import { Compared, type KeyOf, type MadeEpoch, type Stranger } from './compared';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { Trouble } from '../keys/protocol';
import type { StepUp } from '../stepup/stepup.svelte';

/** Why a deed about people was not done: the answer of the service, or of the Worker with the keys. */
export interface Refusal {
  kind: Trouble;
  detail: string | undefined;
}

/** Members' keys, and a lead's deeds about them. Every key is resealed here, in the lead's browser. */
export class People {
  listing: Listing | undefined = $state.raw();
  standings: EpochStandings | undefined = $state.raw();
  /** By recipient: what a lead compares is the key that the queues' keys are sealed to, whatever the list says meanwhile. */
  private fingerprints: Record<string, string> = $state.raw({});
  /** The epochs that this lead began; unknown while their key is locked. */
  made: readonly MadeEpoch[] | undefined = $state.raw();
  trouble: Refusal | undefined = $state.raw();
  private readonly compared: Compared;

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly onSessionOver: () => void,
  ) {
    this.compared = new Compared(service, vault);
  }

  async look(): Promise<void> {
    this.trouble = await this.tried(async () => {
      const [listing, standings] = await Promise.all([this.service.people(), this.service.epochs()]);
      const prints = listing.people.map(async ({ recipient }) =>
        recipient === undefined ? [] : [[recipient, await fingerprintOf(recipient)] as const],
      );
      this.fingerprints = Object.fromEntries((await Promise.all(prints)).flat());
      this.made = this.vault.open ? await this.compared.made(listing.epochs) : undefined;
      this.listing = listing;
      this.standings = standings;
    });
  }

  /** Somebody as the latest list has them. */
  latest(person: Person): Person {
    return this.listing?.people.find(({ name }) => name === person.name) ?? person;
  }

  /** The digits of the very key that a deed about this person would seal to; none if they are not known. */
  fingerprintOf({ recipient }: Person): string {
    return recipient === undefined ? '' : (this.fingerprints[recipient] ?? '');
  }

  /** Asks to let somebody into queues, or agrees with another lead who has: every epoch whose key this lead holds, those that began since unlocking, too. */
  admit(person: Person, queues: string[]): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const recipient = recipientOf(person);
      await this.vault.addKeys((await this.service.keys()).queues);
      const keys = await this.vault.sealKeys([...queues], recipient);
      await this.stepUp.before(() => this.service.admit(person.name, recipient, keys, 'queues'));
      await this.compared.note([{ member: person.name, recipient }]);
    });
  }

  /** Keeps somebody out whom a lead wants to admit. */
  keepOut(name: string, queue: string): Promise<Refusal | undefined> {
    return this.deed(() => this.service.keepOut(name, queue));
  }

  /** Lets somebody into queues with the recovery key; it is opened in a Worker that ends at once. */
  recover(person: Person, queues: string[], file: string, passphrase: string): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const recipient = recipientOf(person);
      const epochs = recoverable(this.listing?.epochs ?? [], queues);
      const keys = await this.vault.once<'recover'>({ ask: 'recover', file, passphrase, epochs, recipient });
      await this.stepUp.before(() => this.service.admit(person.name, recipient, keys, 'recovered'));
      if (this.vault.open) await this.compared.note([{ member: person.name, recipient }]);
    });
  }

  /** The keys that the next epochs would be sealed to, and that this lead has not compared yet. */
  async strangers(queues: readonly string[], without?: string): Promise<readonly Stranger[] | Refusal> {
    let found: readonly Stranger[] = [];
    const refusal = await this.tried(async () => {
      found = await this.compared.strangers(this.sealedTo(queues.map((queue) => this.plan(queue, without))));
    });
    return refusal ?? found;
  }

  /**
   * Takes the keys of these queues from somebody and begins the next epoch of each.
   *
   * @param queues those that the two share
   * @param heard the strangers that were compared just now
   */
  remove(person: Person, queues: readonly string[], heard: readonly Stranger[]): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const plans = queues.map((queue) => this.plan(queue, person.name));
      await this.know(plans, heard);
      const epochs = await Promise.all(plans.map((plan) => this.vault.once<'make-epoch'>({ ask: 'make-epoch', plan })));
      await this.begin(epochs, () => this.service.removePerson(person.name, epochs));
      await this.compared.note([], person.name);
    });
  }

  beginEpoch(queue: string, heard: readonly Stranger[]): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const plan = this.plan(queue);
      await this.know([plan], heard);
      const next = await this.vault.once<'make-epoch'>({ ask: 'make-epoch', plan });
      await this.begin([next], () => this.service.beginEpoch(next));
    });
  }

  /** Records the key before the service has it, and compares later lists with that. */
  private async begin(epochs: readonly NextEpoch[], deed: () => Promise<void>): Promise<void> {
    await this.compared.noteMade(epochs);
    try {
      await this.stepUp.before(deed);
    } catch (cause) {
      // Another lead may begin this epoch now.
      await this.compared.forgetMade(epochs).catch(() => undefined);
      throw cause;
    }
  }

  keepEpoch({ queue, epoch }: EpochStanding): Promise<Refusal | undefined> {
    return this.deed(() => this.service.keepEpoch(queue, epoch));
  }

  /** Asks to destroy the key of a past epoch, or agrees with another lead who has. */
  destroyEpoch({ queue, epoch }: EpochStanding): Promise<Refusal | undefined> {
    return this.deed(() => this.stepUp.before(() => this.service.destroyEpoch(queue, epoch)));
  }

  /** Records what was heard; a stranger then gets nothing, no matter what the page showed meanwhile. */
  private async know(plans: readonly EpochPlan[], heard: readonly Stranger[]): Promise<void> {
    await this.compared.note(heard);
    if ((await this.compared.strangers(this.sealedTo(plans))).length > 0)
      throw new Failure('refused', say('people.aKeyIsAnotherThan'));
  }

  /** Whom epochs are sealed to, but for this member, whose own key is open here. */
  private sealedTo(plans: readonly EpochPlan[]): KeyOf[] {
    const own = this.vault.state;
    const all = plans.flatMap(({ recovery, members }): KeyOf[] => [
      { member: undefined, recipient: recovery },
      ...members.map(({ name, recipient }) => ({ member: name, recipient })),
    ]);
    const same = (one: KeyOf, other: KeyOf) => one.member === other.member && one.recipient === other.recipient;
    return all.filter(
      (key, i) => all.findIndex((other) => same(key, other)) === i && !(own.is === 'open' && same(key, own)),
    );
  }

  private plan(queue: string, without?: string): EpochPlan {
    const recovery = this.listing?.recoveryRecipient;
    if (this.listing === undefined || recovery === undefined) {
      throw new Failure('refused', say('people.theServiceKnowsNoRecovery'));
    }
    const members = this.listing.people.filter(({ name, queues }) => queue in queues && name !== without);
    return {
      queue,
      epoch: Math.max(0, ...this.listing.epochs.filter((each) => each.queue === queue).map(({ epoch }) => epoch)) + 1,
      recovery,
      members: members.map((member) => ({ name: member.name, recipient: recipientOf(member) })),
    };
  }

  private async deed(deed: () => Promise<void>): Promise<Refusal | undefined> {
    const refusal = await this.tried(deed);
    await this.look();
    return refusal;
  }

  private async tried(deed: () => Promise<void>): Promise<Refusal | undefined> {
    try {
      await deed();
      return undefined;
    } catch (cause) {
      if (cause instanceof VaultTrouble) return { kind: cause.kind, detail: undefined };
      const { kind, detail } = failureOf(cause);
      if (kind === 'session-over') this.onSessionOver();
      return { kind, detail };
    }
  }
}

/** Those that the recovery key opens; a copy whose lock is lost opens for nobody. */
function recoverable(epochs: readonly QueueEpoch[], queues: readonly string[]): RecoverableEpoch[] {
  return epochs.flatMap(({ recoveryCopy, ...epoch }) =>
    recoveryCopy === undefined || !queues.includes(epoch.queue) ? [] : [{ ...epoch, recoveryCopy }],
  );
}

function recipientOf({ name, recipient }: Person): string {
  if (recipient === undefined) throw new Failure('refused', say('people.namesKeyIsNotKnown', { name }));
  return recipient;
}
