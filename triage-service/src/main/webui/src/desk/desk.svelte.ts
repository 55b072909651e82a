import { Alarms } from '../alarm/alarms.svelte';
import { callsOf, CLOSED, type Call } from '../alarm/bell';
import { Ringing } from '../alarm/ringing.svelte';
import type { Pending } from '../alarm/words';
import { Figures } from '../dashboard/figures.svelte';
import { Failure, failureOf, type FailureKind } from '../api/failure';
import type { Service } from '../api/service';
import type { AlertAct } from '../alert/words';
import type { Finding, Me, SealedKeys, TipDetail, TipSummary } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import { askPasskey, type PasskeyUnlock } from '../keys/passkey';
import { Vault, VaultTrouble } from '../keys/vault.svelte';
import { Journal } from '../journal/journal.svelte';
import { Board } from '../list/board.svelte';
import { SearchIndex } from '../search/searchindex.svelte';
import { focusedRow } from '../look/focus';
import { Previews } from '../list/previews.svelte';
import { Selection } from '../list/selection.svelte';
import { say } from '../words/say';
import { asideWords } from '../words/words';
import { Approvals } from '../details/approvals.svelte';
import { Conversation } from '../reply/conversation.svelte';
import { Tags } from '../tag/tags.svelte';
import { Views } from '../view/views.svelte';
import { Absences } from '../work/absences.svelte';
import { Mentions } from '../work/mentions.svelte';
import { Work } from '../work/work.svelte';
import { OwnKey } from '../people/ownkey.svelte';
import { Drills } from '../partner/drills.svelte';
import { Managing } from '../partner/managing.svelte';
import { Telephones } from '../telephone/telephones.svelte';
import { People, type Refusal } from '../people/people.svelte';
import { samePlace } from '../words/names';
import { StepUp } from '../stepup/stepup.svelte';
import { VitalInterest } from '../vitalinterest/vitalinterest.svelte';
import type { TipFeature } from '../feature/feature';
import { isOfDanger } from '../tip/danger';
import { Reader } from '../tip/reader.svelte';
import { Company } from './company.svelte';
import { Drafts } from './drafts';
import type { Presence } from './presence';

export type ShutReason = FailureKind | 'signed-out' | 'still-signed-in' | 'unattended' | 'unattended-still-signed-in';

/** Nobody has read a tip that was opened a moment ago; milliseconds. */
const READ_AFTER = 1000;

/** Milliseconds: as long as it takes to seal some drafts. */
const LOCKS_WITHIN = 500;

export type Entrance =
  /** Nobody knows yet who is at the desk. */
  { is: 'waiting' } | { is: 'shut'; why: ShutReason } | { is: 'open'; me: Me };

/** Everything that the page shows, and what can be done with it. */
export class Desk {
  entrance: Entrance = $state.raw({ is: 'waiting' });
  /** Signed out under way: the page keeps its place, but nothing works until somebody signs in again. */
  sessionOver = $state(false);
  /** Whether the member who is or was at the desk reads tips. */
  private readsTips = $state(false);
  /** The service's time; moves on by {@link tick}. */
  now = $state(Date.now());
  /** Why the chosen tip could not be put aside or brought back. */
  asideTrouble: Failure | undefined = $state.raw();
  /** The tip that was last looked for in vain. */
  notFound: { tipId: string; kind: FailureKind } | undefined = $state.raw();
  readonly vault: Vault;
  readonly searchIndex: SearchIndex;
  readonly board: Board;
  readonly previews: Previews;
  readonly reader: Reader;
  readonly conversation: Conversation;
  readonly company: Company;
  readonly approvals: Approvals;
  readonly vital: VitalInterest;
  readonly work: Work;
  readonly alarms: Alarms;
  readonly figures: Figures;
  readonly mentions: Mentions;
  readonly absences: Absences;
  readonly tags: Tags;
  readonly views: Views;
  readonly selection: Selection;
  readonly stepUp: StepUp;
  readonly people: People;
  readonly drills: Drills;
  readonly managing: Managing;
  readonly telephones: Telephones;
  readonly ownKey: OwnKey;
  readonly journal: Journal;
  private readonly drafts: Drafts;
  /** Features that are chosen, refreshed, read and sealed together. */
  private readonly features: readonly TipFeature[];

