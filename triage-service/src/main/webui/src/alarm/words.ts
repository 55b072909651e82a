import { listed, say, spoken } from '../words/say';
import { shortId } from '../words/names';
import { dayWords } from '../words/remaining';
import { when } from '../words/times';
import { toldLine } from '../words/words';
import type { Filter } from '../api/service';
import type { Alarms, Canary, Channel, Partner, OrphanedAlert } from '../api/wire';
import type { Missing } from './alarms.svelte';
import { inTime } from './bell';

/** From this day before the end on, somebody must sign. */
const SIGN_BEFORE = 30;
/** So many requests for a second person have lines, and so many alerts without a tip; more would hide the other lines. */
const SHOWN = 3;

const FAULT_WORDS: Readonly<Record<string, string>> = spoken({
  silent: 'alarm.doesNotAnswerHeartbeatsAlerts',
  unreachable: 'alarm.cannotBeReached',
  refuses: 'alarm.refusesWhatWeSend',
  unsigned: 'alarm.answersButDoesNotSign',
  redirects: 'alarm.redirectsUsWhichWeDo',
  insecure: 'alarm.doesNotShowTheCertificate',
  gone: 'alarm.saysThatItIsGone',
  forbidden: 'alarm.hasAnAddressThatIs',
  withheld: 'alarm.didNotGetAnAlert',
});

/** One member's request, which anybody who sees it can stop. */
export type Pending =
  | { what: 'key'; queue: string; epoch: number }
  | { what: 'partner'; partner: string }
  | { what: 'alert'; alertId: string }
  | { what: 'admission'; member: string; queue: string };

export interface AlarmLine {
  grave: boolean;
  words: string;
  /** The list's filter for it. */
  show?: Pick<Filter, 'overdue' | 'unanswered' | 'lane' | 'unopened'>;
  keep?: Pending;
  /** The alert that somebody can end here, for no tip of it is at the desk. */
  end?: OrphanedAlert;
  /** The tip that it is about. */
  open?: string;
}

/** The lines of the banner, the gravest first. */
export function alarmLines(
  known: Alarms | undefined,
  channel: Channel | undefined,
  missing: Missing = { alarms: undefined, channel: undefined },
  now = Date.now(),
): AlarmLine[] {
  const lines = missingLines(missing);
  if (channel?.canary.alarm === true) {
    lines.push({
      grave: true,
      words: say('alarm.alertsMayNotBeGoing', { missed: channel.canary.missed }),
    });
  }
  if (channel?.canary.late === true) {
    lines.push({
      grave: true,
      words: say('alarm.alertsMayNotBeGoing2'),
    });
  }
  if (channel?.canary.tipLate === true) {
    lines.push({
      grave: true,
      words: say('alarm.tipsMayNotBeArriving'),
    });
  }
  if (known !== undefined) {
    const { imminent, undecided, unanswered = 0, more } = known;
    if (imminent.length > 0) {
      lines.push({
        grave: true,
        show: { lane: 'imminent', unopened: true },
        words: say('alarm.imminenttipsLookNow', { imminentTips: imminentTips(imminent.length + more.imminent) }),
      });
    }
    lines.push(...undecidedLines(undecided, more.undecided));
    if (unanswered > 0) {
      lines.push({
        grave: true,
        show: { unanswered: true },
        words: say('alarm.alertsTelephoneNow', { alerts: alerts(unanswered) }),
      });
    }
    lines.push(...unheardLines(known.unheard, more.unheard), ...resolvedLines(known.resolved, more.resolved));
    lines.push(
      ...orphanLines(known.orphanedAlerts, more.orphanedAlerts, now),
      ...askedLines(known.asked, more.asked, now),
    );
    const { looks, answers, feedback } = known.overdue;
    if (looks > 0) {
      lines.push({
        grave: true,
        show: { overdue: true },
        words: say('alarm.reportsOverdueForAFirst', { reports: reports(looks) }),
      });
    }
    if (answers + feedback > 0) {
      const owed = listed([
        ...(answers > 0 ? [say('alarm.answers', { count: answers })] : []),
        ...(feedback > 0 ? [say('alarm.feedbacks', { count: feedback })] : []),
      ]);
      lines.push({ grave: false, show: { overdue: true }, words: say('alarm.toSourcesOwedOverdue', { owed }) });
    }
  }
  for (const { queue, epoch } of known?.epochsAbsent ?? [])
    lines.push({ grave: true, words: say('alarm.nobodyHasTheKeyOf', { queue, epoch }) });
  if (known !== undefined) lines.push(...pendingLines(known));
  for (const partner of channel?.partners ?? []) lines.push(...faultLines(partner));
  const left = known?.keysDaysLeft;
  if (left !== undefined && left <= SIGN_BEFORE) lines.push({ grave: left <= 0, words: keysWords(left) });
  return lines;
}

