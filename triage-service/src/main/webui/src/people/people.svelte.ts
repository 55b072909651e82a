import type { EpochStanding, EpochStandings } from '../api/epochs';
import { Failure, failureOf } from '../api/failure';
import type { People as Listing, Person, QueueEpoch } from '../api/people';
import type { Service } from '../api/service';
import { fingerprintOf } from '../keys/fingerprint';
import type { EpochPlan, RecoverableEpoch } from '../keys/making';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { Trouble } from '../keys/protocol';
import type { StepUp } from '../stepup/stepup.svelte';

/** Why a deed about people was not done: what the service said, or what the Worker with the keys said. */
export interface Refusal {
  kind: Trouble;
  detail: string | undefined;
}

/** Who has which keys, and what a lead does about it. Every key is sealed anew here, in the lead's browser. */
export class People {
  listing: Listing | undefined = $state.raw();
  standings: EpochStandings | undefined = $state.raw();
  fingerprints: Record<string, string> = $state.raw({});
  trouble: Refusal | undefined = $state.raw();

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
    private readonly onSessionOver: () => void,
  ) {}

  async look(): Promise<void> {
    this.trouble = await this.tried(async () => {
      const [listing, standings] = await Promise.all([this.service.people(), this.service.epochs()]);
      const prints = listing.people.map(async ({ name, recipient }) =>
        recipient === undefined ? [] : [[name, await fingerprintOf(recipient)] as const],
      );
      this.fingerprints = Object.fromEntries((await Promise.all(prints)).flat());
      this.listing = listing;
      this.standings = standings;
    });
  }

  /** Lets somebody into queues: every epoch whose key is open here. */
  admit(person: Person, queues: string[]): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const recipient = recipientOf(person);
      const keys = await this.vault.sealKeys([...queues], recipient);
      await this.service.admit(person.name, recipient, keys, 'queues');
    });
  }

  /** Lets somebody into queues with the recovery key; it is opened in a Worker that ends at once. */
  recover(person: Person, queues: string[], file: string, passphrase: string): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const recipient = recipientOf(person);
      const epochs = recoverable(this.listing?.epochs ?? [], queues);
      const keys = await this.vault.once<'recover'>({ ask: 'recover', file, passphrase, epochs, recipient });
      await this.stepUp.before(() => this.service.admit(person.name, recipient, keys, 'recovered'));
    });
  }

  /** Takes every key from somebody and begins the next epoch of each of their queues. */
  remove(person: Person): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const plans = Object.keys(person.queues).map((queue) => this.plan(queue, person.name));
      const epochs = await Promise.all(plans.map((plan) => this.vault.once<'make-epoch'>({ ask: 'make-epoch', plan })));
      await this.stepUp.before(() => this.service.removePerson(person.name, epochs));
    });
  }

  beginEpoch(queue: string): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const next = await this.vault.once<'make-epoch'>({ ask: 'make-epoch', plan: this.plan(queue) });
      await this.stepUp.before(() => this.service.beginEpoch(next));
    });
  }

  /** Destroys the key of a past epoch, for good. */
  destroyEpoch({ queue, epoch }: EpochStanding): Promise<Refusal | undefined> {
    return this.deed(() => this.stepUp.before(() => this.service.destroyEpoch(queue, epoch)));
  }

  private plan(queue: string, without?: string): EpochPlan {
    const recovery = this.listing?.recoveryRecipient;
    if (this.listing === undefined || recovery === undefined) {
      throw new Failure('refused', 'The service knows no recovery key. Nothing was changed.');
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
  if (recipient === undefined)
    throw new Failure('refused', `${name}’s key has no recipient here: they must enrol anew.`);
  return recipient;
}
