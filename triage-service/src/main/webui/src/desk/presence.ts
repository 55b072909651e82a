import { Idle, IDLE_LIMIT } from '../keys/idle';

/** As long again, and a little more, after the key has locked: then the session ends, too. */
export const UNATTENDED_LIMIT = IDLE_LIMIT + 15 * 60_000;
/** Telling the other windows at every keystroke would be noise. */
const TELL_EVERY = 5000;

/** Whether somebody is at this machine, in whichever window of the desk: all of them have one session. */
export class Presence {
  private readonly idle = new Idle(Date.now(), UNATTENDED_LIMIT);
  private lastTold = 0;

  constructor(private readonly windows: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>) {
    windows.onmessage = () => {
      this.idle.noteActivity(Date.now());
    };
  }

  noteActivity(now: number): void {
    this.idle.noteActivity(now);
    if (now - this.lastTold < TELL_EVERY) return;
    this.lastTold = now;
    this.windows.postMessage('activity');
  }

  /** Once it is over it stays over: a click on a desk that was left alone shall not keep it. */
  over(now: number): boolean {
    return this.idle.remaining(now) === 0;
  }
}
