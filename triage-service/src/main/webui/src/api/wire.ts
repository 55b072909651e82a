import { count, flag, list, maybe, oneOf, shape, text, type Decoder } from './decode';
import { ADMISSIONS, type Admission } from './managed';

export const LANES = ['imminent', 'urgent', 'routine', 'quarantine'] as const;
export type Lane = (typeof LANES)[number];

export type Sealing = 'server' | 'browser' | 'device';
export type Basis = 'source-asserted' | 'desk-confirmed';
/** `sent`: sent to notify-service, which has not answered yet. */
export const ALERT_STATES = [
  'sent',
  'open',
  'delivered',
  'unanswered',
  'awaiting-confirmation',
  'unreachable',
  'acknowledged',
  'claimed',
  'resolved',
  'expired',
  'cancelled',
] as const;
export type AlertState = (typeof ALERT_STATES)[number];
export const PARTNER_STATES = [
  'pending',
  'delivered',
  'acknowledged',
  'needs-info',
  'claimed',
  'declined',
  'released',
  'resolved',
  'stopped',
] as const;
export type PartnerState = (typeof PARTNER_STATES)[number];
export const FINDINGS = ['verified', 'plausible', 'unfounded', 'duplicate', 'junk'] as const;
export type Finding = (typeof FINDINGS)[number];
export const STEP_KINDS = [
  'note',
  'claim',
  'release',
  'assign',
  'unassign',
  'vet',
  'unvet',
  'set-lane',
  'unreadable',
  'tag',
  'untag',
  'close',
  'reopen',
  'hold',
  'unhold',
  'waive',
  'unwaive',
  'link',
  'unlink',
  'merge',
  'unmerge',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];
export const NOTE_RULES = ['none', 'accepted', 'offered', 'required'] as const;

/** What a kind of step needs. */
export interface StepRule {
  kind: StepKind;
  note: (typeof NOTE_RULES)[number];
}
export type Decision = 'confirmed' | 'cancelled';

export interface Me {
  name: string;
  roles: string[];
  queues: string[];
  /** Whether the service keeps a key of theirs. */
  enrolled: boolean;
  /** Their recipient. */
  recipient: string | undefined;
  /** Whether a passkey opens that key, too. */
  passkey: boolean;
}

export interface QueueKey {
  queue: string;
  epoch: number;
  sealedIdentity: string;
}

/** The member's identity, sealed under what their passkey derives. */
export interface PasskeyCopy {
  credential: string;
  sealedIdentity: string;
}

export interface SealedKeys {
  member: { name: string; sealedIdentity: string; passkey: PasskeyCopy | undefined };
  queues: QueueKey[];
}

export interface Threat {
  who: 'me' | 'someone-else' | 'none';
  when: 'hours' | 'days' | undefined;
  region: string | undefined;
}

export interface AlertSummary {
  alertId: string;
  basis: Basis;
  state: AlertState;
  cancelling: Cancelling | undefined;
  /** Its time has passed and nobody has ended it. */
  overdue: boolean;
}

/** Somebody has asked to cancel an alert. */
export interface Cancelling {
  by: string;
  /** An instant, to five minutes: then it is cancelled, unless somebody keeps it. */
  due: string;
}

export interface PartnerDelivery {
  name: string;
  state: PartnerState;
  attempts: number;
  /** An instant, to the whole minute. */
  since: string | undefined;
  /** How long a claim holds; an instant rounded to five minutes. */
  until?: string | undefined;
  /** An observer can see when this partner is told. */
  timingVisible?: boolean | undefined;
}

export interface AlertDetail extends AlertSummary {
  partners: PartnerDelivery[];
  decision: Decision | undefined;
}

export interface TipSummary<A extends AlertSummary = AlertSummary> {
  tipId: string;
  queue: string;
  epoch: number;
  lane: Lane;
  language: string;
  threat: Threat;
  consents: { alert: boolean; details: boolean };
  sealing: Sealing;
  /** Bytes of the sealed file. */
  sizeClass: number;
  day: string;
  /** By when somebody must look: an instant rounded to five minutes. Says nothing more once somebody has looked. */
  dueBy: string | undefined;
  firstOpened: string | undefined;
  /** Danger that is counted behind the rest of its lane: it came in a flood, or a member put it there. */
  folded: boolean;
  /** The day on which the source first took a consent back. */
  withdrawnOn: string | undefined;
  /** When it is deleted: its source has erased it, and nobody has read the danger that it reports. */
  erasingDue: string | undefined;
  /** Where replies are sealed to, if that came beside the tip; told with one tip, not in lists. */
  replyTo: string | undefined;
  holder: Holder | undefined;
  finding: Finding | undefined;
  /** Staff put it in another lane than its answers do. */
  laneOverridden: boolean;
  /** The next duty towards its source. */
  duty: Duty | undefined;
  /** Something is overdue, a first look or a duty. */
  overdue: boolean;
  closedOn: string | undefined;
  /** No timer deletes it. */
  legalHold: boolean;
  /** No answer is owed. */
  answerWaived: boolean;
  answeredOn: string | undefined;
  /** Ids of the tags on it. */
  tags: string[];
  alert: A | undefined;
}

