import rules from '../../../../../../docs/contracts/step-kinds.json';
import type { Asked } from '../api/contract';
import type { StepAsked } from '../api/service';
import type {
  AlertDetail,
  Alarms,
  Channel,
  Finding,
  Lane,
  Me,
  PartnerAlert,
  Reply,
  SealedTag,
  Step,
  TipDetail,
} from '../api/wire';
import type { Proposal } from '../api/vitalinterest';
import type { Opened, OpenedFile } from '../format/reading';
import { language } from '../words/say';
import { STORIES, type Story } from './stories';
import { totalsOf } from './totals';
import { word } from './words';

/** Where all made-up tips stand; no real queue's key is here. */
export const PLACE = { queue: 'training', epoch: 1 } as const;

const PARTNER = 'training-partner';
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** A partner answers what the desk has confirmed, and an answer to a source can be taken back, for so long. */
const MEANWHILE = 10_000;
const LANES: readonly string[] = ['imminent', 'urgent', 'routine'];

interface Kept {
  story: Story;
  tip: TipDetail;
  file: Uint8Array<ArrayBuffer> | undefined;
  steps: { step: Step; note: string | undefined }[];
  replies: { reply: Reply; copy: string; sentAt: number }[];
  proposal: { proposal: Proposal; reason: string } | undefined;
  confirmedAt: number | undefined;
}

/** Plays triage-service and the partners behind it for made-up tips, in the memory of this window alone. */
export class World {
  private readonly kept: Kept[];
  private tags: readonly SealedTag[] = [];
  private views: string | undefined;

  constructor(
    private readonly me: Me,
    private readonly now: () => number = Date.now,
  ) {
    this.kept = STORIES.map((story) => this.receive(story));
  }

  /** Answers what the desk asks of its service; nothing leaves the window. */
  readonly fetching: typeof fetch = (input, init) => {
    const url = new URL(input as string, 'https://training.invalid');
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    return Promise.resolve(
      (init?.method === 'POST' ? this.do(url.pathname, body) : this.say(url)) ?? refusal(409, word('notHere')),
    );
  };

  /** What opening a made-up tip shows. */
  open(tipId: string): Opened | undefined {
    const kept = this.find(tipId);
    if (kept === undefined) return undefined;
    const { threat, alert, topic, message, source } = kept.story;
    const answers = {
      danger: threat.who === 'none' ? 'no' : threat.who,
      ...(threat.when === undefined ? {} : { soon: threat.when, alert: alert ? 'yes' : 'no', details: 'no' }),
    };
    return {
      form: 'tip',
      topic,
      message: word(message),
      answers: Object.entries(answers),
      replyTo: `age1pq1training${source}`,
      files: kept.file === undefined ? [] : [fileOf(kept.file)],
    };
  }

  file(tipId: string): Uint8Array<ArrayBuffer> | undefined {
    return this.find(tipId)?.file;
  }

  /** The sealed note, answer or reason of this address. */
  sealed(tipId: string, what: 'note' | 'reply' | 'reason', id = ''): string | undefined {
    const kept = this.find(tipId);
    if (what === 'reason') return kept?.proposal?.reason;
    if (what === 'reply') return kept?.replies.find(({ reply }) => reply.replyId === id)?.copy;
    return kept?.steps.find(({ step }) => step.stepId === id)?.note;
  }

  private say({ pathname, searchParams }: URL): Response | undefined {
    switch (pathname) {
      case '/api/me':
        return json(this.me);
      case '/api/keys':
        return json({
          member: { name: PLACE.queue, sealedIdentity: '' },
          queues: [{ ...PLACE, sealedIdentity: '' }],
        });
      case '/api/tips':
        return json(this.list(searchParams));
      case '/api/alarms':
        return json(this.alarms);
      case '/api/partners':
        return json(this.channel);
      case '/api/tags':
        return json(this.tags);
      case '/api/views':
        return json({ sealed: this.views });
      case '/api/absences':
        return json([{ member: this.me.name }]);
      case '/api/mentions':
      case '/api/telephones':
      case '/api/drills':
        return json([]);
    }
    const { kept, rest } = this.at(pathname);
    if (kept === undefined) return pathname.startsWith('/api/tips/') ? refusal(404) : undefined;
    this.letTimePass(kept);
    switch (rest) {
      case '':
        return json(kept.tip);
      case 'steps':
        return json({ steps: kept.steps.map(({ step }) => step), colleagues: [this.me.name], kinds: rules });
      case 'replies':
        return json(kept.replies.map(({ reply }) => reply));
      case 'details':
        return json([]);
      case 'vital-interest':
        return json({ proposal: kept.proposal?.proposal });
    }
    return refusal(404);
  }

