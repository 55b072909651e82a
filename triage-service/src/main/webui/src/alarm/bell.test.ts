import { describe, expect, it } from 'vitest';
import { NO_MORE, type Alarms, type OrphanedAlert } from '../api/wire';
import { Bell, CLOSED, callsOf, titleWords } from './bell';

const MINUTE = 60_000;
const QUIET: Alarms = {
  overdue: { looks: 3, decisions: 0, answers: 2, feedback: 1 },
  imminent: [],
  undecided: [],
  asked: { details: [], alerts: [], moves: [], late: [] },
  unanswered: 0,
  keysEnding: [],
  resolved: [],
  unheard: [],
  orphanedAlerts: [],
  more: NO_MORE,
  cancelling: [],
  partnersEnding: [],
  admitting: [],
  epochsAbsent: [],
  keysDaysLeft: 60,
};
const tips = (count: number) => Array.from({ length: count }, (_, i) => `tip ${i}`);
const REQUEST = { tipId: 'c', by: 'rauf', day: '2026-11-24' };
const ENDING = { by: 'rauf', due: '2026-11-24T11:05:00Z' };
const orphan = (state: OrphanedAlert['alert']['state'], ending?: OrphanedAlert['ending']): OrphanedAlert => ({
  alert: { alertId: 'd', state, overdue: false, since: undefined, threat: undefined, partners: [] },
  ending,
});
const ringing = (part: Partial<Alarms>, cutOff = false) => callsOf({ ...QUIET, ...part }, cutOff);

describe('the bell', () => {
  it('is silent as long as nothing calls', () => {
    expect(new Bell().look(ringing({}), 0)).toBe(false);
    expect(new Bell().look(callsOf(undefined, false), 0)).toBe(false);
  });

  it.each([
    ['an imminent tip', ringing({ imminent: ['a'] }), MINUTE],
    ['one that nobody has decided about', ringing({ undecided: [{ tipId: 'a', heldBy: undefined }] }), 5 * MINUTE],
    ['an alert that nobody answered', ringing({ unanswered: 1 }), 5 * MINUTE],
    ['one that a partner calls resolved', ringing({ resolved: [{ tipId: 'a', partners: ['lawyers'] }] }), 5 * MINUTE],
    ['a decision that was not taken', ringing({ unheard: ['a'] }), 5 * MINUTE],
    ['a resolved one without a tip', ringing({ orphanedAlerts: [orphan('resolved')] }), 5 * MINUTE],
    ['one without a tip', ringing({ orphanedAlerts: [orphan('unreachable')] }), 5 * MINUTE],
    ['details that wait', ringing({ asked: { details: [REQUEST], alerts: [], moves: [], late: [] } }), 5 * MINUTE],
    ['a proposal that waits', ringing({ asked: { details: [], alerts: [REQUEST], moves: [], late: [] } }), 5 * MINUTE],
    ['a move that waits', ringing({ asked: { details: [], alerts: [], moves: [REQUEST], late: [] } }), 5 * MINUTE],
    ['what has waited too long', ringing({ asked: { details: [], alerts: [], moves: [], late: [REQUEST] } }), MINUTE],
    ['a lost connection', ringing({}, true), 5 * MINUTE],
  ])('rings for %s, and again as long as it lasts', (_what, calls, again) => {
    const bell = new Bell();
    const rang = [0, 1, again - 1, again, again + 1, 2 * again].filter((at) => bell.look(calls, 10 * MINUTE + at));
    expect(rang).toEqual([0, again, 2 * again]);
  });

  it.each([
    ['another imminent tip', ringing({ imminent: ['b', 'a'] })],
    ['another one in the place of one that was opened', ringing({ imminent: ['b'] })],
    ['an unanswered alert', ringing({ imminent: ['a'], unanswered: 1 })],
    ['a request to end one without a tip', ringing({ imminent: ['a'], orphanedAlerts: [orphan('delivered', ENDING)] })],
    [
      'a partner’s word that its alert is resolved',
      ringing({ imminent: ['a'], resolved: [{ tipId: 'a', partners: [] }] }),
    ],
    ['a decision about it that was not taken', ringing({ imminent: ['a'], unheard: ['a'] })],
    ['a hold that has ended', ringing({ imminent: ['a'], undecided: [{ tipId: 'c', heldBy: 'rauf' }] })],
    [
      'another request of the same member about the same tip',
      ringing({ imminent: ['a'], asked: { details: [REQUEST], alerts: [REQUEST], moves: [], late: [] } }),
    ],
  ])('rings at once for %s', (_what, calls) => {
    // Given
    const bell = new Bell();
    bell.look(
      ringing({ imminent: ['a'], asked: { details: [REQUEST], alerts: [], moves: [], late: [] } }),
      10 * MINUTE,
    );
    // When
    const rings = bell.look(calls, 10 * MINUTE + 1000);
    // Then
    expect(rings).toBe(true);
  });

  it('rings once for a desk that has closed', () => {
    const bell = new Bell();
    bell.look(ringing({ imminent: ['a'] }, true), 10 * MINUTE);
    const rang = [11, 12, 20, 600].filter((at) => bell.look([CLOSED], at * MINUTE));
    expect(rang).toEqual([11]);
  });

  it('does not ring because one of two was opened', () => {
    // Given
    const bell = new Bell();
    bell.look(ringing({ imminent: ['a', 'b'], unanswered: 2 }), 10 * MINUTE);
    // When
    const rings = bell.look(ringing({ imminent: ['b'], unanswered: 1 }), 10 * MINUTE + 1000);
    // Then
    expect(rings).toBe(false);
  });

  it('rings for what was known while the service cannot be asked', () => {
    expect(ringing({ imminent: ['a'] }, true).map(({ kind }) => kind)).toEqual(['imminent', 'cut off']);
  });
});

describe('the title', () => {
  it.each([
    [ringing({}), 0, 'Penah desk'],
    [ringing({}), 2, '(2) Penah desk'],
    [ringing({ imminent: ['a'] }), 2, '! 1 imminent - Penah desk'],
    [ringing({ imminent: ['a', 'b'], unanswered: 1 }), 0, '! 2 imminent, 1 unanswered - Penah desk'],
    [
      ringing({ imminent: ['a'], asked: { details: [REQUEST], alerts: [], moves: [], late: [] } }),
      0,
      '! 1 imminent, 1 to approve - Penah desk',
    ],
    [ringing({ undecided: [{ tipId: 'a', heldBy: undefined }] }), 0, '! 1 undecided - Penah desk'],
    [ringing({ resolved: [{ tipId: 'a', partners: [] }] }), 0, '! 1 undecided - Penah desk'],
    [ringing({ unheard: ['a'], unanswered: 1 }), 0, '! 1 unanswered, 1 not taken - Penah desk'],
    [ringing({ unheard: tips(100), unanswered: 101 }), 0, '! 101 unanswered, 100 or more not taken - Penah desk'],
    [ringing({ imminent: tips(99) }), 0, '! 99 imminent - Penah desk'],
    [ringing({ imminent: tips(100) }), 0, '! 100 or more imminent - Penah desk'],
    [ringing({}, true), 2, '! cut off - Penah desk'],
  ])('%#', (calls, news, words) => {
    expect(titleWords(calls, news)).toBe(words);
  });
});