/** An answer or feedback, by a day. */
export interface Duty {
  kind: 'answer' | 'feedback';
  by: string;
}

/** A word for tips, sealed to its queue, in base64. */
export interface SealedTag {
  tagId: string;
  queue: string;
  epoch: number;
  name: string;
}

/** The member who works on a tip. */
export interface Holder {
  name: string;
  /** When a claim expires; an instant rounded to five minutes, none if the tip was assigned. */
  until: string | undefined;
}

/** Something that a member did with a tip, without what was noted about it. */
export interface Step {
  stepId: string;
  day: string;
  who: string;
  kind: StepKind;
  /** The member whom the tip was assigned to, or its finding. */
  value: string | undefined;
  noted: boolean;
  /** The other tip at which it was taken; nothing if it was taken at this one. */
  from: string | undefined;
  /** Colleagues whom it asks for. */
  mentions: string[];
}

/** A colleague's call for this member; the note is sealed. */
export interface Mention {
  stepId: string;
  tipId: string;
  queue: string;
  who: string;
  day: string;
}

export interface Work {
  steps: Step[];
  /** Members who hold the key of the tip's queue. */
  colleagues: string[];
  kinds: StepRule[];
}

export type TipDetail = TipSummary<AlertDetail>;

/** The folded tips of a lane, which are listed only when they are asked for. */
export interface Fold {
  lane: Lane;
  count: number;
  unopened: number;
}

export interface TipPage {
  tips: TipSummary[];
  next: string | undefined;
  folds: Fold[];
}

/** An answer to a source, without what it says. */
export interface Reply {
  replyId: string;
  day: string;
  sender: string;
  /** The day on which the source first opened it. */
  readOn: string | undefined;
}

export const me = shape<Me>({
  name: text,
  roles: list(text),
  queues: list(text),
  enrolled: flag,
  recipient: maybe(text),
  passkey: flag,
});

export const sealedKeys = shape<SealedKeys>({
  member: shape({
    name: text,
    sealedIdentity: text,
    passkey: maybe(shape<PasskeyCopy>({ credential: text, sealedIdentity: text })),
  }),
  queues: list(shape<QueueKey>({ queue: text, epoch: count, sealedIdentity: text })),
});

const alertSummary = {
  alertId: text,
  basis: oneOf(['source-asserted', 'desk-confirmed']),
  state: oneOf(ALERT_STATES),
  cancelling: maybe(shape<Cancelling>({ by: text, due: text })),
  overdue: flag,
} as const;

const partner = shape<PartnerDelivery>({
  name: text,
  state: oneOf(PARTNER_STATES),
  attempts: count,
  since: maybe(text),
  until: maybe(text),
  timingVisible: maybe(flag),
});

function tipWith<A extends AlertSummary>(alert: Decoder<A>): Decoder<TipSummary<A>> {
  return shape<TipSummary<A>>({
    tipId: text,
    queue: text,
    epoch: count,
    lane: oneOf(LANES),
    language: text,
    threat: shape<Threat>({
      who: oneOf(['me', 'someone-else', 'none']),
      when: maybe(oneOf(['hours', 'days'])),
      region: maybe(text),
    }),
    consents: shape({ alert: flag, details: flag }),
    sealing: oneOf(['server', 'browser', 'device']),
    sizeClass: count,
    day: text,
    dueBy: maybe(text),
    firstOpened: maybe(text),
    folded: flag,
    withdrawnOn: maybe(text),
    erasingDue: maybe(text),
    replyTo: maybe(text),
    holder: maybe(shape<Holder>({ name: text, until: maybe(text) })),
    finding: maybe(oneOf(FINDINGS)),
    laneOverridden: flag,
    duty: maybe(shape<Duty>({ kind: oneOf(['answer', 'feedback']), by: text })),
    overdue: flag,
    closedOn: maybe(text),
    legalHold: flag,
    answerWaived: flag,
    answeredOn: maybe(text),
    tags: list(text),
    alert: maybe(alert),
  });
}

export const tipPage = shape<TipPage>({
  tips: list(tipWith(shape<AlertSummary>(alertSummary))),
  next: maybe(text),
  folds: list(shape<Fold>({ lane: oneOf(LANES), count, unopened: count })),
});

