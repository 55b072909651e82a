import type { Failure, FailureKind } from '../api/failure';
import type {
  AlertDetail,
  AlertState,
  AlertSummary,
  AsideReason,
  Basis,
  Cancelling,
  Channel,
  Decision,
  PartnerAlert,
  Step,
  TipDetail,
} from '../api/wire';
import { toldLine } from '../words/words';

export const ALERT_WORDS: Record<AlertState, string> = {
  open: 'not delivered yet',
  delivered: 'not acknowledged yet',
  unanswered: 'NOBODY HAS ANSWERED',
  'awaiting-confirmation': 'WAITS FOR THE DESK',
  unreachable: 'NO ONE REACHABLE',
  acknowledged: 'acknowledged',
  claimed: 'taken on',
  resolved: 'resolved',
  expired: 'expired',
  cancelled: 'cancelled',
};

export const ALERT_TITLES: Record<AlertState, string> = {
  open: 'Not delivered yet',
  delivered: 'Delivered, nobody has acknowledged yet',
  unanswered: 'Nobody has answered for 30 minutes',
  'awaiting-confirmation': 'Waits for your confirmation: no partner takes it unconfirmed',
  unreachable: 'No partner can be reached',
  acknowledged: 'Acknowledged',
  claimed: 'A partner has taken it on',
  resolved: 'Resolved by the partner',
  expired: 'Expired: its time has passed',
  cancelled: 'Cancelled',
};

export const BASIS_WORDS: Record<Basis, string> = {
  'source-asserted': 'On the source’s word. The desk has not confirmed it.',
  'desk-confirmed': 'Confirmed by the desk.',
};

/** Words for an alert whose state is unknown here. */
export function pendingWords(trouble: FailureKind | undefined): string {
  if (trouble === undefined) return 'Loading the alert’s state…';
  return trouble === 'absent'
    ? 'This tip is no longer here, or no longer yours.'
    : 'The alert’s state could not be loaded.';
}

/** Words for a tip without an alert. */
export function noAlertWords(tip: Pick<TipDetail, 'threat' | 'consents'>): string {
  if (tip.threat.who === 'none') return 'The source reported no danger, so nobody was alerted.';
  return tip.consents.alert
    ? 'No alert was sent.'
    : 'The source did not allow an alert. No protection organisation has been told.';
}

export const SAID_WORDS = {
  acts: 'they act now',
  looks: 'they look into it',
  cannot: 'they cannot',
} as const;
/** What a partner says on the telephone. */
export type Said = keyof typeof SAID_WORDS;

export function partnerWords(partner: PartnerAlert): string {
  return partner.byTelephone === true ? telephonedWords(partner) : pressedWords(partner);
}

/** Who of the desk wrote down what a partner said on the telephone. */
export function writtenBy({ name, byTelephone }: PartnerAlert, steps: readonly Step[]): string | undefined {
  if (byTelephone !== true) return undefined;
  return steps.findLast(({ kind, value = '' }) => kind === 'telephone' && value.startsWith(`${name} `))?.who;
}

/** For what the desk wrote down: on the partner's own page nobody has pressed anything since. */
function telephonedWords({ state }: PartnerAlert): string {
  if (state === 'acknowledged') return 'sees to it, as they said on the telephone';
  return state === 'declined'
    ? 'cannot, as they said on the telephone'
    : 'said on the telephone that they see to it; that has ended';
}

function pressedWords(partner: PartnerAlert): string {
  switch (partner.state) {
    case 'pending':
      return partner.attempts === 0 ? 'waiting' : `not reached yet, ${attempts(partner.attempts)}`;
    case 'delivered':
      return 'delivered';
    case 'acknowledged':
      return 'acknowledged';
    case 'needs-info':
      return 'asks for details';
    case 'claimed':
      return 'has taken it on';
    case 'declined':
      return 'has declined';
    case 'released':
      return 'has given it back';
    case 'resolved':
      return 'says it is resolved';
    case 'stopped':
      return 'has confirmed the cancellation';
  }
}

/** What a partner still has to do, shown after the time. */
export function missingWords(partner: PartnerAlert, alert: AlertState): string {
  return partner.state === 'delivered' && partner.byTelephone !== true && alert !== 'cancelled'
    ? ', not acknowledged'
    : '';
}

/** What the desk can do about an alert: decide, let its time begin again, or call others than those who have it. */
export type AlertAct = Decision | 'renewed' | 'others';

/**
 * Acts that are still possible: none after a cancellation, none against a withdrawn consent, none twice. An alert that a partner calls
 * resolved, or whose time has passed, goes on when it is confirmed again.
 */
