import { shortId } from '../words/names';
import { dayWords } from '../words/remaining';
import { when } from '../words/times';
import type { Filter } from '../api/service';
import type { Alarms, Canary, Channel, Partner } from '../api/wire';
import type { Missing } from './alarms.svelte';
import { imminentCount, inTime } from './bell';

/** From this day before the end on, somebody must sign. */
const SIGN_BEFORE = 21;
/** So many requests for a second person have lines; more would hide the other lines. */
const SHOWN = 3;

const FAULT_WORDS: Readonly<Record<string, string>> = {
  silent: 'does not answer heartbeats: alerts may not reach it',
  unreachable: 'cannot be reached',
  refuses: 'refuses what we send',
  unsigned: 'answers, but does not sign',
  redirects: 'redirects us, which we do not follow',
  insecure: 'does not show the certificate or key that we expect',
  gone: 'says that it is gone; somebody must look before it gets alerts again',
  forbidden: 'has an address that is not on the public Internet',
  withheld: 'did not get an alert: part of it may not leave',
};

/** One member's request, which anybody who sees it can stop. */
export type Pending =
  | { what: 'key'; queue: string; epoch: number }
  | { what: 'partner'; partner: string }
  | { what: 'admission'; member: string; queue: string };

export interface AlarmLine {
  grave: boolean;
  words: string;
  /** The list's filter for it. */
  show?: Pick<Filter, 'overdue' | 'unanswered' | 'lane' | 'unopened'>;
  keep?: Pending;
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
      words: `Alerts may not be going out: ${channel.canary.missed} of our own test alerts in a row did not come through.`,
    });
  }
  if (channel?.canary.late === true) {
    lines.push({
      grave: true,
      words: 'Alerts may not be going out: the alert channel has said nothing for 15 minutes or more.',
    });
  }
  if (channel?.canary.tipLate === true) {
    lines.push({
      grave: true,
      words: 'Tips may not be arriving: no test tip of our own has gone the whole way for two hours or more.',
    });
  }
  if (known !== undefined) {
    const { imminent, undecided, unanswered = 0 } = known;
    if (imminent.length > 0) {
      lines.push({
        grave: true,
        show: { lane: 'imminent', unopened: true },
        words: `${imminentTips(imminent.length)}: look now.`,
      });
    }
    lines.push(...undecidedLines(undecided));
    if (unanswered > 0) {
      lines.push({ grave: true, show: { unanswered: true }, words: `${alerts(unanswered)}: telephone, now.` });
    }
    lines.push(...askedLines(known.asked, now));
    const { looks, answers, feedback } = known.overdue;
    if (looks > 0) {
      lines.push({ grave: true, show: { overdue: true }, words: `${reports(looks)} overdue for a first look.` });
    }
    if (answers + feedback > 0) {
      const parts = [counted(answers, 'answer', 'answers'), counted(feedback, 'feedback', 'feedbacks')];
      const owed = parts.filter((part) => part !== undefined).join(' and ');
      lines.push({ grave: false, show: { overdue: true }, words: `To sources: ${owed} overdue.` });
    }
  }
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
  if (names.length > 0) return `Woken when an imminent tip waits, during their hours: ${names.join(', ')}.`;
  const why = onDuty.length === 0 ? 'nobody is on duty' : 'no receiver on duty can be reached';
  return `No staff are woken when an imminent tip waits: ${why}.`;
}

/** How a partner is, in a few words. */
export function partnerState({ faults, channel, admission, drill }: Partner): string {
  const how = faults.length > 0 ? faults.map(faultWords).join('; ') : 'answers heartbeats';
  const visible = channel === 'edge' ? '; timing visible to an observer' : '';
  const untried = admission === 'untried' ? '; gets no real alert before it has answered a drill' : '';
  return `${how}${visible}${untried}${drill === undefined ? '; never drilled' : `; ${drillWords(drill)}`}`;
}

export function faultWords(fault: string): string {
  return FAULT_WORDS[fault] ?? 'has a fault that this page does not know';
}

function drillWords(drill: NonNullable<Partner['drill']>): string {
  if (drill.state === 'answered') return `drill of ${drill.day} answered after ${drill.seconds ?? 0} s`;
  return drill.state === 'expired' ? `drill of ${drill.day} not answered` : `drill of ${drill.day} under way`;
}

function pendingLines({ keysEnding, partnersEnding, admitting }: Alarms): AlarmLine[] {
  return [
    ...keysEnding.map(({ queue, epoch, by, due }) => ({
      grave: true,
      keep: { what: 'key' as const, queue, epoch },
      words: `${by} has asked to destroy the key of ${queue}, epoch ${epoch}: at ${clock(Date.parse(due))} everything sealed to it is lost for good.`,
    })),
    ...partnersEnding.map(({ partner, by, due }) => ({
      grave: true,
      keep: { what: 'partner' as const, partner },
      words: `${by} has asked to end ${partner}: at ${clock(Date.parse(due))} it stops getting alerts.`,
    })),
    ...admitting.map(({ member, queue, by, due }) => ({
      grave: true,
      keep: { what: 'admission' as const, member, queue },
      words: `${by} has asked to admit ${member} to ${queue}: from ${clock(Date.parse(due))} they read every tip of it.`,
    })),
  ];
}

