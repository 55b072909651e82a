import type { Service } from '../api/service';
import { Told } from './told.svelte';

/** Alarms that must not go unnoticed. Each is fetched separately: if one fails, the other still shows. */
export class Alarms {
  private readonly toldAlarms;
  private readonly toldChannel;

  /** @param now in the service's time */
  constructor(service: Service, now: () => number) {
    this.toldAlarms = new Told(() => service.alarms(), now);
    this.toldChannel = new Told(() => service.channel(), now);
  }

  get known() {
    return this.toldAlarms.last;
  }

  get channel() {
    return this.toldChannel.last;
  }

  get missing(): Missing {
    return { alarms: this.toldAlarms.missingSince, channel: this.toldChannel.missingSince };
  }

  tick(): void {
    this.toldAlarms.tick();
    this.toldChannel.tick();
  }

  async refresh(): Promise<void> {
    await Promise.all([this.toldAlarms.ask(), this.toldChannel.ask()]);
  }
}

/** Since when something could not be fetched, in milliseconds of the service's time. */
export interface Missing {
  alarms: number | undefined;
  channel: number | undefined;
}