  constructor(
    readonly service: Service,
    startWorker: () => Worker,
    private readonly presence: Presence,
    readonly ringing = new Ringing(),
  ) {
    const onSessionOver = () => {
      this.endSession();
    };
    this.vault = new Vault(startWorker, () => {
      for (const feature of this.features) feature.seal();
    });
    this.searchIndex = new SearchIndex(() => this.vault.open);
    this.previews = new Previews(
      this.vault,
      this.searchIndex,
      () => this.board.isOfFlood,
      ({ tipId }) =>
        this.selection.ticked.has(tipId) ||
        tipId === this.reader.tip?.tipId ||
        tipId === focusedRow() ||
        this.asked.includes(tipId),
      onSessionOver,
    );
    this.board = new Board(service, () => this.serviceTime(), onSessionOver);
    this.board.inSight = (tips) => this.previews.rows(tips).rows;
    this.reader = new Reader(service, this.vault, this.searchIndex, () => this.work.calledUnreadable, onSessionOver);
    this.conversation = new Conversation(service, this.vault, this.searchIndex, onSessionOver);
    this.company = new Company(service, this.vault);
    this.stepUp = new StepUp(service);
    this.approvals = new Approvals(service, this.vault, this.stepUp, onSessionOver);
    this.vital = new VitalInterest(service, this.vault, this.stepUp, () => this.lookAgain(), onSessionOver);
    this.people = new People(service, this.vault, this.stepUp, onSessionOver);
    this.drills = new Drills(service, onSessionOver);
    this.managing = new Managing(service, this.stepUp, onSessionOver);
    // No service's time: the day stands beside the numbers, and tells older ones that were put back.
    this.telephones = new Telephones(service, this.vault, this.stepUp, () => Date.now(), onSessionOver);
    this.journal = new Journal(service);
    this.ownKey = new OwnKey(service, this.vault, this.stepUp);
    this.work = new Work(service, this.vault, this.searchIndex, this.stepUp, () => this.lookAgain(), onSessionOver);
    this.alarms = new Alarms(service, () => this.serviceTime());
    this.figures = new Figures(service, onSessionOver);
    this.absences = new Absences(service, onSessionOver);
    this.mentions = new Mentions(service, onSessionOver);
    this.tags = new Tags(service, this.vault, () => this.board.shown.flatMap((tip) => tip.tags));
    this.views = new Views(service, this.vault);
    this.selection = new Selection(service, this.vault, this.stepUp, async () => {
      await this.lookAgain();
      this.board.showNews();
    });
    this.drafts = new Drafts(this.vault, [this.conversation, this.approvals, this.vital, this.work, this.work.call]);
    this.features = [
      this.reader,
      this.conversation,
      this.company,
      this.approvals,
      this.vital,
      this.work,
      this.telephones,
      this.tags,
      this.views,
      this.searchIndex,
      this.previews,
      this.selection,
      this.drafts,
    ];
  }

  async enter(): Promise<void> {
    this.entrance = { is: 'waiting' };
    try {
      const me = await this.service.me();
      this.entrance = { is: 'open', me };
      this.readsTips = me.queues.length > 0;
      if (this.readsTips) await this.board.poll();
    } catch (cause) {
      this.entrance = { is: 'shut', why: failureOf(cause).kind };
    }
  }

  /** Stops a member's request; if that fails, the banner still shows it. */
  async keep(pending: Pending): Promise<void> {
    await this.drop(pending).catch(() => undefined);
    await Promise.all([
      this.alarms.refresh(),
      this.managing.refresh(),
      this.can('lead') ? this.people.look() : undefined,
    ]);
  }

  private drop(pending: Pending): Promise<void> {
    switch (pending.what) {
      case 'key':
        return this.service.keepEpoch(pending.queue, pending.epoch);
      case 'partner':
        return this.service.keepPartner(pending.partner);
      case 'alert':
        return this.service.keepOrphaned(pending.alertId);
      case 'admission':
        return this.service.keepOut(pending.member, pending.queue);
    }
  }

  tick(): void {
    this.now = this.serviceTime();
    this.alarms.tick();
    this.ring();
  }

  private ring(): void {
    // By a clock that nobody sets: set back by an hour, the other would keep the bell silent for so long.
    this.ringing.look(this.calls, performance.now());
  }

  /** Seals what was written and not sent. */
  keepDrafts(): Promise<void> {
    return this.drafts.keep();
  }

  /** Locks the key; a Worker that hangs cannot keep it open. */
  async lock(): Promise<void> {
    const soon = new Promise((over) => setTimeout(over, LOCKS_WITHIN));
    await Promise.race([this.keepDrafts(), soon]);
    this.vault.lock();
  }

  /** Somebody is at the desk. */
  noteActivity(): void {
    this.vault.noteActivity(Date.now());
    this.presence.noteActivity(Date.now());
    this.ringing.wake();
  }

  /** Whether somebody is here for whom news comes: they read tips, or care for partners. */
  get attended(): boolean {
    return this.reads || this.can('partner-manager');
  }

  private get reads(): boolean {
    return !this.sessionOver && this.entrance.is === 'open' && this.entrance.me.queues.length > 0;
  }

  private can(role: string): boolean {
    return !this.sessionOver && this.entrance.is === 'open' && this.entrance.me.roles.includes(role);
  }