  private do(path: string, body: unknown): Response | undefined {
    if (path === '/api/tags') {
      this.tags = [...this.tags, body as SealedTag];
      return done(204);
    }
    if (path === '/api/views') {
      this.views = (body as { sealed: string }).sealed;
      return done(204);
    }
    const { kept, rest } = this.at(path);
    if (kept === undefined) return undefined;
    const { tip } = kept;
    const { alert } = tip;
    switch (rest) {
      case 'here':
        return json({ others: [] });
      case 'opened':
        this.look(tip);
        this.letTimePass(kept);
        return done(204);
      case 'aside':
        if (this.isUnreadDanger(tip)) return refusal(409, word('onlyOnceOpened'));
        this.putAside(tip, (body as { aside: boolean }).aside);
        return done(204);
      case 'steps':
      case 'steps/stepped-up':
        if (this.playsDownUnread(tip, body as StepAsked)) return refusal(409, word('onlyOnceOpened'));
        this.take(kept, body as StepAsked);
        return done(204);
      case 'replies':
        this.reply(kept, body as Asked<'/api/tips/{tipId}/replies'>);
        return done(202);
      case 'vital-interest':
        this.propose(kept, body as Asked<'/api/tips/{tipId}/vital-interest'>);
        return done(204);
      case 'vital-interest/drop':
        kept.proposal = undefined;
        return done(204);
      case 'alert/confirmation':
        if (alert === undefined) return undefined;
        Object.assign(alert, { decision: 'confirmed', cancelling: undefined });
        Object.assign(tip, { decideBy: undefined, overdue: false });
        kept.confirmedAt = this.now();
        return done(202);
      case 'alert/cancellation':
        if (alert === undefined) return undefined;
        if (this.isUnreadDanger(tip)) return refusal(409, word('onlyOnceOpened'));
        alert.cancelling ??= { by: this.me.name, due: this.minute(60) };
        return done(202);
      case 'alert/cancellation/drop':
        if (alert === undefined) return undefined;
        alert.cancelling = undefined;
        return done(204);
      case 'alert/renewal':
        return done(202);
    }
    const dropped = /^replies\/(.+)\/drop$/.exec(rest)?.[1];
    if (dropped === undefined) return undefined;
    const held = kept.replies.find(({ reply }) => reply.replyId === dropped && reply.held === true);
    if (held === undefined) return undefined;
    kept.replies = kept.replies.filter((each) => each !== held);
    return done(204);
  }

  private at(path: string): { kept: Kept | undefined; rest: string } {
    const [, tipId = '', rest = ''] = /^\/api\/tips\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    return { kept: this.find(tipId), rest };
  }

  private find(tipId: string): Kept | undefined {
    return this.kept.find(({ tip }) => tip.tipId === tipId);
  }

  private list(query: URLSearchParams): object {
    const wants = (name: string, value: string | undefined) => (query.get(name) ?? value) === value;
    const asks = (name: string) => query.get(name) === 'true';
    const holder = query.get('assignee');
    const finding = query.get('finding');
    const tag = query.get('tag');
    for (const kept of this.kept) this.letTimePass(kept);
    const all = this.kept.map(({ tip }) => tip);
    const tips = all
      .filter((tip) => wants('lane', tip.lane) && wants('language', tip.language) && wants('queue', tip.queue))
      .filter((tip) => asks('closed') === (tip.closedOn !== undefined) && asks('folded') === tip.folded)
      .filter((tip) => !asks('unanswered') && (!asks('overdue') || tip.overdue))
      .filter((tip) => !asks('unopened') || tip.firstOpened === undefined)
      .filter((tip) => holder === null || (holder === 'nobody') === (tip.assignee === undefined))
      .filter((tip) => finding === null || finding === (tip.finding ?? 'none'))
      .filter((tip) => tag === null || tip.tags.includes(tag));
    const folded = all.filter((tip) => tip.folded && tip.closedOn === undefined);
    const folds = (['imminent', 'quarantine'] as const)
      .map((lane) => ({ lane, there: folded.filter((tip) => tip.lane === lane) }))
      .filter(({ there }) => there.length > 0 && !asks('folded'))
      .map(({ lane, there }) => ({
        lane,
        count: there.length,
        unopened: there.filter((tip) => tip.firstOpened === undefined).length,
      }));
    return { tips, folds, totals: totalsOf(tips) };
  }

