import { say, spoken } from '../words/say';
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
  OrphanedAlert,
  TipDetail,
} from '../api/wire';
import { shortId } from '../words/names';
import { toldLine } from '../words/words';

export const ALERT_WORDS: Record<AlertState, string> = spoken({
  open: 'alert.notDeliveredYet',
  delivered: 'alert.notAcknowledgedYet',
  unanswered: 'alert.nobodyHasAnswered',
  'awaiting-confirmation': 'alert.waitsForTheDesk',
  unreachable: 'alert.noOneReachable',
  acknowledged: 'alert.acknowledged',
  claimed: 'alert.takenOn',
  resolved: 'alert.resolved',
  expired: 'alert.expired',
  cancelled: 'alert.cancelled',
});

export const ALERT_TITLES: Record<AlertState, string> = spoken({
  open: 'alert.notDeliveredYet2',
  delivered: 'alert.deliveredNobodyHasAcknowledgedYet',
  unanswered: 'alert.nobodyHasAnsweredFor30',
  'awaiting-confirmation': 'alert.waitsForYourConfirmationNo',
  unreachable: 'alert.noPartnerCanBeReached',
  acknowledged: 'alert.acknowledged2',
  claimed: 'alert.aPartnerHasTakenIt',
  resolved: 'alert.resolvedByThePartner',
  expired: 'alert.expiredItsTimeHasPassed',
  cancelled: 'alert.cancelled2',
});

/** How an alert stands: where the desk has let one go on that its time had ended, that is newer than the end. */
export function stateWords({ state, goingOn }: AlertSummary): string {
  return goingOn ? say('alert.goesOn') : ALERT_WORDS[state];
}

/** The same as a title. */
export function titleWords({ state, goingOn }: AlertSummary): string {
  return goingOn ? say('alert.goesOnAsTheDesk') : ALERT_TITLES[state];
}

export const BASIS_WORDS: Record<Basis, string> = spoken({
  'source-asserted': 'alert.onTheSourcesWordThe',
  'desk-confirmed': 'alert.confirmedByTheDesk',
});

/** Words for an alert whose state is unknown here. */
export function pendingWords(trouble: FailureKind | undefined): string {
  if (trouble === undefined) return say('alert.loadingTheAlertsState');
  return trouble === 'absent' ? say('any.thisTipIsNoLonger') : say('alert.theAlertsStateCouldNot');
}

/** Words for a tip without an alert. */
export function noAlertWords(tip: Pick<TipDetail, 'threat' | 'consents'>): string {
  if (tip.threat.who === 'none') return say('alert.theSourceReportedNoDanger');
  return tip.consents.alert ? say('alert.whatBecameOfTheAlert') : say('alert.theSourceDidNotAllow');
}

export const SAID_WORDS = spoken({
  acts: 'alert.theyActNow',
  looks: 'alert.theyLookIntoIt',
  cannot: 'alert.theyCannot',
});
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
  if (state === 'acknowledged') return say('alert.seesToItAsThey');
  return state === 'declined' ? say('alert.cannotAsTheySaidOn') : say('alert.saidOnTheTelephoneThat');
}

function pressedWords(partner: PartnerAlert): string {
  switch (partner.state) {
    case 'pending':
      return partner.attempts === 0 ? say('alert.waiting') : say('alert.notReachedYet', { attempts: partner.attempts });
    case 'delivered':
      return say('alert.delivered');
    case 'acknowledged':
      return say('alert.acknowledged');
    case 'needs-info':
      return say('alert.asksForDetails');
    case 'claimed':
      return say('alert.hasTakenItOn');
    case 'declined':
      return say('alert.hasDeclined');
    case 'released':
      return say('alert.hasGivenItBack');
    case 'resolved':
      return say('alert.saysItIsResolved');
    case 'stopped':
      return say('alert.hasConfirmedTheCancellation');
  }
}

/** What a partner still has to do, shown after the time. */
export function missingWords(partner: PartnerAlert, alert: AlertState): string {
  if (partner.uncounted === true && !isOver(alert)) return say('alert.countsNoMore');
  return partner.state === 'delivered' && partner.byTelephone !== true && alert !== 'cancelled'
    ? say('alert.notAcknowledged')
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
  return by === member ? say('alert.youAskedToCancelIt', { clock }) : say('alert.byAskedToCancelIt', { by, clock });
}