export function choices(
  alert: AlertDetail,
  consents: TipDetail['consents'],
  member: string,
  /** Two of the desk raised it without the source’s consent. */
  raised = false,
): AlertAct[] {
  if (alert.state === 'cancelled' || alert.decision === 'cancelled') return [];
  const confirmed = !isOver(alert.state) && (alert.basis === 'desk-confirmed' || alert.decision === 'confirmed');
  const open: AlertAct[] = [];
  if (consents.alert || raised) {
    if (!confirmed) open.push('confirmed');
    else if (alert.decision === 'confirmed') open.push('renewed');
    if (isHeld(alert.state)) open.push('others');
  }
  if (alert.cancelling?.by !== member) open.push('cancelled');
  return open;
}

/** Says that somebody has asked to cancel it, and when that takes effect. */
export function cancellingWords({ by }: Cancelling, member: string, clock: string): string {
  return by === member
    ? `You asked to cancel it. Partners are told at ${clock}, or when a second member agrees.`
    : `${by} asked to cancel it. Partners are told at ${clock}, unless somebody keeps it.`;
}

/** Whom a member may have reached by telephone: those who were told of an alert that goes on. */
export function reachable(alert: AlertDetail): PartnerAlert[] {
  const isOpen = !isOver(alert.state) && alert.decision !== 'cancelled';
  return isOpen ? alert.partners : [];
}

/** What follows from a telephone call that reached a partner. */
export function telephoneWords({ name, state, byTelephone }: PartnerAlert, said: Said): string[] {
  if ((state === 'declined' || state === 'released') && byTelephone !== true) {
    return [
      `${name} has pressed that they cannot. That stands until they press something else: the call does not count, and others are still called.`,
      'If they see to it now, ask them to press so on their own page.',
    ];
  }
  return said === 'cannot'
    ? [
        `It counts as if ${name} had declined: others are called at once.`,
        'It replaces what they pressed on their own page, unless that was that it is resolved.',
        'If nobody else has answered, the source does not read that somebody has.',
      ]
    : [
        `It counts as if ${name} had acknowledged: for four hours nobody else is called.`,
        'If they have pressed that they see to it, that goes on and ends when it would have. If they press that they cannot, that counts, and not the call.',
        'The source reads that somebody at a protection organisation has answered.',
        `${name}’s own page still asks. To go on after four hours, they press there, or you write down another call.`,
      ];
}

/** Says that the desk must end an alert or renew it. */
export function overdueWords(alert: AlertDetail): string | undefined {
  return alert.overdue
    ? 'Its time has passed. It goes on until you decide: renew it if the danger lasts, or cancel it.'
    : undefined;
}

export const ASIDE_WORDS: Record<AsideReason, string> = {
  flood: 'one of a flood',
  campaign: 'false alarms that we were told of',
};

/** Whether it may be set aside unread: nobody has confirmed it, taken it on, ended it or set it aside. */
export function mayBeAside(alert: AlertSummary): boolean {
  return (
    alert.basis === 'source-asserted' &&
    alert.decision === undefined &&
    alert.aside === undefined &&
    !isHeld(alert.state) &&
    !isOver(alert.state)
  );
}

/** Says that somebody has set it aside, and what follows from that. */
export function setAsideWords({ aside }: AlertSummary): string | undefined {
  return aside === undefined
    ? undefined
    : `${aside.by} has set it aside: ${ASIDE_WORDS[aside.reason]}. Partners see it after all others, and it wakes nobody.`;
}

/** A partner has taken it on, for a time. */
function isHeld(state: AlertState): boolean {
  return state === 'acknowledged' || state === 'claimed';
}

/** Nobody has answered, and only people are left. */
export function isAlarm(state: AlertState): boolean {
  return state === 'unanswered' || state === 'unreachable';
}

/** Nobody works on it any longer. */
export function isOver(state: AlertState): boolean {
  return state === 'cancelled' || state === 'resolved' || state === 'expired';
}

/** A decision that was taken and has not come back from the partners' side yet. */
export function underWay(alert: AlertDetail): string | undefined {
  if (alert.decision === 'cancelled' && alert.state !== 'cancelled') return 'Cancelling: partners are being told.';
  if (alert.decision === 'confirmed' && alert.basis !== 'desk-confirmed') return 'Confirmed: partners are being told.';
  return undefined;
}

export interface DecisionWords {
  title: string;
  /** Exactly what will happen, and to whom. */
  consequences: string[];
  go: string;
  back: string;
}

