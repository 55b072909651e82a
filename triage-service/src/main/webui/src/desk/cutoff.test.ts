import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tipSummary } from '../../fixture/tips';
import { Service } from '../api/service';
import { Desk } from './desk.svelte';
import { Presence } from './presence';

const MINUTE = 60_000;
const ME = {
  name: 'aysel',
  roles: ['triager'],
  queues: ['threat'],
  enrolled: true,
  passkey: false,
  recipient: 'age1pq1',
};
const ALARMS = {
  overdue: { looks: 0, decisions: 0, answers: 0, feedback: 0 },
  imminent: [],
  undecided: [],
  asked: { details: [], alerts: [], moves: [], late: [] },
  unanswered: 0,
  keysEnding: [],
  orphanedAlerts: [],
  cancelling: [],
  partnersEnding: [],
  admitting: [],
  epochsAbsent: [],
  keysDaysLeft: 60,
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('rings because it is cut off, while a question that never ends keeps it from asking for alarms', async () => {
  // Given
  const answers: Record<string, unknown> = { '/api/me': ME, '/api/alarms': ALARMS };
  const service = new Service((input) => {
    const answer = answers[input as string];
    return Promise.resolve(answer === undefined ? new Response(null, { status: 500 }) : Response.json(answer));
  });
  const noWorker = () => {
    throw new Error('No key is opened here.');
  };
  const desk = new Desk(service, noWorker, new Presence({ postMessage: () => undefined, onmessage: null }));
  vi.spyOn(desk.work, 'refresh').mockReturnValue(new Promise(() => undefined));
  await desk.enter();
  void desk.poll();
  await vi.advanceTimersByTimeAsync(MINUTE);
  desk.tick();
  const before = desk.calls;
  // When
  await vi.advanceTimersByTimeAsync(MINUTE);
  desk.tick();
  // Then
  expect(before).toEqual([]);
  expect(desk.cutOff).toBe(true);
  expect(desk.calls.map(({ kind }) => kind)).toEqual(['cut off']);
});

it('asks on while the file of a tip that was moved does not come', async () => {
  // Given
  const service = new Service((input) =>
    Promise.resolve(input === '/api/me' ? Response.json(ME) : new Response(null, { status: 500 })),
  );
  const noWorker = () => {
    throw new Error('No key is opened here.');
  };
  const desk = new Desk(service, noWorker, new Presence({ postMessage: () => undefined, onmessage: null }));
  await desk.enter();
  desk.reader.tip = tipSummary({ queue: 'other' });
  desk.reader.detail = tipSummary({ queue: 'threat' });
  const chosen = vi.spyOn(desk, 'choose').mockReturnValue(new Promise(() => undefined));
  // When
  await desk.poll();
  // Then
  expect(chosen).toHaveBeenCalled();
});