/** Each that somebody held and let go of by itself; the others in one line. */
function undecidedLines(undecided: Alarms['undecided']): AlarmLine[] {
  const letGo = undecided.filter(({ heldBy }) => heldBy !== undefined).slice(0, SHOWN);
  const others = undecided.length - letGo.length;
  return [
    ...letGo.map(({ tipId, heldBy = '' }) => ({
      grave: true,
      open: tipId,
      words: `Tip ${shortId(tipId)}: ${heldBy}’s hold has ended, and nobody has decided. It is in nobody’s hands.`,
    })),
    ...(others > 0
      ? [
          {
            grave: true,
            show: { lane: 'imminent' as const, overdue: true as const },
            words: `${openedTips(others)}: decide now.`,
          },
        ]
      : []),
  ];
}

function askedLines({ details, alerts, late }: Alarms['asked'], now: number): AlarmLine[] {
  const on = (day: string) => {
    const words = dayWords(day, now);
    return words === day ? `on ${day}` : words;
  };
  const waiting = inTime({ details, alerts, late });
  const lines = [
    ...late.map(({ tipId, by }) => ({
      grave: true,
      open: tipId,
      words: `Tip ${shortId(tipId)}: what ${by} asked of a second person has waited too long. Telephone one; nothing has left.`,
    })),
    ...alerts
      .filter((request) => waiting.includes(request))
      .map(({ tipId, by, day }) => ({
        grave: true,
        open: tipId,
        words: `Tip ${shortId(tipId)}: an alert without consent waits for a second person. ${by} proposed it ${on(day)}; nothing has left.`,
      })),
    ...details
      .filter((request) => waiting.includes(request))
      .map(({ tipId, by, day }) => ({
        grave: true,
        open: tipId,
        words: `Tip ${shortId(tipId)}: details for a partner wait for a second person. ${by} wrote them ${on(day)}; nothing has left.`,
      })),
  ];
  // Several of one member about one tip are one line.
  const distinct = [...new Map(lines.map((line) => [line.words, line])).values()];
  const more = distinct.length - SHOWN;
  if (more <= 0) return distinct;
  return [
    ...distinct.slice(0, SHOWN),
    { grave: true, words: `And ${more} more ${more === 1 ? 'waits' : 'wait'} for a second person.` },
  ];
}

function missingLines({ alarms, channel }: Missing): AlarmLine[] {
  const lines: AlarmLine[] = [];
  if (alarms !== undefined)
    lines.push({
      grave: true,
      words: `Alarms could not be fetched since ${clock(alarms)}. Do not rely on this page: look through the tips, and call the operators of the service.`,
    });
  if (channel !== undefined)
    lines.push({
      grave: true,
      words: `Whether partners can be alerted could not be fetched since ${clock(channel)}. Telephone them about danger, and call the operators of the service.`,
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
  if (left < 0) return 'The signed keys have ended. The form closes 14 days after their end: sign new ones now.';
  if (left === 0) return 'The signed keys end today: sign new ones now.';
  return `The signed keys end in ${left === 1 ? '1 day' : `${left} days`}: sign new ones.`;
}

function alerts(count: number): string {
  return count === 1 ? 'Nobody has answered 1 alert' : `Nobody has answered ${count} alerts`;
}

function imminentTips(count: number): string {
  return count === 1 ? 'Nobody has opened 1 imminent tip' : `Nobody has opened ${imminentCount(count)} imminent tips`;
}

function openedTips(count: number): string {
  return count === 1
    ? 'Nobody has decided about 1 imminent tip that was opened'
    : `Nobody has decided about ${imminentCount(count)} imminent tips that were opened`;
}

function reports(count: number): string {
  return count === 1 ? '1 report of danger is' : `${count} reports of danger are`;
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

/** Says how our own test alerts fare, and how old that is. */
export function canaryWords(canary: Canary, now: number): string {
  if (canary.alarm) return `${canary.missed} of our own test alerts in a row did not come through.`;
  if (canary.heardAt === undefined)
    return 'No test alert of our own has been sent yet: there may be no canary partner.';
  const tip =
    canary.tipHeardAt === undefined
      ? 'No test tip of our own has gone the whole way yet.'
      : `A test tip went the whole way, from the form to a partner and back, at ${when(canary.tipHeardAt, now).clock}.`;
  return `Our own test alerts come through, as heard at ${when(canary.heardAt, now).clock}. ${tip}`;
}
