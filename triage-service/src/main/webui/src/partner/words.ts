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
  if (proven) return 'A human there has answered a drill.';
  return busy
    ? 'No human there has answered a drill yet: do not count on this partner before the first answer.'
    : 'No human there has ever answered a drill: order one before you count on this partner.';
}

export function drillWords({ state, seconds }: Pick<Drill, 'state' | 'seconds'>): string {
  switch (state) {
    case 'ordered':
      return 'ordered, no word of it yet';
    case 'open':
      return 'on its way';
    case 'delivered':
      return 'delivered, no human has answered yet';
    case 'answered':
      return `a human answered after ${durationWords(seconds ?? 0)}`;
    case 'expired':
      return 'NOBODY ANSWERED';
  }
}

export function durationWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function orderWords(partner: string): DecisionWords {
  return {
    title: `Order a drill with ${partner}?`,
    consequences: [
      `${partner} gets an alert that is marked as an exercise, the way a real one comes, in its next heartbeat.`,
      'The person on call there has to answer it. You see here how long that took.',
      'Nobody is in danger, no other partner is told, and the drill expires if nobody answers.',
    ],
    go: 'Order the drill',
    back: 'Not now',
  };
}
