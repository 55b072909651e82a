import { say } from '../words/say';
import { Bell, CLOSED, type Call } from './bell';

/** Three rising notes, in hertz and seconds from the start; the partner's page rings with the same. */
const NOTES = [
  [660, 0],
  [880, 0.22],
  [1175, 0.44],
] as const;

/** `waiting`: browsers keep a page silent until somebody has clicked or typed in it. */
export type SoundState = 'on' | 'waiting' | 'muted' | 'none';

/** Nothing where the browser has no sound or refuses it: the desk must open all the same. */
function audioOfBrowser(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined;
  }
}

/** Rings: a sound, and a notification where the browser may show one. */
export class Ringing {
  muted = $state(false);
  /** What the browser says; `none` where it has no notifications. */
  notifications: NotificationPermission | 'none' = $state('none');
  private running = $state(false);
  private readonly bell = new Bell();
  private readonly audio = audioOfBrowser();
  private shown: Notification | undefined;

  constructor() {
    if (typeof Notification !== 'undefined') this.notifications = Notification.permission;
    const { audio } = this;
    if (audio === undefined) return;
    const tell = () => {
      this.running = audio.state === 'running';
    };
    audio.onstatechange = tell;
    tell();
  }

  get sound(): SoundState {
    if (this.audio === undefined) return 'none';
    if (this.muted) return 'muted';
    return this.running ? 'on' : 'waiting';
  }

  /** Somebody has clicked or typed: from now on the browser allows sound. */
  wake(): void {
    if (this.audio?.state === 'suspended') void this.audio.resume().catch(() => undefined);
  }

  look(calls: readonly Call[], now: number): void {
    if (this.bell.look(calls, now)) {
      try {
        this.play();
      } catch {
        // A sound that fails must not stop the desk from asking what is new.
        this.running = false;
      }
      this.notify(calls.includes(CLOSED));
    }
    if (calls.length === 0) this.shown?.close();
  }

  async test(): Promise<void> {
    await this.audio?.resume().catch(() => undefined);
    this.play();
  }

  /** Only after a press of a button: browsers refuse what asks unbidden. */
  async askForNotifications(): Promise<void> {
    this.notifications = await Notification.requestPermission();
  }

  private play(): void {
    const { audio } = this;
    if (audio === undefined || this.sound !== 'on') return;
    for (const [frequency, start] of NOTES) {
      const note = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + start;
      note.type = 'triangle';
      note.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.6, at + 0.02);
      volume.gain.linearRampToValueAtTime(0, at + 0.2);
      note.connect(volume).connect(audio.destination);
      note.start(at);
      note.stop(at + 0.21);
    }
  }

  /** The system keeps notifications, and shows them on a locked screen: this one says nothing. */
  private notify(closed: boolean): void {
    // Nobody may be looking at a desk that has closed, even if its window is in front.
    if (this.notifications !== 'granted' || (document.hasFocus() && !closed)) return;
    this.shown?.close();
    try {
      // One for all windows of the desk.
      this.shown = new Notification(say('alarm.penahDeskLookNow'), { tag: 'penah-desk', requireInteraction: true });
      this.shown.onclick = () => {
        window.focus();
        this.shown?.close();
      };
    } catch {
      // Some browsers on phones have notifications, but not from a page.
      this.notifications = 'none';
    }
  }
}
