import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bell, CLOSED } from '../alarm/bell';
import { Service } from '../api/service';
import { IDLE_LIMIT } from '../keys/idle';
import { Desk } from './desk.svelte';
import { Presence, UNATTENDED_LIMIT } from './presence';
import { Watch } from './watch';

const MINUTE = 60_000;
const PROBLEM = { 'Content-Type': 'application/problem+json' };
const ME = {
  name: 'aysel',
  roles: ['triager'],
  queues: ['threat'],
  enrolled: true,
  passkey: false,
  recipient: 'age1pq1',
};

/** The windows of one browser, between which what one says reaches the others. */
class Windows {
  private readonly all: { onmessage: BroadcastChannel['onmessage']; postMessage: () => void }[] = [];

  one(): Pick<BroadcastChannel, 'postMessage' | 'onmessage'> {
    const window = {
      onmessage: null as BroadcastChannel['onmessage'],
      postMessage: () => {
        for (const other of this.all)
          if (other !== window) other.onmessage?.call(other as unknown as BroadcastChannel, {} as MessageEvent);
      },
    };
    this.all.push(window);
    return window;
  }
}

describe('a desk that was left alone', () => {
  const news = { live: true, listening: false, listen: () => undefined, close: () => undefined };
  const asked: string[] = [];
  let answersLogout: number;
  let answersOthers: number;
  let me: typeof ME;
  let windows: Windows;
  let desk: Desk;

  beforeEach(async () => {
    vi.useFakeTimers();
    asked.length = 0;
    answersLogout = 204;
    answersOthers = 500;
    me = { ...ME };
    windows = new Windows();
    news.listen = () => void (news.listening = true);
    news.close = () => void (news.listening = false);
    const service = new Service((input, init) => {
      const path = (input as string).replace(/\?.*/, '');
      asked.push(`${init?.method ?? 'GET'} ${path}`);
      if (path === '/logout') return Promise.resolve(new Response(null, { status: answersLogout }));
      if (path.endsWith('/cancellation'))
        return Promise.resolve(Response.json({ type: '/problems/step-up' }, { status: 403, headers: PROBLEM }));
      return Promise.resolve(path === '/api/me' ? Response.json(me) : new Response(null, { status: answersOthers }));
    });
    const noWorker = () => {
      throw new Error('No key is opened here.');
    };
    desk = new Desk(service, noWorker, new Presence(windows.one()));
    await desk.enter();
    new Watch(desk, news).begin();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps asking while the key has locked and somebody may come back', async () => {
    // Given
    await vi.advanceTimersByTimeAsync(24 * MINUTE);
    asked.length = 0;
    // When
    await vi.advanceTimersByTimeAsync(MINUTE / 2);
    // Then
    expect(asked).toContain('GET /api/alarms');
    expect(desk.entrance.is).toBe('open');
  });

  it('signs out after 25 minutes, says why, and asks nothing more', async () => {
    // Given
    await vi.advanceTimersByTimeAsync(25 * MINUTE + 30_000);
    const last = asked.splice(0).at(-1);
    // When
    await vi.advanceTimersByTimeAsync(600 * MINUTE);
    // Then
    expect(last).toBe('POST /logout');
    expect(desk.entrance).toEqual({ is: 'shut', why: 'unattended' });
    expect(asked).toEqual([]);
    expect(news.listening).toBe(false);
  });

  it.each([
    ['rings once', ['threat'], 204, [CLOSED]],
    ['rings once, if it cannot sign out too,', ['threat'], 503, [CLOSED]],
    ['does not ring', [], 204, []],
  ])('%s when it closes, for somebody with the queues %o', async (_what, queues, status, calls) => {
    // Given
    me.queues = queues;
    answersLogout = status;
    await desk.enter();
    // When
    await vi.advanceTimersByTimeAsync(26 * MINUTE);
    // Then
    expect(desk.entrance.is).toBe('shut');
    expect(desk.calls).toEqual(calls);
  });

  it.each([
    ['rings once', ['threat'], [0]],
    ['does not ring for a member without queues', [], []],
  ])('%s after its session is over, and closes without ending another one', async (_what, queues, expected) => {
    // Given
    me.queues = queues;
    await desk.enter();
    answersOthers = 401;
    await desk.unlock('passphrase');
    asked.length = 0;
    const bell = new Bell();
    const rang: number[] = [];
    // When
    for (let minute = 0; minute < 60; minute++) {
      if (bell.look(desk.calls, Date.now())) rang.push(minute);
      await vi.advanceTimersByTimeAsync(MINUTE);
    }
    // Then
    expect(desk.sessionOver).toBe(true);
    expect(rang).toEqual(expected);
    expect(desk.entrance).toEqual({ is: 'shut', why: 'unattended' });
    expect(asked).toEqual([]);
  });

  it('signs out by hand even after its session is over', async () => {
    // Given
    desk.sessionOver = true;
    asked.length = 0;
    // When
    await desk.signOut();
    // Then
    expect(asked).toEqual(['POST /logout']);
  });

  it('rings by a clock that nobody sets', async () => {
    // Given
    const looks = vi.spyOn(desk.ringing, 'look');
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(Date.now() - 60 * MINUTE);
    // When
    desk.tick();
    // Then
    expect(looks.mock.lastCall?.[1]).toBe(performance.now());
  });

  it('does not ring when somebody has signed out', async () => {
    // When
    await desk.signOut();
    // Then
    expect(desk.entrance).toEqual({ is: 'shut', why: 'signed-out' });
    expect(desk.calls).toEqual([]);
  });

  it('closes when the guide says', () => {
    const guide = readFileSync(new URL('../../../../../../docs/staff-guide.md', import.meta.url), 'utf8');
    const [locks, closes] = [IDLE_LIMIT, UNATTENDED_LIMIT].map((limit) => limit / MINUTE);
    expect(guide).toContain(`After ${locks} minutes the key locks; after ${closes} the desk signs you out`);
    expect(guide).toContain(`${closes} minutes after the last click or key press, the desk signs you out`);
  });

  it('waits no longer for somebody to confirm that it is them', async () => {
    // Given
    void desk.decide('a-tip', 'cancelled');
    await vi.advanceTimersByTimeAsync(MINUTE);
    const waits = desk.stepUp.wanted;
    // When
    await vi.advanceTimersByTimeAsync(25 * MINUTE);
    asked.length = 0;
    await vi.advanceTimersByTimeAsync(MINUTE);
    // Then
    expect(waits).toBe(true);
    expect(asked).toEqual([]);
  });

  it('asks nothing more, and says so, if it cannot sign out', async () => {
    // Given
    answersLogout = 503;
    await vi.advanceTimersByTimeAsync(25 * MINUTE + 30_000);
    asked.length = 0;
    // When
    await vi.advanceTimersByTimeAsync(600 * MINUTE);
    // Then
    expect(desk.entrance).toEqual({ is: 'shut', why: 'unattended-still-signed-in' });
    expect(asked).toEqual([]);
  });

  it('stays while somebody stirs', async () => {
    // When
    for (let minutes = 0; minutes < 60; minutes += 20) {
      await vi.advanceTimersByTimeAsync(20 * MINUTE);
      desk.noteActivity();
    }
    // Then
    expect(desk.entrance.is).toBe('open');
  });

  it('stays while somebody stirs in another window', async () => {
    // Given
    const other = new Presence(windows.one());
    // When
    for (let minutes = 0; minutes < 60; minutes += 20) {
      await vi.advanceTimersByTimeAsync(20 * MINUTE);
      other.noteActivity(Date.now());
    }
    // Then
    expect(desk.entrance.is).toBe('open');
  });

  it('is not kept by somebody who comes after the machine has slept for longer', async () => {
    // Given
    vi.setSystemTime(Date.now() + 26 * MINUTE);
    asked.length = 0;
    // When
    desk.noteActivity();
    await vi.advanceTimersByTimeAsync(30_000);
    // Then
    expect(asked).toEqual(['POST /logout']);
  });
});
