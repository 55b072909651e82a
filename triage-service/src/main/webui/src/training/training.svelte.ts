import { Service } from '../api/service';
import type { Call } from '../alarm/bell';
import type { FailureKind } from '../api/failure';
import type { Me } from '../api/wire';
import { Desk } from '../desk/desk.svelte';
import type { Presence } from '../desk/presence';
import { NoKeys } from './keys';
import { PLACE, World } from './world';

/** A desk whose tips are made up, beside the real one, whose key is locked meanwhile: that one goes on calling the member. */
export class TrainingDesk extends Desk {
  /** @param onend the member is done with it */
  static async begin(real: Desk, member: Me, onend: () => void): Promise<TrainingDesk> {
    await real.lock();
    const roles = member.roles.filter((role) => role === 'triager' || role === 'lead');
    const me = { name: member.name, roles, queues: [PLACE.queue], enrolled: true, passkey: false };
    const world = new World(me);
    const training = new TrainingDesk(real, world, onend);
    await training.enter();
    await training.unlock('');
    await training.poll();
    return training;
  }

  private constructor(
    private readonly real: Desk,
    world: World,
    private readonly onend: () => void,
  ) {
    super(
      new Service(world.fetching),
      () => new NoKeys(world) as unknown as Worker,
      // The real desk alone ends a session, and hears of other windows.
      { noteActivity: () => undefined, over: () => false } as unknown as Presence,
      real.ringing,
    );
  }

  override get calls(): Call[] {
    return this.real.calls;
  }

  override get cutOff(): boolean {
    return this.real.cutOff;
  }

  override get trouble(): FailureKind | undefined {
    return this.real.trouble;
  }

  override get attended(): boolean {
    return this.real.attended;
  }

  override noteActivity(): void {
    super.noteActivity();
    this.real.noteActivity();
  }

  /** There is no key here; the real one is locked again, whatever has happened to it. */
  override lock(): Promise<void> {
    this.onend();
    return this.real.lock();
  }

  override signOut(): Promise<void> {
    return this.real.signOut();
  }

  /** Nothing of it stays. */
  end(): void {
    this.vault.lock();
  }
}