  /** Whether nobody would hear here of what happens. */
  get cutOff(): boolean {
    return this.sessionOver || this.alarms.missing.alarms !== undefined;
  }

  /** What calls the member, whatever page is shown, and while the key is locked, too. */
  get calls(): Call[] {
    const { entrance } = this;
    const closed = entrance.is === 'shut' ? entrance.why.startsWith('unattended') : this.sessionOver;
    if (closed) return this.readsTips ? [CLOSED] : [];
    return this.reads ? callsOf(this.alarms.known, this.cutOff) : [];
  }

  /** The tips in which something waits for this member as the second person. */
  get asked(): string[] {
    const { details = [], alerts = [], moves = [] } = this.alarms.known?.asked ?? {};
    return [...details, ...alerts, ...moves].map(({ tipId }) => tipId);
  }

  /** Why what is shown may be old. */
  get trouble(): FailureKind | undefined {
    return this.reads ? this.board.trouble : this.drills.trouble;
  }

  get upToDate(): boolean {
    return this.trouble === undefined;
  }

  async poll(): Promise<void> {
    // Each question would keep the session alive, for hours.
    if (this.entrance.is === 'open' && this.presence.over(Date.now())) {
      await this.leave('unattended', 'unattended-still-signed-in');
      return;
    }
    if (this.sessionOver) return;
    await Promise.all([this.drills.refresh(), this.managing.refresh()]);
    if (!this.reads) return;
    await Promise.all([
      this.board.poll(),
      ...this.features.map(async (feature) => feature.refresh?.()),
      this.alarms.refresh(),
      this.figures.refresh(),
      this.mentions.refresh(),
      this.absences.refresh(),
    ]);
    this.follow();
    this.ring();
  }

  /** A tip that was moved, and that this member still reads, is opened with its new queue's key. */
  private follow(): void {
    const { tip, detail } = this.reader;
    if (tip === undefined || detail === undefined || samePlace(tip, detail)) return;
    // Not waited for: alarms must come while its file does not.
    this.choose(detail).catch((cause: unknown) => {
      reportError(cause);
    });
  }

  /** @param root the root key, where the member has not typed it before */
  unlock(passphrase: string, root?: string): Promise<Trouble | undefined> {
    return this.unlockWith((keys) => Promise.resolve({ keys, secret: passphrase }), root);
  }

  /** What there is to do with a passkey of the member's, besides the passphrase. */
  passkeyOf({ passkey }: Me): PasskeyUnlock {
    return {
      there: passkey,
      unlock: () => this.unlockWithPasskey(),
      add: (passphrase) => this.changePasskey(true, () => this.ownKey.addPasskey(passphrase)),
      forget: () => this.changePasskey(false, () => this.ownKey.forgetPasskey()),
    };
  }

  private async unlockWithPasskey(): Promise<Trouble | undefined> {
    const trouble = await this.unlockWith(async ({ member, queues }) => {
      if (member.passkey === undefined) throw new VaultTrouble('no-passkey');
      const { credential, sealedIdentity } = member.passkey;
      const { secret } = await askPasskey(credential);
      return { keys: { member: { ...member, sealedIdentity }, queues }, secret };
    });
    return trouble === 'wrong-passphrase' ? 'no-passkey' : trouble;
  }

  private async changePasskey(
    there: boolean,
    change: () => Promise<Refusal | undefined>,
  ): Promise<Trouble | undefined> {
    const refusal = await change();
    if (refusal === undefined && this.entrance.is === 'open')
      this.entrance = { is: 'open', me: { ...this.entrance.me, passkey: there } };
    return refusal?.kind;
  }

  private async unlockWith(
    secretOf: (keys: SealedKeys) => Promise<{ keys: SealedKeys; secret: string }>,
    root?: string,
  ): Promise<Trouble | undefined> {
    const { locks } = this.vault;
    try {
      // Both again: the key may have been replaced in another window.
      const [sealed, { recipient }] = await Promise.all([this.service.keys(), this.service.me()]);
      const { keys, secret } = await secretOf(sealed);
      if (this.vault.locks !== locks) throw new VaultTrouble('locked');
      await this.vault.unlock(keys, secret, recipient, root);
      await Promise.all(this.features.map(async (feature) => feature.read?.()));
      // Names that have just been sealed to the newest key may have freed the one before.
      if (this.people.standings !== undefined) await this.people.look();
      return undefined;
    } catch (cause) {
      const trouble = cause instanceof VaultTrouble || cause instanceof Failure ? cause.kind : 'broken';
      if (trouble === 'session-over') this.endSession();
      return trouble;
    }
  }

