import { Failure } from '../api/failure';
import type { SealedKeys } from '../api/wire';
import type { ReadDetails, Target } from '../format/details';
import type { SealedReply } from '../format/replies';
import type { SealedQueueKey } from '../api/people';
import type { MemberText, QueueText } from './mark';
import type { Opened } from '../format/reading';
import { objectionTo, sealedAnswers, UNREADABLE, type Deed, type SealedAnswers } from '../format/sealedanswers';
import type {
  Answers,
  FromWorker,
  Moved,
  Question,
  QueuePlace,
  TipPlace,
  ToWorker,
  Trouble,
  Verdicts,
} from './protocol';

export type VaultState =
  | { is: 'locked' }
  | { is: 'opening' }
  /** {@code locksIn}: milliseconds, told in the last minute only. */
  | {
      is: 'open';
      member: string;
      recipient: string;
      verdicts: Verdicts;
      queues: string[];
      locksIn: number | undefined;
    };

/** A failure in the Worker, by kind. */
export class VaultTrouble extends Error {
  constructor(readonly kind: Trouble) {
    super(kind);
    this.name = 'VaultTrouble';
  }
}

interface Waiting {
  resolve: (answer: Answers[keyof Answers]) => void;
  reject: (trouble: VaultTrouble) => void;
  onBytes: (bytes: number) => void;
}

/** From here on the page counts the seconds aloud. */
const LAST_CALL = 60_000;
/** Seconds for which an open Worker, which speaks once a second, may say nothing: it hangs, and cannot count idle time. */
const LONGEST_SILENCE = 120;

/** Stirring the Worker at every keystroke would be noise. */
const ACTIVITY_EVERY = 5000;

