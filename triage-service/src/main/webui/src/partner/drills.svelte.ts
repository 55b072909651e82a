import type { Drill } from '../api/drills';
import { failureOf, type Failure, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { Channel } from '../api/wire';
import { Observed } from '../feature/observed';
import { partnerFingerprint } from '../keys/fingerprint';

/** Partners as their manager sees them, with how their drills went. */
export class Drills extends Observed {
  channel: Channel | undefined = $state.raw();
  all: readonly Drill[] = $state.raw([]);
  /** The fingerprints to compare with partners by voice, by their names. */
  fingerprints: Record<string, string> = $state.raw({});
  trouble: FailureKind | undefined = $state();
  /** The drill that was asked for last, so that asking again cannot make two of it. */
  private asked: { partner: string; drillId: string } | undefined;

  constructor(
    private readonly service: Service,
    private readonly onSessionOver: () => void,
  ) {
    super();
  }

  protected async look(): Promise<void> {
    try {
      const [channel, all] = await Promise.all([this.service.channel(), this.service.drills()]);
      const prints = channel.partners.map(
        async ({ name, recipient }) => [name, await partnerFingerprint(recipient)] as const,
      );
      this.fingerprints = Object.fromEntries(await Promise.all(prints));
      this.channel = channel;
      this.all = all;
      this.trouble = undefined;
    } catch (cause) {
      this.trouble = failureOf(cause).kind;
      if (this.trouble === 'session-over') this.onSessionOver();
    }
  }

  async order(partner: string): Promise<Failure | undefined> {
    if (this.asked?.partner !== partner) this.asked = { partner, drillId: crypto.randomUUID() };
    try {
      await this.service.orderDrill(partner, this.asked.drillId);
      this.asked = undefined;
      await this.refresh();
      return undefined;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.onSessionOver();
      if (failure.kind === 'refused') this.asked = undefined;
      return failure;
    }
  }
}