/** Who of our own is woken when an imminent tip waits: those whose receivers take what they are sent. */
export function staffWords(partners: readonly Partner[]): string {
  const onDuty = partners.filter(({ staff, admission }) => staff && admission === 'ready');
  const names = onDuty
    .filter(({ faults }) => !faults.includes('silent') && !faults.includes('gone'))
    .map(({ name }) => name);
  if (names.length > 0) return say('alarm.wokenWhenAnImminentTip', { all: names.join(', ') });
  const why = onDuty.length === 0 ? say('alarm.nobodyIsOnDuty') : say('alarm.noReceiverOnDutyCan');
  return say('alarm.noStaffAreWokenWhen', { why });
}

/** How a partner is, in a few words. */
export function partnerState({ faults, channel, admission, drill }: Partner): string {
  return [
    ...(faults.length > 0
      ? faults.map(faultWords)
      : [channel === 'edge' ? say('alarm.getsNoHeartbeats') : say('alarm.answersHeartbeats')]),
    ...(channel === 'edge' ? [say('alarm.timingVisibleToAnObserver')] : []),
    ...(admission === 'untried' ? [say('alarm.getsNoRealAlertBefore')] : []),
    drill === undefined ? say('alarm.neverDrilled') : drillWords(drill),
  ].join('; ');
}

export function faultWords(fault: string): string {
  return FAULT_WORDS[fault] ?? say('alarm.hasAFaultThatThis');
}

function drillWords(drill: NonNullable<Partner['drill']>): string {
  if (drill.state === 'answered')
    return say('alarm.drillOfDayAnsweredAfter', { day: drill.day, seconds: drill.seconds ?? 0 });
  return drill.state === 'expired'
    ? say('alarm.drillOfDayNotAnswered', { day: drill.day })
    : say('alarm.drillOfDayUnderWay', { day: drill.day });
}

function pendingLines({ cancelling, keysEnding, partnersEnding, admitting }: Alarms): AlarmLine[] {
  return [
    ...cancelling.map(({ queue, by, count, due }) => ({
      grave: true,
      words: say('alarm.byHasAskedToCancelUnread', { by, count, queue, clock: clock(Date.parse(due)) }),
    })),
    ...keysEnding.map(({ queue, epoch, by, due }) => ({
      grave: true,
      keep: { what: 'key' as const, queue, epoch },
      words: say('alarm.byHasAskedToDestroy', { by, queue, epoch, clock: clock(Date.parse(due)) }),
    })),
    ...partnersEnding.map(({ partner, by, due }) => ({
      grave: true,
      keep: { what: 'partner' as const, partner },
      words: say('alarm.byHasAskedToEnd', { by, partner, clock: clock(Date.parse(due)) }),
    })),
    ...admitting.map(({ member, queue, by, due }) => ({
      grave: true,
      keep: { what: 'admission' as const, member, queue },
      words: say('alarm.byHasAskedToAdmit', { by, member, queue, clock: clock(Date.parse(due)) }),
    })),
  ];
}

/** Each that somebody held and let go of by itself; the others in one line. */
function undecidedLines(undecided: Alarms['undecided'], unnamed: number): AlarmLine[] {
  const letGo = undecided.filter(({ heldBy }) => heldBy !== undefined).slice(0, SHOWN);
  const others = undecided.length + unnamed - letGo.length;
  return [
    ...letGo.map(({ tipId, heldBy = '' }) => ({
      grave: true,
      open: tipId,
      words: say('alarm.holdHasEnded', { tip: shortId(tipId), heldBy }),
    })),
    ...(others > 0
      ? [
          {
            grave: true,
            show: { lane: 'imminent' as const, overdue: true as const },
            words: say('alarm.openedtipsDecideNow', { openedTips: openedTips(others) }),
          },
        ]
      : []),
  ];
}

/** What the desk decided, and partners may not know. */
function unheardLines(unheard: Alarms['unheard'], unnamed: number): AlarmLine[] {
  const more = unheard.length + unnamed - SHOWN;
  return [
    ...unheard.slice(0, SHOWN).map((tipId) => ({
      grave: true,
      open: tipId,
      words: say('alarm.decisionUnheard', { tip: shortId(tipId) }),
    })),
    ...(more > 0 ? [{ grave: true, words: say('alarm.moreUnheard', { more }) }] : []),
  ];
}

/** Nobody is called any more, on a partner's word alone. */
function resolvedLines(resolved: Alarms['resolved'], unnamed: number): AlarmLine[] {
  const more = resolved.length + unnamed - SHOWN;
  return [
    ...resolved.slice(0, SHOWN).map(({ tipId, partners }) => ({
      grave: true,
      open: tipId,
      words: say('alarm.partnersSayResolved', {
        tip: shortId(tipId),
        // Of a row that cannot be read.
        partners: partners.join(', ') || '?',
      }),
    })),
    ...(more > 0 ? [{ grave: true, words: say('alarm.moreSaidResolved', { more }) }] : []),
  ];
}

