import { say } from '../words/say';
import type { Alarms } from '../api/wire';

const MINUTE = 60_000;
/** The service names no more of a kind than this. */
const MOST_NAMED = 100;

/** A reason to ring: rings when it comes, and again until it is gone. */
export interface Call {
  /** The same at each poll. */
  id: string;
  /** In the window's title. */
  kind: 'imminent' | 'undecided' | 'unanswered' | 'unheard' | 'to approve' | 'cut off';
  /** After so many milliseconds it rings again. */
  again: number;
}

/** Once: nothing more can be heard here until somebody signs in. */
export const CLOSED: Call = { id: 'closed', kind: 'cut off', again: Infinity };

/**
 * What calls the member to the desk; the one place that decides it.
 *
 * @param cutOff whether the service cannot say what happens; what was known before still counts
 */
export function callsOf(known: Alarms | undefined, cutOff: boolean): Call[] {
  const { imminent = [], undecided = [], unanswered = 0, asked } = known ?? {};
  const { resolved = [], unheard = [], orphanedAlerts = [] } = known ?? {};
  return [
    ...imminent.map((tipId) => ({ id: tipId, kind: 'imminent' as const, again: MINUTE })),
    // Somebody may be reading it.
    ...undecided.map(({ tipId, heldBy }) => ({
      id: `${tipId} undecided ${heldBy ?? ''}`,
      kind: 'undecided' as const,
      again: 5 * MINUTE,
    })),
    // On a partner's word alone nobody is called any more.
    ...[
      ...resolved.map(({ tipId }) => tipId),
      ...orphanedAlerts.filter(({ alert }) => alert.state === 'resolved').map(({ alert }) => alert.alertId),
    ].map((id) => ({ id: `${id} resolved`, kind: 'undecided' as const, again: 5 * MINUTE })),
    ...unheard.map((tipId) => ({ id: `${tipId} unheard`, kind: 'unheard' as const, again: 5 * MINUTE })),
    // They can last for hours, while somebody is on the telephone.
    ...Array.from({ length: unanswered }, (_, i) => ({
      id: `unanswered ${i}`,
      kind: 'unanswered' as const,
      again: 5 * MINUTE,
    })),
    ...orphanedAlerts
      .filter(({ alert }) => alert.state === 'unanswered' || alert.state === 'unreachable')
      .map(({ alert }) => ({ id: `${alert.alertId} unanswered`, kind: 'unanswered' as const, again: 5 * MINUTE })),
    // Once: who asked for it hears it too.
    ...orphanedAlerts
      .filter(({ ending }) => ending !== undefined)
      .map(({ alert }) => ({ id: `${alert.alertId} ending`, kind: 'to approve' as const, again: Infinity })),
    ...inTime(asked).map(({ tipId, by }, i, all) => ({
      // One member may ask for several things of one tip.
      id: `${tipId} ${by} ${all.slice(0, i).filter((other) => other.tipId === tipId && other.by === by).length}`,
      kind: 'to approve' as const,
      again: 5 * MINUTE,
    })),
    ...(asked?.late ?? []).map(({ tipId, by }) => ({
      id: `${tipId} ${by} late`,
      kind: 'to approve' as const,
      again: MINUTE,
    })),
    ...(cutOff ? [{ id: 'cut off', kind: 'cut off' as const, again: 5 * MINUTE }] : []),
  ];
}

/** What waits for this member as the second person, and not too long yet. */
export function inTime(asked: Alarms['asked'] | undefined): Alarms['asked']['details'] {
  const { details = [], alerts = [], moves = [], late = [] } = asked ?? {};
  return [...details, ...alerts, ...moves].filter(
    (request) => !late.some(({ tipId, by }) => tipId === request.tipId && by === request.by),
  );
}

/** Rings at once for a call that is new, and again while one lasts. */
export class Bell {
  private known = new Set<string>();
  private rangAt = 0;

  /** @returns whether to ring now */
  look(calls: readonly Call[], now: number): boolean {
    const fresh = calls.some(({ id }) => !this.known.has(id));
    this.known = new Set(calls.map(({ id }) => id));
    if (!fresh && !calls.some(({ again }) => now - this.rangAt >= again)) return false;
    this.rangAt = now;
    return true;
  }
}

/** How many of a kind wait, as far as the service names them. */
function namedCount(named: number): string {
  return named < MOST_NAMED ? `${named}` : say('alarm.namedOrMore', { named });
}

/** The title of the window: what calls, otherwise how many tips are new in the list. */
export function titleWords(calls: readonly Call[], news: number): string {
  const count = (kind: Call['kind']) => calls.filter((call) => call.kind === kind).length;
  const parts = [
    ...(['imminent', 'undecided', 'unanswered', 'unheard', 'to approve'] as const)
      .filter((kind) => count(kind) > 0)
      .map((kind) =>
        say('alarm.callsInTitle', {
          // All unanswered ones are counted.
          count: kind === 'unanswered' ? count(kind) : namedCount(count(kind)),
          kind,
        }),
      ),
    ...(count('cut off') > 0 ? [say('alarm.cutOff')] : []),
  ];
  const desk = say('any.penahDesk');
  if (parts.length > 0) return `! ${parts.join(', ')} - ${desk}`;
  return news > 0 ? `(${news}) ${desk}` : desk;
}
