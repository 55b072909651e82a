import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import type { Refusal } from './people.svelte';

/** The member's own key: made in a Worker of its own, kept by the service under the passphrase alone. */
export class OwnKey {
  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
  ) {}

  /** @param again instead of a key whose passphrase is lost */
  async make(passphrase: string, again: boolean): Promise<Refusal | undefined> {
    try {
      const made = await this.vault.once<'make-identity'>({ ask: 'make-identity', passphrase });
      if (again) await this.stepUp.before(() => this.service.replaceIdentity(made));
      else await this.service.enrol(made);
      this.vault.lock();
      return undefined;
    } catch (cause) {
      if (cause instanceof VaultTrouble) return { kind: cause.kind, detail: undefined };
      const failure: Failure = failureOf(cause);
      return { kind: failure.kind, detail: failure.detail };
    }
  }
}