/** Partners that an alert could still be told to; nothing while the desk does not know who there is. */
export function leftToCall(alert: AlertDetail, channel: Channel | undefined): string[] | undefined {
  const told = alert.partners.map((partner) => partner.name);
  return channel?.partners
    .filter(
      ({ name, admission, faults, staff }) =>
        !staff && (admission ?? 'ready') === 'ready' && !faults.includes('gone') && !told.includes(name),
    )
    .map(({ name }) => name);
}

export function decisionWords(
  act: AlertAct,
  tip: TipDetail,
  alert: AlertDetail,
  /** As {@link leftToCall} says. */
  left?: readonly string[],
): DecisionWords {
  switch (act) {
    case 'confirmed':
      return confirming(tip, alert);
    case 'cancelled':
      return cancelling(alert);
    case 'renewed':
      return renewing(tip, alert);
    case 'others':
      return callingOthers(alert, left);
  }
}

function renewing(tip: TipDetail, alert: AlertDetail): DecisionWords {
  return {
    title: 'Renew this alert?',
    consequences: [
      `Its time begins again: ${tip.threat.when === 'days' ? 'seven days' : '24 hours'} from now.`,
      ...alert.partners.map((partner) => `${partner.name} gets an update with the new end.`),
      'You can cancel the alert later.',
    ],
    go: 'Renew and tell partners',
    back: 'Not now',
  };
}

function callingOthers(alert: AlertDetail, left: readonly string[] | undefined): DecisionWords {
  const holders = alert.partners.filter((partner) => partner.state === 'acknowledged' || partner.state === 'claimed');
  return {
    title: 'Call others now?',
    consequences: [
      ...holders.map((partner) => `${partner.name}, which has taken it on, is asked again whether it does.`),
      left?.length === 0
        ? 'Nobody else is left to call: every partner that may get it has it. Telephone, by the list on paper. Its clock runs as with a new alert.'
        : 'The next partners are called at once, and its clock runs as with a new alert.',
      'The source reads that the alert is open again.',
    ],
    go: 'Call others',
    back: 'Not now',
  };
}

function goingOn(alert: AlertDetail): DecisionWords {
  return {
    title: 'Let this alert go on?',
    consequences: [
      ...alert.partners.map((partner) => `${partner.name} is told that the desk confirms the danger again.`),
      'Until somebody answers, its clock runs as with a new alert.',
      'You can cancel the alert later.',
    ],
    go: 'Go on and tell partners',
    back: 'Not now',
  };
}

function confirming(tip: TipDetail, alert: AlertDetail): DecisionWords {
  if (isOver(alert.state)) return goingOn(alert);
  const details = tip.consents.details ? 'may' : 'may not';
  return {
    title: 'Confirm this alert?',
    consequences: [
      ...alert.partners.map((partner) =>
        partner.state === 'pending'
          ? `${partner.name} gets the alert, with the desk’s confirmation.`
          : `${partner.name}, which has the alert already, gets an update: the desk confirms the danger.`,
      ),
      'Partners that take alerts only on the desk’s word get it now, for the first time.',
      `They read: ${toldLine(tip.threat)}; details ${details} be shared. They do not learn who it is or where, and do not get the message or the files.`,
      'This cannot be unsent. You can cancel the alert later.',
    ],
    go: 'Confirm and tell partners',
    back: 'Not now',
  };
}

function cancelling(alert: AlertDetail): DecisionWords {
  const first = alert.cancelling === undefined;
  const told = alert.partners.filter((partner) => partner.state !== 'pending');
  return {
    title: first ? 'Cancel this alert?' : 'Cancel this alert now?',
    consequences: [
      ...(first
        ? [
            'For up to an hour it continues, and everybody in this queue sees that you asked. Anybody can keep it.',
            'It ends when a second member agrees, or when the hour is over. Then:',
          ]
        : []),
      ...told.map((partner) =>
        partner.state === 'acknowledged'
          ? `${partner.name}, which has acknowledged, is told to stand down.`
          : `${partner.name} is told that the alert no longer holds.`,
      ),
      told.length === 0 ? 'Nobody has been reached, and nobody will be.' : 'Nobody else will get it.',
      'A cancelled alert cannot be opened again.',
    ],
    go: first ? 'Ask to cancel' : 'Cancel the alert',
    back: first ? 'Keep it' : 'Not now',
  };
}

export function decisionTroubleWords({ kind, detail }: Failure): string {
  switch (kind) {
    case 'offline':
      return 'The service did not answer, so it may have happened or not. It is safe to try again.';
    case 'forbidden':
      return 'Your role does not allow this. Nothing was sent.';
    case 'session-over':
      return 'Your session is over. Nothing was sent.';
    case 'refused':
      return detail ?? 'The service refused. Nothing was sent.';
    default:
      return 'The service failed. It is safe to try again.';
  }
}

function attempts(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}