  private get alarms(): Alarms {
    for (const kept of this.kept) this.letTimePass(kept);
    const open = this.kept.map(({ tip }) => tip).filter(({ closedOn, folded }) => closedOn === undefined && !folded);
    const unopened = open.filter(({ lane, firstOpened }) => lane === 'imminent' && firstOpened === undefined);
    const undecided = open.filter(({ decideBy }) => this.isLate(decideBy));
    return {
      overdue: {
        looks: unopened.filter(({ dueBy }) => this.isLate(dueBy)).length,
        decisions: undecided.length,
        answers: 0,
        feedback: 0,
      },
      imminent: unopened.map(({ tipId }) => tipId),
      undecided: undecided.map(({ tipId }) => ({ tipId })),
      asked: { details: [], alerts: [], moves: [], late: [] },
      unanswered: 0,
      resolved: [],
      unheard: [],
      orphanedAlerts: [],
      more: { imminent: 0, undecided: 0, asked: 0, resolved: 0, unheard: 0, orphanedAlerts: 0 },
      cancelling: [],
      keysEnding: [],
      partnersEnding: [],
      admitting: [],
      epochsAbsent: [],
      keysDaysLeft: 60,
    };
  }

  private get channel(): Channel {
    const partner = {
      name: PARTNER,
      channel: 'slots' as const,
      tier: 1,
      languages: [language()],
      recipient: '',
      faults: [],
      admission: 'ready' as const,
      staff: false,
      drill: { day: this.day(-1), state: 'answered' as const, seconds: 60 },
    };
    const heardAt = this.minute(-1);
    return {
      partners: [partner],
      canary: { missed: 0, alarm: false, heardAt, late: false, tipHeardAt: heardAt, tipLate: false },
    };
  }

  private isUnreadDanger({ firstOpened, threat }: TipDetail): boolean {
    return firstOpened === undefined && threat.who !== 'none';
  }

  private playsDownUnread(tip: TipDetail, { kind, value }: StepAsked): boolean {
    if (kind === 'close') return tip.firstOpened === undefined;
    if (kind === 'vet') return value === 'junk' && this.isUnreadDanger(tip);
    return kind === 'set-lane' && this.isUnreadDanger(tip) && LANES.indexOf(value ?? '') > LANES.indexOf(tip.lane);
  }

  private look(tip: TipDetail): void {
    if (tip.firstOpened !== undefined) return;
    tip.firstOpened = this.day(0);
    tip.dueBy = undefined;
  }

  private putAside(tip: TipDetail, aside: boolean): void {
    tip.folded = aside && tip.threat.who !== 'none';
    if (tip.threat.who === 'none') tip.lane = aside ? 'quarantine' : 'routine';
  }

  private take(kept: Kept, { stepId, kind, value, note, mentions = [] }: StepAsked): void {
    const { tip, steps } = kept;
    const today = this.day(0);
    const { name } = this.me;
    if (steps.some(({ step }) => step.stepId === stepId)) return;
    switch (kind) {
      case 'claim':
        tip.assignee = { name, until: this.minute(30) };
        break;
      case 'assign':
        tip.assignee = { name: value ?? name };
        break;
      case 'release':
      case 'unassign':
        tip.assignee = undefined;
        break;
      case 'vet':
        tip.finding = value as Finding;
        if (value === 'junk') this.putAside(tip, true);
        break;
      case 'unvet':
        if (tip.finding === 'junk') this.putAside(tip, false);
        tip.finding = undefined;
        break;
      case 'set-lane':
        Object.assign(tip, { lane: value as Lane, laneOverridden: true });
        break;
      case 'tag':
        tip.tags = [...tip.tags, value ?? ''];
        break;
      case 'untag':
        tip.tags = tip.tags.filter((tag) => tag !== value);
        break;
      case 'close':
        Object.assign(tip, { closedOn: tip.closedOn ?? today, assignee: undefined });
        break;
      case 'reopen':
        tip.closedOn = undefined;
        break;
      case 'merge':
        Object.assign(tip, { finding: 'duplicate', closedOn: today, assignee: undefined });
        break;
      case 'unmerge':
        Object.assign(tip, { finding: undefined, closedOn: undefined });
        break;
      case 'hold':
      case 'unhold':
        tip.legalHold = kind === 'hold';
        break;
      case 'telephone':
        this.telephone(tip.alert, value ?? '');
        break;
    }
    steps.push({ step: { stepId, day: today, who: name, kind, value, noted: note !== undefined, mentions }, note });
  }

