import type { Service } from '../api/service';
import type { Alarms as Known, Channel } from '../api/wire';

/** What must not go unnoticed, as the service last told. */
export class Alarms {
  known: Known | undefined = $state.raw();
  channel: Channel | undefined = $state.raw();

  constructor(private readonly service: Service) {}

  async refresh(): Promise<void> {
    try {
      [this.known, this.channel] = await Promise.all([this.service.alarms(), this.service.channel()]);
    } catch {
      // Whether the service answers is said by the list.
    }
  }
}