  async choose(tip: TipSummary): Promise<void> {
    this.asideTrouble = undefined;
    this.notFound = undefined;
    await Promise.all(this.features.map(async (feature) => feature.choose?.(tip)));
  }

  /**
   * Finds the open tip to be something, for what is written as a note if there is any.
   *
   * @returns the tip whose row is next, if it was done and the member is still there; or that a report of danger wants a reason in words
   */
  async vet(finding: Finding): Promise<TipSummary | 'wants-reason' | undefined> {
    const { detail, reading } = this.reader;
    if (detail === undefined || detail.finding !== undefined) return undefined;
    if (reading.is !== 'open' || performance.now() - reading.since < READ_AFTER) return undefined;
    if (isOfDanger(detail) && this.work.draft.trim() === '') return 'wants-reason';
    // What a search found stands in another order.
    const next = this.searchIndex.hits === undefined ? this.board.after(detail.tipId) : undefined;
    if (!(await this.work.vet(finding, say('desk.byOneKeyWithoutA')))) return undefined;
    this.selection.did(detail, this.selection.finding(finding, ''));
    return this.reader.tip?.tipId === detail.tipId ? next : undefined;
  }

  /** Tips that are listed, and those that were opened here. */
  get known(): TipSummary[] {
    const listed = this.board.shown;
    const ids = listed.map((tip) => tip.tipId);
    return [...listed, ...this.searchIndex.known.filter((tip) => !ids.includes(tip.tipId))];
  }

  /** A tip by its id, wherever it stands; nothing if it is gone, or cannot be fetched now. */
  async find(tipId: string): Promise<TipSummary | undefined> {
    this.notFound = undefined;
    try {
      return await this.service.tip(tipId);
    } catch (cause) {
      const { kind } = failureOf(cause);
      if (kind === 'session-over') this.endSession();
      else this.notFound = { tipId, kind };
      return undefined;
    }
  }

  decide(tipId: string, act: AlertAct): Promise<Failure | undefined> {
    if (act === 'cancelled') return this.act(() => this.stepUp.before(() => this.service.cancelAlert(tipId)));
    if (act === 'renewed') return this.act(() => this.service.renew(tipId));
    if (act === 'others') return this.act(() => this.service.callOthers(tipId));
    return this.act(async () => {
      this.vault.demand('confirm', tipId);
      await this.service.confirmAlert(tipId);
    });
  }

  /** Ends an alert of which no tip is here. */
  async endAlert(alertId: string): Promise<Failure | undefined> {
    const failure = await this.act(() => this.stepUp.before(() => this.service.endAlert(alertId)));
    await this.alarms.refresh();
    return failure;
  }

  /** Lets an alert go on that somebody has asked to cancel. */
  keepAlert(tipId: string): Promise<Failure | undefined> {
    return this.act(() => this.service.keepAlert(tipId));
  }

  /** Takes back that an alert was set aside. */
  putAlertBack(tipId: string): Promise<Failure | undefined> {
    return this.act(() => this.service.putAlertBack(tipId));
  }

  /** Puts a tip behind the others, or takes it back; doing it again is how it is undone. */
  async toggleAside(tip: TipDetail): Promise<void> {
    const failure = await this.act(() => this.service.putAside(tip.tipId, !asideWords(tip).aside));
    this.asideTrouble = failure;
    this.showWhereItStands();
  }

  signOut(): Promise<void> {
    return this.leave('signed-out', 'still-signed-in');
  }

  /** Whether or not the service answers, nothing that was opened stays. */
  private async leave(why: ShutReason, whyStillSignedIn: ShutReason): Promise<void> {
    this.vault.lock();
    this.drafts.drop();
    this.ownKey.forget();
    this.stepUp.giveUp();
    try {
      // Another window may have a new session by now, which is not this one's to end.
      if (!this.sessionOver || why === 'signed-out') await this.service.signOut();
      this.entrance = { is: 'shut', why };
    } catch (cause) {
      const over = failureOf(cause).kind === 'session-over';
      this.entrance = { is: 'shut', why: over ? why : whyStillSignedIn };
    }
  }

  /** Does something that changes what the page shows, and looks again. */
  private async act(deed: () => Promise<void>): Promise<Failure | undefined> {
    try {
      await deed();
      await this.poll();
      return undefined;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure.kind === 'session-over') this.endSession();
      return failure;
    }
  }

  /** After a deed of this member: what has changed of the chosen tip shows in the list at once. */
  private async lookAgain(): Promise<void> {
    await this.poll();
    this.showWhereItStands();
  }

  private showWhereItStands(): void {
    if (this.reader.detail !== undefined) this.board.know(this.reader.detail);
  }

  private endSession(): void {
    this.sessionOver = true;
    this.vault.lock();
    this.ownKey.forget();
  }

  private serviceTime(): number {
    return Date.now() + this.service.ahead;
  }
}