export const work = shape<Work>({
  steps: list(
    shape<Step>({
      stepId: text,
      day: text,
      who: text,
      kind: oneOf(STEP_KINDS),
      value: maybe(text),
      noted: flag,
      from: maybe(text),
      mentions: list(text),
    }),
  ),
  colleagues: list(text),
  kinds: list(shape<StepRule>({ kind: oneOf(STEP_KINDS), note: oneOf(NOTE_RULES) })),
});

export const mentions = list(shape<Mention>({ stepId: text, tipId: text, queue: text, who: text, day: text }));

export const replies = list(shape<Reply>({ replyId: text, day: text, sender: text, readOn: maybe(text) }));

export const tipDetail = tipWith(
  shape<AlertDetail>({
    ...alertSummary,
    partners: list(partner),
    decision: maybe(oneOf(['confirmed', 'cancelled'])),
  }),
);

/** How our own test alerts fare. */
export interface Canary {
  missed: number;
  alarm: boolean;
  /** An instant, to the minute, at which the alert channel last spoke of them; none if it never did. */
  heardAt: string | undefined;
  /** That is so long ago that the alert channel may be silent. */
  late: boolean;
}

/** A protection organisation as notify-service describes it. */
export interface Partner {
  name: string;
  channel: 'slots' | 'edge';
  tier: number;
  languages: string[];
  recipient: string;
  trouble: string[];
  /** Absent where the service does not say it. */
  admission: Admission | undefined;
  drill: { day: string; state: 'open' | 'delivered' | 'answered' | 'expired'; seconds: number | undefined } | undefined;
}

/** Whether alerts go out, as far as notify-service has told. */
export interface Channel {
  partners: Partner[];
  /** Our own test alerts. */
  canary: Canary;
}

export const channel = shape<Channel>({
  partners: list(
    shape<Partner>({
      name: text,
      channel: oneOf(['slots', 'edge']),
      tier: count,
      languages: list(text),
      recipient: text,
      trouble: list(text),
      admission: maybe(oneOf(ADMISSIONS)),
      drill: maybe(
        shape({
          day: text,
          state: oneOf(['open', 'delivered', 'answered', 'expired'] as const),
          seconds: maybe(count),
        }),
      ),
    }),
  ),
  canary: shape<Canary>({ missed: count, alarm: flag, heardAt: maybe(text), late: flag }),
});

export const tags = list(shape<SealedTag>({ tagId: text, queue: text, epoch: count, name: text }));

/** The list of keys as the root key signed it, in base64, and its signature. */
export interface SignedKeys {
  manifest: string;
  signature: string;
}

export const signedKeys = shape<SignedKeys>({ manifest: text, signature: text });

/** A challenge that only the key of an epoch opens, so that a member's browser can show that it does. */
export interface Challenge {
  queue: string;
  epoch: number;
  /** An age file in base64. */
  sealed: string;
}

export const challenges = list(shape<Challenge>({ queue: text, epoch: count, sealed: text }));

export const ownText = shape<{ sealed: string | undefined }>({ sealed: maybe(text) });

export interface KeyEnding {
  queue: string;
  epoch: number;
  by: string;
  due: string;
}

export interface PartnerEnding {
  partner: string;
  by: string;
  due: string;
}

export interface AskedAdmission {
  member: string;
  queue: string;
  by: string;
  due: string;
}

/** What is overdue in the member's queues, and how long the signed keys hold: negative after their end. */
export interface Alarms {
  overdue: { looks: number; answers: number; feedback: number };
  /** Alerts that nobody has answered, of closed and folded tips, too. */
  unanswered: number | undefined;
  /** Keys that a lead has asked to destroy. */
  keysEnding: KeyEnding[];
  /** Partners that somebody has asked to end. */
  partnersEnding: PartnerEnding[];
  /** People whom a lead has asked to admit to one of the member's queues. */
  admitting: AskedAdmission[];
  keysDaysLeft: number | undefined;
}

const days: Decoder<number> = (value, field) => (typeof value === 'number' && value < 0 ? value : count(value, field));

export const alarms = shape<Alarms>({
  overdue: shape({ looks: count, answers: count, feedback: count }),
  // An older instance, while the service is updated, does not say it.
  unanswered: maybe(count),
  // Nor this.
  keysEnding: (value, field) =>
    maybe(list(shape<KeyEnding>({ queue: text, epoch: count, by: text, due: text })))(value, field) ?? [],
  partnersEnding: (value, field) =>
    maybe(list(shape<PartnerEnding>({ partner: text, by: text, due: text })))(value, field) ?? [],
  admitting: (value, field) =>
    maybe(list(shape<AskedAdmission>({ member: text, queue: text, by: text, due: text })))(value, field) ?? [],
  keysDaysLeft: maybe(days),
});