  private telephone(alert: AlertDetail | undefined, value: string): void {
    const cannot = value.endsWith(' cannot');
    if (alert === undefined) return;
    alert.state = cannot ? 'delivered' : 'acknowledged';
    alert.partners = [{ ...this.partner(cannot ? 'declined' : 'acknowledged'), byTelephone: true }];
  }

  private reply({ replies }: Kept, { replyId, copy }: Asked<'/api/tips/{tipId}/replies'>): void {
    if (replies.some(({ reply }) => reply.replyId === replyId)) return;
    const reply = { replyId, day: this.day(0), sender: this.me.name, held: true };
    replies.push({ reply, copy, sentAt: this.now() });
  }

  /** A second member has to read it; in training there is none. */
  private propose(kept: Kept, { reason, found }: Asked<'/api/tips/{tipId}/vital-interest'>): void {
    const proposal = { proposer: this.me.name, proposedOn: this.day(0), found, digest: crypto.randomUUID() };
    kept.proposal = { proposal, reason };
  }

  /** Held answers go out, and the partner answers what was confirmed. */
  private letTimePass({ tip, replies, confirmedAt }: Kept): void {
    tip.decideBy = this.isUndecided(tip) ? (tip.decideBy ?? this.minute(30)) : undefined;
    tip.overdue = this.isLate(tip.decideBy ?? tip.dueBy);
    for (const { reply, sentAt } of replies) if (this.now() - sentAt >= MEANWHILE) reply.held = undefined;
    if (confirmedAt === undefined || this.now() - confirmedAt < MEANWHILE || tip.alert?.state !== 'delivered') return;
    Object.assign(tip.alert, {
      basis: 'desk-confirmed',
      state: 'acknowledged',
      partners: [this.partner('acknowledged')],
    });
  }

  /** Opened danger within hours of which nobody has said what is done. */
  private isUndecided({ lane, firstOpened, closedOn, folded, finding, alert }: TipDetail): boolean {
    const decided = alert?.decision !== undefined || alert?.cancelling !== undefined;
    const found = finding !== undefined && !(alert !== undefined && ['verified', 'plausible'].includes(finding));
    return lane === 'imminent' && firstOpened !== undefined && closedOn === undefined && !folded && !decided && !found;
  }

  private partner(state: PartnerAlert['state']): PartnerAlert {
    return { name: PARTNER, state, attempts: 1, since: this.minute(0) };
  }

  private receive(story: Story): Kept {
    const { lane, threat, dueIn, daysAgo } = story;
    const alert: AlertDetail | undefined = story.alert
      ? {
          alertId: crypto.randomUUID(),
          basis: 'source-asserted',
          state: 'delivered',
          partners: [this.partner('delivered')],
          undecided: false,
          goingOn: false,
          overdue: false,
        }
      : undefined;
    const tip: TipDetail = {
      tipId: crypto.randomUUID(),
      ...PLACE,
      lane,
      language: language(),
      threat,
      consents: { alert: story.alert, details: false },
      sealing: 'browser',
      sizeClass: 65_536,
      day: this.day(-daysAgo),
      dueBy: dueIn === undefined ? undefined : this.minute(dueIn),
      folded: false,
      laneOverridden: false,
      overdue: false,
      legalHold: false,
      answerWaived: false,
      tags: [],
      alert,
    };
    const file = story.file === undefined ? undefined : new TextEncoder().encode(word(story.file));
    return { story, tip, file, steps: [], replies: [], proposal: undefined, confirmedAt: undefined };
  }

  private isLate(due: string | undefined): boolean {
    return due !== undefined && Date.parse(due) < this.now();
  }

  private minute(fromNow: number): string {
    return new Date(Math.floor(this.now() / MINUTE + fromNow) * MINUTE).toISOString();
  }

  private day(fromNow: number): string {
    return new Date(this.now() + fromNow * DAY).toISOString().slice(0, 10);
  }
}

function fileOf({ length }: Uint8Array): OpenedFile {
  const claimed = { name: 'notes.txt', type: 'text/plain' };
  return { number: 1, claimed, size: length, kind: { words: 'text', extension: 'txt' }, facts: [], picture: undefined };
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
}

function done(status: 202 | 204): Response {
  return new Response(null, { status });
}

function refusal(status: number, detail?: string): Response {
  const problem = JSON.stringify({ type: 'about:blank', title: '', status, detail });
  return new Response(problem, { status, headers: { 'Content-Type': 'application/problem+json' } });
}