/** Each that somebody has asked to end, and some of the others. */
function orphanLines(orphans: readonly OrphanedAlert[], unnamed: number, now: number): AlarmLine[] {
  const asked = orphans.filter(({ ending }) => ending !== undefined);
  const others = orphans.filter(({ ending }) => ending === undefined);
  const lines = [...asked, ...others.slice(0, SHOWN)].map((orphan) => {
    const { ending } = orphan;
    const { alertId, threat, since } = orphan.alert;
    const alert = shortId(alertId);
    if (ending !== undefined)
      return {
        grave: true,
        end: orphan,
        keep: { what: 'alert' as const, alertId },
        words: say('alarm.byHasAskedToEndAlert', { by: ending.by, alert, clock: clock(Date.parse(ending.due)) }),
      };
    const what = [
      ...(threat === undefined ? [] : [toldLine(threat)]),
      ...(since === undefined ? [] : [dayWords(since, now)]),
    ];
    const key = orphan.alert.state === 'resolved' ? 'alarm.noTipOfResolvedAlert' : 'alarm.noTipOfAlert';
    return { grave: true, end: orphan, words: say(key, { alert, what: what.join(', ') }) };
  });
  const more = others.length + unnamed - SHOWN;
  return more <= 0 ? lines : [...lines, { grave: true, words: say('alarm.moreOrphanedAlerts', { more }) }];
}

function askedLines({ details, alerts, moves, late }: Alarms['asked'], unnamed: number, now: number): AlarmLine[] {
  const on = (day: string) => {
    const words = dayWords(day, now);
    return words === day ? say('alarm.onDay', { day }) : words;
  };
  const waiting = inTime({ details, alerts, moves, late });
  const lines = [
    ...late.map(({ tipId, by }) => ({
      grave: true,
      open: tipId,
      words: say('alarm.tipTipWhatByAsked', { tip: shortId(tipId), by }),
    })),
    ...alerts
      .filter((request) => waiting.includes(request))
      .map(({ tipId, by, day }) => ({
        grave: true,
        open: tipId,
        words: say('alarm.tipTipAnAlertWithout', { tip: shortId(tipId), by, on: on(day) }),
      })),
    ...details
      .filter((request) => waiting.includes(request))
      .map(({ tipId, by, day }) => ({
        grave: true,
        open: tipId,
        words: say('alarm.tipTipDetailsForA', { tip: shortId(tipId), by, on: on(day) }),
      })),
    ...moves
      .filter((request) => waiting.includes(request))
      .map(({ tipId, by, day }) => ({
        grave: false,
        open: tipId,
        words: say('alarm.tipTipToAnotherQueue', { tip: shortId(tipId), by, on: on(day) }),
      })),
  ];
  // Several of one member about one tip are one line.
  const distinct = [...new Map(lines.map((line) => [line.words, line])).values()];
  const more = distinct.length + unnamed - SHOWN;
  if (more <= 0) return distinct;
  return [...distinct.slice(0, SHOWN), { grave: true, words: say('alarm.moreWait', { more }) }];
}

function missingLines({ alarms, channel }: Missing): AlarmLine[] {
  const lines: AlarmLine[] = [];
  if (alarms !== undefined)
    lines.push({
      grave: true,
      words: say('alarm.alarmsCouldNotBeFetched', { clock: clock(alarms) }),
    });
  if (channel !== undefined)
    lines.push({
      grave: true,
      words: say('alarm.whetherPartnersCanBeAlerted', { clock: clock(channel) }),
    });
  return lines;
}

function clock(time: number): string {
  return when(new Date(time).toISOString(), time).clock;
}

function faultLines(partner: Partner): AlarmLine[] {
  return partner.faults.map((fault) => ({ grave: true, words: `${partner.name} ${faultWords(fault)}.` }));
}

function keysWords(left: number): string {
  if (left < 0) return say('alarm.theSignedKeysHaveEnded');
  if (left === 0) return say('alarm.theSignedKeysEndToday');
  return say('alarm.theSignedKeysEndIn', { left });
}

function alerts(count: number): string {
  return say('alarm.nobodyHasAnsweredAlerts', { count });
}

function imminentTips(count: number): string {
  return say('alarm.nobodyHasOpenedNamedImminent', { count, named: count });
}

function openedTips(count: number): string {
  return say('alarm.nobodyHasDecidedAboutNamed', { count, named: count });
}

function reports(count: number): string {
  return say('alarm.reportsOfDanger', { count });
}

/** Says how our own test alerts fare, and how old that is. */
export function canaryWords(canary: Canary, now: number): string {
  if (canary.alarm) return say('alarm.missedOfOurOwnTest', { missed: canary.missed });
  if (canary.heardAt === undefined) return say('alarm.noTestAlertOfOur');
  const tip =
    canary.tipHeardAt === undefined
      ? say('alarm.noTestTipOfOur')
      : say('alarm.aTestTipWentThe', { clock: when(canary.tipHeardAt, now).clock });
  return say('alarm.ourOwnTestAlertsCome', { clock: when(canary.heardAt, now).clock, tip });
}
