import { say } from '../words/say';
import type { Drill } from '../api/drills';
import type { Partner } from '../api/wire';
import type { DecisionWords } from '../alert/words';

/** A partner with its drills, newest first. */
export interface Drilled {
  partner: Partner;
  drills: readonly Drill[];
  /** Whether a human there has ever answered a drill. */
  proven: boolean;
  /** One is under way. */
  busy: boolean;
}

/** One that was never heard of for longer than this is in nobody's way; as the service sees it. */
const FORGOTTEN = 2 * 24 * 3600 * 1000;

export function drilled(partner: Partner, all: readonly Drill[], now: number): Drilled {
  const drills = all.filter((each) => each.partner === partner.name);
  const proven = partner.drill?.state === 'answered' || drills.some(({ state }) => state === 'answered');
  const busy = drills.some(
    ({ state, orderedOn }) =>
      state === 'open' || state === 'delivered' || (state === 'ordered' && now - Date.parse(orderedOn) < FORGOTTEN),
  );
  return { partner, drills, proven, busy };
}

export function provenWords({ proven, busy }: Drilled): string {
  if (proven) return say('partner.aHumanThereHasAnswered');
  return busy ? say('partner.noHumanThereHasAnswered') : say('partner.noHumanThereHasEver');
}

export function drillWords({ state, seconds }: Pick<Drill, 'state' | 'seconds'>): string {
  switch (state) {
    case 'ordered':
      return say('partner.orderedNoWordOfIt');
    case 'open':
      return say('partner.onItsWay');
    case 'delivered':
      return say('partner.deliveredNoHumanHasAnswered');
    case 'answered':
      return say('partner.aHumanAnsweredAfterDuration', { duration: durationWords(seconds ?? 0) });
    case 'expired':
      return say('partner.nobodyAnswered');
  }
}

export function durationWords(seconds: number): string {
  if (seconds < 60) return say('partner.secondsS', { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return say('partner.minutesMinSecondsS', { minutes, seconds: seconds % 60 });
  return say('any.hoursHMinutesMin', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export function orderWords(partner: string): DecisionWords {
  return {
    title: say('partner.orderADrillWithPartner', { partner }),
    consequences: [
      say('partner.partnerGetsAnAlertThat', { partner }),
      say('partner.thePersonOnCallThere'),
      say('partner.nobodyIsInDangerNo'),
    ],
    go: say('partner.orderTheDrill'),
    back: say('any.notNow'),
  };
}
