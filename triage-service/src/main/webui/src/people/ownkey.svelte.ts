import { Failure, failureOf } from '../api/failure';
import type { Service } from '../api/service';
import { makePasskey } from '../keys/passkey';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import type { Refusal } from './people.svelte';

/** The member's own key: made in a separate Worker, kept by the service under the passphrase, and a passkey. */
export class OwnKey {
  /** The key that was made or opened here, no matter what the service reports. */
  recipient: string | undefined = $state.raw();

  constructor(
    private readonly service: Service,
    private readonly vault: Vault,
    private readonly stepUp: StepUp,
  ) {}

  /** @param again instead of a key whose passphrase is lost */
  make(passphrase: string, again: boolean): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const made = await this.vault.once<'make-identity'>({ ask: 'make-identity', passphrase });
      if (again) await this.stepUp.before(() => this.service.replaceIdentity(made));
      else await this.service.enrol(made);
      this.vault.lock();
      this.recipient = made.recipient;
    });
  }

  /** Has a passkey of this device open the identity, too; the passphrase opens it as before. */
  addPasskey(passphrase: string): Promise<Refusal | undefined> {
    return this.deed(async () => {
      const { name, sealedIdentity } = (await this.service.keys()).member;
      const { credential, secret } = await makePasskey(name);
      const question = { ask: 'seal-for-passkey', sealedIdentity, passphrase, secret } as const;
      const sealed = await this.vault.once<'seal-for-passkey'>(question);
      await this.stepUp.before(() => this.service.addPasskey({ credential, sealedIdentity: sealed }));
    });
  }

  forgetPasskey(): Promise<Refusal | undefined> {
    return this.deed(() => this.service.forgetPasskey());
  }

  private async deed(deed: () => Promise<void>): Promise<Refusal | undefined> {
    try {
      await deed();
      return undefined;
    } catch (cause) {
      if (cause instanceof VaultTrouble) return { kind: cause.kind, detail: undefined };
      const failure: Failure = failureOf(cause);
      return { kind: failure.kind, detail: failure.detail };
    }
  }

  /** Opens the key for as long as it takes to see what is sealed to it. */
  async show(passphrase: string): Promise<Trouble | undefined> {
    try {
      const [{ member }, me] = await Promise.all([this.service.keys(), this.service.me()]);
      const { sealedIdentity } = member;
      const question = { ask: 'own-recipient', sealedIdentity, passphrase, named: me.recipient } as const;
      this.recipient = await this.vault.once<'own-recipient'>(question);
      return undefined;
    } catch (cause) {
      return cause instanceof VaultTrouble ? cause.kind : failureOf(cause).kind;
    }
  }

  forget(): void {
    this.recipient = undefined;
  }
}