/** Whom a member may have reached by telephone: those who were told of an alert that goes on. */
export function reachable(alert: AlertDetail): PartnerAlert[] {
  const isOpen = !isOver(alert.state) && alert.decision !== 'cancelled';
  return isOpen ? alert.partners : [];
}

/** What follows from a telephone call that reached a partner. */
export function telephoneWords({ name, state, byTelephone, uncounted }: PartnerAlert, said: Said): string[] {
  if ((state === 'declined' || state === 'released') && byTelephone !== true) {
    return [
      say('alert.nameHasPressedThatThey', { name }),
      uncounted === true ? say('alert.confirmOrRenewFirst') : say('alert.ifTheySeeToIt'),
    ];
  }
  return said === 'cannot'
    ? [
        say('alert.itCountsAsIfName', { name }),
        say('alert.itReplacesWhatTheyPressed'),
        say('alert.ifNobodyElseHasAnswered'),
      ]
    : [
        say('alert.itCountsAsIfName2', { name }),
        say('alert.ifTheyHavePressedThat'),
        say('alert.theSourceReadsThatSomebody'),
        uncounted === true ? say('alert.confirmOrRenewFirst') : say('alert.ownPageStillAsks', { name }),
      ];
}

/** Says that the desk must end an alert or renew it. */
export function overdueWords(alert: AlertDetail): string | undefined {
  return alert.overdue ? say('alert.itsTimeHasPassedIt') : undefined;
}

/** Says that only a partner calls it resolved, and that the desk must decide. */
export function resolvedWords(alert: AlertDetail): string | undefined {
  return alert.undecided ? say('alert.theDeskHasNotDecided') : undefined;
}

export const ASIDE_WORDS: Record<AsideReason, string> = spoken({
  flood: 'alert.oneOfAFlood',
  campaign: 'alert.falseAlarmsThatWeWere',
});

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

/**
 * Whether it may be cancelled unread: a partner has tidied it away, as one of a flood that the desk has not confirmed.
 *
 * @param folded whether its tip is behind the others of its lane
 */
export function isTidiedAway(alert: AlertSummary, folded: boolean): boolean {
  return (
    alert.state === 'resolved' &&
    alert.basis === 'source-asserted' &&
    alert.decision === undefined &&
    (folded || alert.aside !== undefined)
  );
}

/** Says that somebody has set it aside, and what follows from that. */
export function setAsideWords({ aside }: AlertSummary): string | undefined {
  return aside === undefined
    ? undefined
    : say('alert.byHasSetItAside', { by: aside.by, reason: ASIDE_WORDS[aside.reason] });
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
  if (alert.decision === 'cancelled' && alert.state !== 'cancelled') return say('alert.cancellingPartnersAreBeingTold');
  if (alert.decision === 'confirmed' && alert.state === 'resolved') {
    const isDecided = !alert.undecided && alert.cancelling === undefined;
    return isDecided ? say('alert.theDeskHasDecidedThat') : undefined;
  }
  if (alert.goingOn) return say('alert.theDeskHasDecidedThat');
  if (alert.decision === 'confirmed' && alert.basis !== 'desk-confirmed')
    return say('alert.confirmedPartnersAreBeingTold');
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
    title: say('alert.renewThisAlert'),
    consequences: [
      say('alert.itsTimeBeginsAgainDays', { when: tip.threat.when ?? '' }),
      ...alert.partners.map((partner) => say('alert.nameGetsAnUpdateWith', { name: partner.name })),
      say('alert.youCanCancelTheAlert'),
    ],
    go: say('alert.renewAndTellPartners'),
    back: say('any.notNow'),
  };
}

function callingOthers(alert: AlertDetail, left: readonly string[] | undefined): DecisionWords {
  const holders = alert.partners.filter((partner) => partner.state === 'acknowledged' || partner.state === 'claimed');
  return {
    title: say('alert.callOthersNow'),
    consequences: [
      // A message that is sent again is none to a partner whom an observer could watch being told.
      ...holders.map(({ name, timingVisible }) =>
        timingVisible ? say('alert.nameHasTakenItOn', { name }) : say('alert.nameWhichHasTakenIt', { name }),
      ),
      left?.length === 0 ? say('alert.nobodyElseIsLeftTo') : say('alert.theNextPartnersAreCalled'),
      say('alert.theSourceReadsThatThe'),
    ],
    go: say('alert.callOthers'),
    back: say('any.notNow'),
  };
}

