import type { components } from '../../openapi';
import { count, flag, list, maybe, oneOf, orElse, shape, text, type Decoded, type Decoder } from './decode';
import { ADMISSIONS } from './managed';

export const LANES = ['imminent', 'urgent', 'routine', 'quarantine'] as const;
export type Lane = (typeof LANES)[number];

export const ALERT_STATES = [
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
/** As the service's table of steps says; the console's row for each is in work/steps.ts. */
export type StepKind = components['schemas']['StepKind'];
export const STEP_TAKERS = ['member', 'lead', 'stepped-up', 'two-members'] as const;
export const NOTE_RULES = ['none', 'accepted', 'offered', 'required'] as const;

export const me = shape({
  name: text,
  roles: list(text),
  queues: list(text),
  /** Whether the service keeps a key of theirs. */
  enrolled: flag,
  /** Their recipient. */
  recipient: maybe(text),
  /** Whether a passkey opens that key, too. */
  passkey: flag,
});
export type Me = Decoded<typeof me>;

/** The member's identity, sealed under what their passkey derives. */
const passkeyCopy = shape({ credential: text, sealedIdentity: text });
export type PasskeyCopy = Decoded<typeof passkeyCopy>;

export const sealedKeys = shape({
  member: shape({ name: text, sealedIdentity: text, passkey: maybe(passkeyCopy) }),
  queues: list(shape({ queue: text, epoch: count, sealedIdentity: text })),
});
export type SealedKeys = Decoded<typeof sealedKeys>;
export type QueueKey = SealedKeys['queues'][number];

const alertSummary = {
  alertId: text,
  basis: oneOf(['source-asserted', 'desk-confirmed']),
  state: oneOf(ALERT_STATES),
  /** Somebody has asked to cancel it; `due` is an instant, to five minutes: then it is cancelled, unless somebody keeps it. */
  cancelling: maybe(shape({ by: text, due: text })),
  /** Somebody has set it aside as one of a flood: it comes after all others, at partners too, and wakes nobody. */
  aside: maybe(shape({ by: text, reason: oneOf(['flood', 'campaign']) })),
  decision: maybe(oneOf(['confirmed', 'cancelled'])),
  /** A partner calls it resolved, and the desk has not decided about that; an older instance does not say it. */
  undecided: orElse(flag, false),
  /** Its time has ended it, and the desk has let it go on since; an older instance does not say it. */
  goingOn: orElse(flag, false),
  /** Its time has passed and nobody has ended it. */
  overdue: flag,
} as const;

const partner = shape({
  name: text,
  state: oneOf(PARTNER_STATES),
  attempts: count,
  /** An instant, to the whole minute. */
  since: maybe(text),
  /** How long a claim holds; an instant rounded to five minutes. */
  until: maybe(text),
  /** An observer can see when this partner is told. */
  timingVisible: maybe(flag),
  /** Somebody of the desk wrote down what they said last, on the telephone. */
  byTelephone: maybe(flag),
  /** They let go of it so often that what they press keeps nobody from being called. */
  uncounted: maybe(flag),
});
export type PartnerAlert = Decoded<typeof partner>;

export const threat = shape({
  who: oneOf(['me', 'someone-else', 'unspecified', 'none']),
  when: maybe(oneOf(['hours', 'days'])),
  region: maybe(text),
});
export type Threat = Decoded<typeof threat>;

/** The member who works on a tip. */
const assignee = shape({
  name: text,
  /** When a claim expires; an instant rounded to five minutes, none if the tip was assigned. */
  until: maybe(text),
});
export type Assignee = Decoded<typeof assignee>;

const tipWith = <A extends AlertSummary>(alert: Decoder<A>) =>
  shape({
    tipId: text,
    queue: text,
    epoch: count,
    lane: oneOf(LANES),
    language: text,
    threat,
    consents: shape({ alert: flag, details: flag }),
    sealing: oneOf(['server', 'browser', 'device']),
    /** Bytes of the sealed file. */
    sizeClass: count,
    day: text,
    /** By when somebody must look: an instant rounded to five minutes. Says nothing more once somebody has looked. */
    dueBy: maybe(text),
    firstOpened: maybe(text),
    /** By when somebody must decide about danger that was opened: an instant rounded to five minutes; nothing once somebody has. */
    decideBy: maybe(text),
    /** Danger that is counted behind the rest of its lane: it came in a flood, or a member put it there. */
    folded: flag,
    /** The day on which the source first took a consent back. */
    withdrawnOn: maybe(text),
    /** When it is deleted: its source has erased it, and nobody has read the danger that it reports. */
    erasingDue: maybe(text),
    /** Where replies are sealed to, if that came beside the tip; told with one tip, not in lists. */
    replyTo: maybe(text),
    assignee: maybe(assignee),
    finding: maybe(oneOf(FINDINGS)),
    /** Staff put it in another lane than its answers do. */
    laneOverridden: flag,
    /** The next obligation towards its source, by a day. */
    obligation: maybe(shape({ kind: oneOf(['answer', 'feedback']), by: text })),
    /** Something is overdue, a first look or an obligation. */
    overdue: flag,
    closedOn: maybe(text),
    /** No timer deletes it. */
    legalHold: flag,
    /** No answer is owed. */
    answerWaived: flag,
    answeredOn: maybe(text),
    /** Who moved it to this queue, until somebody else there opens it. */
    movedBy: maybe(text),
    /** Ids of the tags on it. */
    tags: list(text),
    alert: maybe(alert),
  });

const alertInList = shape(alertSummary);
export type AlertSummary = Decoded<typeof alertInList>;
export type Basis = AlertSummary['basis'];
export type AsideReason = NonNullable<AlertSummary['aside']>['reason'];
export type Cancelling = NonNullable<AlertSummary['cancelling']>;

const alertDetail = shape({
  ...alertSummary,
  partners: list(partner),
});
export type AlertDetail = Decoded<typeof alertDetail>;
export type Decision = NonNullable<AlertDetail['decision']>;

export const tipDetail = tipWith(alertDetail);
export type TipDetail = Decoded<typeof tipDetail>;
export type Sealing = TipDetail['sealing'];
export type Obligation = NonNullable<TipDetail['obligation']>;

/** The folded tips of a lane, which are listed only when they are asked for. */
const fold = shape({ lane: oneOf(LANES), count, unopened: count });
export type Fold = Decoded<typeof fold>;

/** All tips of a lane that the list has; the overdue ones for themselves. */
const total = shape({ lane: oneOf(LANES), overdue: flag, count });
export type Total = Decoded<typeof total>;

export const tipPage = shape({
  tips: list(tipWith(alertInList)),
  next: maybe(text),
  folds: list(fold),
  /** An older instance does not say it. */
  totals: maybe(list(total)),
});
export type TipPage = Decoded<typeof tipPage>;
export type TipSummary = TipPage['tips'][number];

/** Something that a member did with a tip, without what was noted about it. */
const step = shape({
  stepId: text,
  day: text,
  who: text,
  /** A {@link StepKind}, or a newer service's. */
  kind: text,
  /** The member whom the tip was assigned to, or its finding. */
  value: maybe(text),
  noted: flag,
  /** The other tip at which it was taken; nothing if it was taken at this one. */
  from: maybe(text),
  /** Colleagues whom it asks for. */
  mentions: list(text),
});
export type Step = Decoded<typeof step>;

export const work = shape({
  steps: list(step),
  /** Members who hold the key of the tip's queue. */
  colleagues: list(text),
  /** Who may take each kind of step, and whether it has a note. */
  kinds: list(shape({ kind: text, taker: orElse(oneOf(STEP_TAKERS), 'member'), note: oneOf(NOTE_RULES) })),
});
export type Work = Decoded<typeof work>;

/** A colleague's call for this member; the note is sealed. */
const mention = shape({ stepId: text, tipId: text, queue: text, who: text, day: text });
export type Mention = Decoded<typeof mention>;
export const mentions = list(mention);

/** An answer to a source, without what it says. */
const reply = shape({
  replyId: text,
  day: text,
  sender: text,
  /** The day on which the source first opened it. */
  readOn: maybe(text),
  /** Its writer can still take it back. */
  held: maybe(flag),
});
export type Reply = Decoded<typeof reply>;
export const replies = list(reply);

/** Who else has a tip open. */
export const here = shape({ others: list(text) });

/** A protection organisation as notify-service describes it. */
const described = shape({
  name: text,
  channel: oneOf(['slots', 'edge']),
  tier: count,
  languages: list(text),
  recipient: text,
  faults: list(text),
  /** Absent where the service does not say it. */
  admission: maybe(oneOf(ADMISSIONS)),
  /** Our own people on duty, who are called to what waits at the desk and told of no alert to partners. */
  staff: orElse(flag, false),
  drill: maybe(shape({ day: text, state: oneOf(['open', 'delivered', 'answered', 'expired']), seconds: maybe(count) })),
});
export type Partner = Decoded<typeof described>;

/** How our own test alerts fare. */
const canary = shape({
  missed: count,
  alarm: flag,
  /** An instant, to the minute, at which the alert channel last spoke of them; none if it never did. */
  heardAt: maybe(text),
  /** That is so long ago that the alert channel may be silent. */
  late: flag,
  /** An instant at which a test tip last went the whole way; none if it never did. */
  tipHeardAt: maybe(text),
  /** That is so long ago that tips may not be arriving. */
  tipLate: flag,
});
export type Canary = Decoded<typeof canary>;

/** Whether alerts go out, as far as notify-service has told. */
export const channel = shape({ partners: list(described), canary });
export type Channel = Decoded<typeof channel>;

/** A word for tips, sealed to its queue, in base64. */
const sealedTag = shape({ tagId: text, queue: text, epoch: count, name: text });
export type SealedTag = Decoded<typeof sealedTag>;
export const tags = list(sealedTag);

/** The list of keys as the root key signed it, in base64, and its signature. */
export const signedKeys = shape({ manifest: text, signature: text });
export type SignedKeys = Decoded<typeof signedKeys>;

/** A challenge that only the key of an epoch opens, so that a member's browser can show that it does; an age file in base64. */
const challenge = shape({ queue: text, epoch: count, sealed: text });
export type Challenge = Decoded<typeof challenge>;
export const challenges = list(challenge);

export const ownText = shape({ sealed: maybe(text) });

const keyEnding = shape({ queue: text, epoch: count, by: text, due: text });
export type KeyEnding = Decoded<typeof keyEnding>;
const partnerEnding = shape({ partner: text, by: text, due: text });
export type PartnerEnding = Decoded<typeof partnerEnding>;
const orphanedAlert = shape({
  alert: shape({
    alertId: text,
    state: oneOf(ALERT_STATES),
    overdue: flag,
    /** The day on which the desk first heard of it. */
    since: maybe(text),
    threat: maybe(threat),
    /** Who was told. */
    partners: list(text),
  }),
  ending: maybe(shape({ by: text, due: text })),
});
/** An alert that goes on although no tip of it is here that anybody can open; somebody may have asked to end it. */
export type OrphanedAlert = Decoded<typeof orphanedAlert>;
const askedAdmission = shape({ member: text, queue: text, by: text, due: text });
export type AskedAdmission = Decoded<typeof askedAdmission>;

/** {@code backOn} is a day, while they are away. */
export const colleagues = list(shape({ member: text, backOn: maybe(text) }));
export type Colleague = Decoded<typeof colleagues>[number];

/** Something about a tip that waits for a second person; `by` is the first, `day` the day on which they asked. */
const fourEyesRequest = shape({ tipId: text, by: text, day: text });
export type FourEyesRequest = Decoded<typeof fourEyesRequest>;
const asked = shape({
  /** Texts for a partner that somebody has to read and approve. */
  details: list(fourEyesRequest),
  /** Alerts without consent that somebody has to decide about. */
  alerts: list(fourEyesRequest),
  /** Moves to another queue; an older instance has none. */
  moves: orElse(list(fourEyesRequest), []),
  /** Of details and alerts, and of what this member asked for, what has waited too long; an older instance does not say it. */
  late: orElse(list(fourEyesRequest), []),
});

/** An older instance does not count decisions. */
export const overdue = shape({ looks: count, decisions: orElse(count, 0), answers: count, feedback: count });

const days: Decoder<number> = (value, field) => (typeof value === 'number' && value < 0 ? value : count(value, field));

/** How many there are beyond those that a list names: at most a hundred. An older instance does not say it. */
const more = shape({
  imminent: count,
  undecided: count,
  asked: orElse(count, 0),
  resolved: count,
  unheard: count,
  orphanedAlerts: count,
});
export const NO_MORE: Decoded<typeof more> = {
  imminent: 0,
  undecided: 0,
  asked: 0,
  resolved: 0,
  unheard: 0,
  orphanedAlerts: 0,
};

/** What is overdue in the member's queues, and how long the signed keys hold: negative after their end. */
export const alarms = shape({
  overdue,
  /** Tips with imminent danger that nobody has opened, at most a hundred; an older instance does not say it. */
  imminent: orElse(list(text), []),
  /** Those that somebody opened and nobody has decided about in time; `heldBy` is whose hold has ended meanwhile. */
  undecided: orElse(list(shape({ tipId: text, heldBy: maybe(text) })), []),
  /** What waits for this member as the second person. */
  asked: orElse(asked, { details: [], alerts: [], moves: [], late: [] }),
  /** Alerts that nobody has answered, of closed and folded tips, too; an older instance does not say it. */
  unanswered: maybe(count),
  /** Alerts that these partners call resolved, until the desk has decided about that; an older instance does not list them. */
  resolved: orElse(list(shape({ tipId: text, partners: list(text) })), []),
  /** Tips about whose alert the desk said something that may not have come; an older instance does not say it. */
  unheard: orElse(list(text), []),
  /** An older instance does not list them. */
  orphanedAlerts: orElse(list(orphanedAlert), []),
  more: orElse(more, NO_MORE),
  /** Who has asked to cancel alerts unread, and when the first of them goes; an older instance leaves it out. */
  cancelling: orElse(list(shape({ queue: text, by: text, count, due: text })), []),
  /** Keys that a lead has asked to destroy. */
  keysEnding: orElse(list(keyEnding), []),
  /** Partners that somebody has asked to end. */
  partnersEnding: orElse(list(partnerEnding), []),
  /** People whom a lead has asked to admit to one of the member's queues. */
  admitting: orElse(list(askedAdmission), []),
  /** Signed epochs whose key nobody at this desk has; an older instance does not say it. */
  epochsAbsent: orElse(list(shape({ queue: text, epoch: count })), []),
  keysDaysLeft: maybe(days),
});
export type Alarms = Decoded<typeof alarms>;