/** The page's side of the Worker that holds the keys. */
export class Vault {
  state: VaultState = $state.raw({ is: 'locked' });
  /** How often it was locked: who is about to open it must not, if that was meanwhile. */
  locks = 0;
  private worker: Worker | undefined;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on the page shows it
  private readonly waiting = new Map<number, Waiting>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the same
  private readonly answers = new Map<string, SealedAnswers | typeof UNREADABLE>();
  private lastId = 0;
  private lastActivity = 0;
  private silent = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly start: () => Worker,
    private readonly onLock: () => void,
  ) {}

  get open(): boolean {
    return this.state.is === 'open';
  }

  /** @param root the root key, if the member types it */
  async unlock(keys: SealedKeys, passphrase: string, named: string | undefined, root?: string): Promise<void> {
    this.lock();
    this.state = { is: 'opening' };
    const worker = this.start();
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      this.hear(event.data);
    };
    worker.onerror = () => {
      this.lock();
    };
    this.worker = worker;
    try {
      const { recipient, verdicts, queues } = await this.ask<'unlock'>({
        ask: 'unlock',
        keys,
        passphrase,
        named,
        root,
      });
      this.silent = 0;
      // Seconds are counted, not read from the clock, so that one on a machine that slept may speak first.
      this.watch = setInterval(() => {
        if (++this.silent > LONGEST_SILENCE) this.lock();
      }, 1000);
      this.state = { is: 'open', member: keys.member.name, recipient, verdicts, queues, locksIn: undefined };
    } catch (trouble) {
      // Another attempt may have begun since; it is not this one's to end.
      if (this.worker === worker) this.lock();
      throw trouble;
    }
  }

  /** Opens the keys of queues that this member was given since. */
  async addKeys(keys: SealedKeys['queues']): Promise<void> {
    const verdicts = await this.ask<'add-keys'>({ ask: 'add-keys', keys });
    if (this.state.is === 'open') this.state = { ...this.state, verdicts };
  }

  async openTip(tip: TipPlace, onBytes: (bytes: number) => void): Promise<Opened> {
    try {
      const opened = await this.ask<'open'>({ ask: 'open', tip }, onBytes);
      if (this.open) this.answers.set(tip.tipId, sealedAnswers(opened));
      return opened;
    } catch (trouble) {
      // Not for want of a key or of a connection: it will not open later either.
      if (trouble instanceof VaultTrouble && ['wrong-key', 'damaged', 'too-large', 'absent'].includes(trouble.kind))
        this.answers.set(tip.tipId, UNREADABLE);
      throw trouble;
    }
  }

  /** Opens a tip for its row alone: what is done about a tip still demands that somebody opened it. */
  previewTip(tip: TipPlace): Promise<Opened> {
    return this.ask<'preview'>({ ask: 'preview', tip });
  }

  /** Whether it is known what the source sealed, or that nobody can know it. */
  isRead(tipId: string): boolean {
    return this.answers.has(tipId);
  }

  /** @throws Failure if what the source sealed does not allow it, or if their tip was not opened since the key was */
  demand(deed: Deed, tipId: string): void {
    const objection = objectionTo(deed, this.answers.get(tipId));
    if (objection !== undefined) throw new Failure('refused', objection);
  }

  file(tip: TipPlace, form: Opened['form'], number: number): Promise<Uint8Array<ArrayBuffer>[]> {
    return this.ask<'file'>({ ask: 'file', tip, form, number });
  }

  sealReply(tip: TipPlace, recipient: string, text: string): Promise<SealedReply> {
    return this.ask<'seal-reply'>({ ask: 'seal-reply', tip, recipient, text });
  }

  readReply(tip: TipPlace, replyId: string): Promise<string> {
    return this.ask<'read-reply'>({ ask: 'read-reply', tip, replyId });
  }

  sealDetails(tip: QueuePlace, target: Target, text: string): Promise<SealedReply> {
    return this.ask<'seal-details'>({ ask: 'seal-details', tip, target, text });
  }

  /** @param waiting for whom the service says that it waits, to be compared; nothing if it no longer waits */
  readDetails(tip: TipPlace, detailsId: string, waiting: Target | undefined): Promise<ReadDetails> {
    return this.ask<'read-details'>({ ask: 'read-details', tip, detailsId, waiting });
  }

  sealNote(tip: TipPlace, text: string): Promise<string> {
    return this.ask<'seal-note'>({ ask: 'seal-note', tip, text });
  }

  readNote(tip: TipPlace, stepId: string): Promise<string> {
    return this.ask<'read-note'>({ ask: 'read-note', tip, stepId });
  }

  /** Why somebody wants an alert that the source did not allow. */
  readReason(tip: TipPlace): Promise<string> {
    return this.ask<'read-reason'>({ ask: 'read-reason', tip });
  }

  /** Seals the tip that was opened last, and a note for those who read it next, to another queue. */
  moveTip(tip: TipPlace, queue: string, note: string): Promise<Moved> {
    return this.ask<'move'>({ ask: 'move', tip, queue, note });
  }

  /** The queues that the root key has signed. */
  get queues(): string[] {
    return this.state.is === 'open' ? this.state.queues : [];
  }

  sealText(place: QueuePlace, text: string): Promise<string> {
    return this.ask<'seal-text'>({ ask: 'seal-text', place, text });
  }

  openText(place: QueuePlace, sealed: string): Promise<string> {
    return this.ask<'read-text'>({ ask: 'read-text', place: { queue: place.queue, epoch: place.epoch }, sealed });
  }

  /** A text that shows, to all who open it, that somebody with the queue's key wrote it. */
  sealMarked(place: QueuePlace, what: QueueText, text: string): Promise<string> {
    return this.ask<'seal-marked'>({ ask: 'seal-marked', place, what, text });
  }

  openMarked({ queue, epoch }: QueuePlace, what: QueueText, sealed: string): Promise<string> {
    return this.ask<'read-marked'>({ ask: 'read-marked', place: { queue, epoch }, what, sealed });
  }

  sealOwn(what: MemberText, text: string): Promise<string> {
    return this.ask<'seal-own'>({ ask: 'seal-own', what, text });
  }

  openOwn(what: MemberText, sealed: string): Promise<string> {
    return this.ask<'read-own'>({ ask: 'read-own', what, sealed });
  }

  holds({ queue, epoch }: QueuePlace): boolean {
    if (this.state.is !== 'open') return false;
    const { signed, made } = this.state.verdicts;
    return [...signed, ...made].some((place) => place.queue === queue && place.epoch === epoch);
  }

  /** The newest epoch of a queue whose key is open and signed: colleagues can open it, too. */
  newestEpoch(queue: string): number | undefined {
    const signed = this.state.is === 'open' ? this.state.verdicts.signed : [];
    const epochs = signed.filter((place) => place.queue === queue).map((place) => place.epoch);
    return epochs.length === 0 ? undefined : Math.max(...epochs);
  }

  /** The newest epoch of a queue of which the service has told, signed or not: before it somebody may have left. */
  latestEpoch(queue: string): number | undefined {
    const told = this.state.is === 'open' ? Object.values(this.state.verdicts).flat() : [];
    const epochs = told.filter((place) => place.queue === queue).map((place) => place.epoch);
    return epochs.length === 0 ? undefined : Math.max(...epochs);
  }

  /** Seals the open keys of queues to somebody. */
  sealKeys(queues: string[], recipient: string): Promise<SealedQueueKey[]> {
    return this.ask<'seal-keys'>({ ask: 'seal-keys', queues, recipient });
  }

  /** Asks a separate Worker, which ends with the answer: nothing that it made or opened remains. */
  async once<K extends 'make-identity' | 'seal-for-passkey' | 'own-recipient' | 'make-epoch' | 'recover'>(
    question: Extract<Question, { ask: K }>,
  ): Promise<Answers[K]> {
    const worker = this.start();
    try {
      return await new Promise<Answers[K]>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
          if ('answer' in data) resolve(data.answer as Answers[K]);
          else if ('trouble' in data) reject(new VaultTrouble(data.trouble));
        };
        worker.onerror = () => {
          reject(new VaultTrouble('broken'));
        };
        worker.postMessage({ id: 1, question } satisfies ToWorker);
      });
    } finally {
      worker.terminate();
    }
  }

  /** Somebody is at the desk. */
  noteActivity(now: number): void {
    if (!this.open || now - this.lastActivity < ACTIVITY_EVERY) return;
    this.lastActivity = now;
    this.worker?.postMessage({ activity: true } satisfies ToWorker);
  }

  /** Ends the Worker, and with it every open key; pending requests get no answer. */
  lock(): void {
    this.locks++;
    clearInterval(this.watch);
    this.worker?.terminate();
    this.worker = undefined;
    const was = this.state.is;
    this.state = { is: 'locked' };
    for (const { reject } of this.waiting.values()) reject(new VaultTrouble('locked'));
    this.waiting.clear();
    this.answers.clear();
    if (was !== 'locked') this.onLock();
  }

  private ask<K extends Question['ask']>(
    question: Extract<Question, { ask: K }>,
    onBytes: (bytes: number) => void = () => undefined,
  ): Promise<Answers[K]> {
    const worker = this.worker;
    if (worker === undefined) return Promise.reject(new VaultTrouble('locked'));
    const id = ++this.lastId;
    return new Promise<Answers[K]>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, onBytes });
      worker.postMessage({ id, question } satisfies ToWorker);
    });
  }

  private hear(message: FromWorker): void {
    this.silent = 0;
    if ('locksIn' in message) {
      this.countDown(message.locksIn);
      return;
    }
    const asker = this.waiting.get(message.id);
    if ('bytes' in message) {
      asker?.onBytes(message.bytes);
      return;
    }
    this.waiting.delete(message.id);
    if ('trouble' in message) asker?.reject(new VaultTrouble(message.trouble));
    else asker?.resolve(message.answer);
  }

  private countDown(locksIn: number): void {
    const counted = locksIn > LAST_CALL ? undefined : locksIn;
    if (locksIn === 0) this.lock();
    else if (this.state.is === 'open' && this.state.locksIn !== counted)
      this.state = { ...this.state, locksIn: counted };
  }
}