function goingOn(alert: AlertDetail): DecisionWords {
  return {
    title: say('alert.letThisAlertGoOn'),
    consequences: [
      ...alert.partners.map((partner) => say('alert.nameIsToldThatThe', { name: partner.name })),
      say('alert.untilSomebodyAnswersItsClock'),
      say('alert.youCanCancelTheAlert'),
    ],
    go: say('alert.goOnAndTellPartners'),
    back: say('any.notNow'),
  };
}

function confirming(tip: TipDetail, alert: AlertDetail): DecisionWords {
  if (isOver(alert.state)) return goingOn(alert);
  const shared = tip.consents.details ? 'yes' : 'no';
  return {
    title: say('alert.confirmThisAlert'),
    consequences: [
      ...alert.partners.map((partner) =>
        partner.state === 'pending'
          ? say('alert.nameGetsTheAlertWith', { name: partner.name })
          : say('alert.nameWhichHasTheAlert', { name: partner.name }),
      ),
      say('alert.partnersThatTakeAlertsOnly'),
      say('alert.theyReadToldDetailsMay', { told: toldLine(tip.threat), shared }),
      say('alert.thisCannotBeUnsentYou'),
    ],
    go: say('alert.confirmAndTellPartners'),
    back: say('any.notNow'),
  };
}

/** For an alert of which no tip is here. */
export function endingWords({ alert, ending }: OrphanedAlert): DecisionWords {
  const first = ending === undefined;
  return {
    title: say('alert.endAlert', { alert: shortId(alert.alertId) }),
    consequences: [
      say('alert.itsTipMayBeOnItsWay'),
      ...(first ? [say('alert.forUpToAnHour2'), say('alert.itEndsWhenASecond')] : []),
      ...alert.partners.map((name) => say('alert.nameIsToldThatThe2', { name })),
      ...(alert.partners.length > 0 ? [say('alert.nobodyElseWillGetIt')] : []),
      // Of one that notify-service has not described yet nobody here knows.
      ...(alert.partners.length === 0 && alert.threat !== undefined ? [say('alert.nobodyHasBeenReachedAnd')] : []),
      say('alert.aCancelledAlertCannotBe'),
    ],
    go: first ? say('alert.askToCancel') : say('alert.cancelTheAlert'),
    back: first ? say('any.keepIt') : say('any.notNow'),
  };
}

/**
 * For alerts of a flood that partners call resolved.
 *
 * @param agreed for how many of them somebody else has asked that
 */
export function tidyingWords(count: number, agreed: number): DecisionWords {
  return {
    title: say('alert.cancelTidiedAway', { count }),
    consequences: [
      say('alert.tipsNobodyHasRead'),
      say('alert.eachContinuesForUpToAnHour'),
      ...(agreed === 0 ? [] : [say('alert.agreedEndAtOnce', { agreed })]),
      say('alert.thenPartnersAndSourcesAreTold'),
      say('alert.aCancelledAlertCannotBe'),
    ],
    go: say('alert.askToCancel'),
    back: say('any.notNow'),
  };
}

function cancelling(alert: AlertDetail): DecisionWords {
  const first = alert.cancelling === undefined;
  // One that did not answer a try may have it all the same: it is told, too.
  const told = alert.partners.filter((partner) => partner.state !== 'pending' || partner.attempts > 0);
  return {
    title: first ? say('alert.cancelThisAlert') : say('alert.cancelThisAlertNow'),
    consequences: [
      ...(first ? [say('alert.forUpToAnHour'), say('alert.itEndsWhenASecond')] : []),
      ...told.map((partner) =>
        partner.state === 'acknowledged'
          ? say('alert.nameWhichHasAcknowledgedIs', { name: partner.name })
          : say('alert.nameIsToldThatThe2', { name: partner.name }),
      ),
      told.length === 0 ? say('alert.nobodyHasBeenReachedAnd') : say('alert.nobodyElseWillGetIt'),
      say('alert.aCancelledAlertCannotBe'),
    ],
    go: first ? say('alert.askToCancel') : say('alert.cancelTheAlert'),
    back: first ? say('any.keepIt') : say('any.notNow'),
  };
}

export function decisionTroubleWords({ kind, detail }: Failure): string {
  switch (kind) {
    case 'offline':
      return say('alert.theServiceDidNotAnswer');
    case 'forbidden':
      return say('any.yourRoleDoesNotAllow');
    case 'session-over':
      return say('any.yourSessionIsOverNothing');
    case 'refused':
      return detail ?? say('any.theServiceRefusedNothingWas');
    default:
      return say('alert.theServiceFailedItIs');
  }
}
