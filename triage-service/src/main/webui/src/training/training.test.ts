import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { breachOf } from '../../fixture/contract.ts';
import { unlockedDesk } from '../../fixture/desk.ts';
import { Service } from '../api/service';
import type { Alarms, Me, TipDetail } from '../api/wire';
import { Desk } from '../desk/desk.svelte';
import { Presence, UNATTENDED_LIMIT } from '../desk/presence';
import { NoKeys } from './keys';
import { STORIES } from './stories';
import { TrainingDesk } from './training.svelte';
import { World } from './world';

const ME: Me = {
  name: 'aysel',
  roles: ['triager', 'partner-manager'],
  queues: ['threat'],
  enrolled: true,
  passkey: false,
};

/** The ids of tips at the desk, in the order of the made-up ones. */
const ids = (desk: TrainingDesk) => {
  const shown = desk.board.shown.map(({ tipId }) => tipId);
  expect(shown).toHaveLength(STORIES.length);
  return shown;
};

describe('training', () => {
  const network = vi.fn(() => Promise.reject(new Error('The network was asked.')));
  const onend = vi.fn();

  beforeEach(() => {
    vi.stubGlobal('fetch', network);
    vi.stubGlobal('document', { hidden: false, activeElement: null });
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    network.mockClear();
    onend.mockClear();
  });

  it('locks the key of the real desk, and opens a tip of each kind without the network', async () => {
    // Given
    const real = unlockedDesk();
    // When
    const training = await TrainingDesk.begin(real, ME, onend);
    const read: string[] = [];
    for (const tip of training.board.shown) {
      await training.choose(tip);
      const { reading } = training.reader;
      read.push(reading.is === 'open' && reading.opened.form === 'tip' ? reading.opened.message : reading.is);
    }
    // Then
    expect(real.vault.open).toBe(false);
    expect(read.filter((message) => message.length > 40)).toHaveLength(STORIES.length);
    expect(training.board.shown.map(({ queue }) => queue)).toEqual(STORIES.map(() => 'training'));
    expect(network).not.toHaveBeenCalled();
  });

  it('locks a key that was being opened when it began', async () => {
    // Given
    const world = new World(ME);
    let come: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (come = resolve));
    const fetching: typeof fetch = async (input, init) => {
      if (input === '/api/keys') await slow;
      return world.fetching(input, init);
    };
    const real = new Desk(
      new Service(fetching),
      () => new NoKeys(world) as unknown as Worker,
      new Presence({ postMessage: () => undefined, onmessage: null }),
    );
    await real.enter();
    const unlocking = real.unlock('a passphrase');
    const training = await TrainingDesk.begin(real, ME, onend);
    // When
    come();
    await unlocking;
    // Then
    expect(real.vault.open).toBe(false);
    training.end();
  });

  it('goes on while the member works in another window', async () => {
    // Given
    const training = await TrainingDesk.begin(unlockedDesk(), ME, onend);
    // When
    vi.setSystemTime(Date.now() + UNATTENDED_LIMIT + 60_000);
    await training.poll();
    // Then
    expect(training.entrance.is).toBe('open');
    training.end();
  });

  it('lets a partner answer an alert that was confirmed', async () => {
    // Given
    const training = await TrainingDesk.begin(unlockedDesk(), ME, onend);
    const tip = training.board.shown.find(({ consents }) => consents.alert);
    if (tip === undefined) throw new Error('no danger to practise');
    await training.choose(tip);
    await training.poll();
    expect(training.reader.detail?.decideBy).toBeDefined();
    // When
    expect(await training.decide(tip.tipId, 'confirmed')).toBeUndefined();
    vi.setSystemTime(Date.now() + 10_000);
    await training.poll();
    // Then
    expect(training.reader.detail?.alert).toMatchObject({ state: 'acknowledged', decision: 'confirmed' });
    expect(training.reader.detail?.decideBy).toBeUndefined();
    expect(network).not.toHaveBeenCalled();
  });

  it('says where something cannot be tried', async () => {
    // Given
    const training = await TrainingDesk.begin(unlockedDesk(), ME, onend);
    const [first = ''] = ids(training);
    // When
    const failure = await training.decide(first, 'others');
    // Then
    expect(failure).toMatchObject({ kind: 'refused', detail: 'Nothing was done: this cannot be tried in training.' });
  });

  it('calls nobody to its own danger, and goes on calling to the real', async () => {
    // Given
    const real = unlockedDesk();
    const training = await TrainingDesk.begin(real, ME, onend);
    expect(training.alarms.known?.imminent).toHaveLength(3);
    // When
    const before = training.calls;
    const call = { id: 'a', kind: 'imminent', again: 1 } as const;
    vi.spyOn(real, 'calls', 'get').mockReturnValue([call]);
    // Then
    expect(before).toEqual([]);
    expect(training.calls).toEqual([call]);
    expect(training.ringing).toBe(real.ringing);
  });

  it('begins from the start each time, and ends where somebody presses Lock', async () => {
    // Given
    const training = await TrainingDesk.begin(unlockedDesk(), ME, onend);
    const before = ids(training);
    const [first] = training.board.shown;
    if (first === undefined) throw new Error('no tip to practise');
    await training.choose(first);
    expect(training.reader.reading.is).toBe('open');
    // When
    await training.lock();
    training.end();
    const again = await TrainingDesk.begin(unlockedDesk(), ME, onend);
    // Then
    expect(onend).toHaveBeenCalledOnce();
    expect(training.reader.reading.is).toBe('sealed');
    expect(ids(again).filter((tipId) => before.includes(tipId))).toEqual([]);
  });
});

describe('danger in training', () => {
  const MINUTE = 60_000;
  let now: number;
  let world: World;
  let tips: TipDetail[];

  const get = async (path: string) => (await (await world.fetching(path)).json()) as unknown;
  const post = async (path: string, body?: object) =>
    (await world.fetching(path, { method: 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
      .status;
  const step = (part: object) => ({ stepId: crypto.randomUUID(), mentions: [], ...part });

  beforeEach(async () => {
    now = Date.UTC(2026, 11, 2, 10, 2, 30);
    world = new World(ME, () => now);
    ({ tips } = (await get('/api/tips')) as { tips: TipDetail[] });
    tips = tips.filter(({ lane }) => lane === 'imminent');
  });

  it.each([
    ['put aside', 'aside', { aside: true }],
    ['closed', 'steps', step({ kind: 'close' })],
    ['played down', 'steps', step({ kind: 'set-lane', value: 'routine', note: 'AAAA' })],
    ['cancelled', 'alert/cancellation', undefined],
  ])('is not %s before somebody has opened it, as at the real desk', async (_, rest, body) => {
    const alerted = tips.find(({ alert }) => alert !== undefined);
    expect(await post(`/api/tips/${alerted?.tipId ?? ''}/${rest}`, body)).toBe(409);
  });

  it('is to be decided within half an hour, and no more once somebody has asked to cancel', async () => {
    // Given
    for (const { tipId } of tips) await post(`/api/tips/${tipId}/opened`);
    const [cancelled, ...others] = tips.filter(({ alert }) => alert !== undefined);
    // When
    await post(`/api/tips/${cancelled?.tipId ?? ''}/alert/cancellation`);
    now += 29 * MINUTE;
    const soon = (await get('/api/alarms')) as Alarms;
    now += 2 * MINUTE;
    const late = (await get('/api/alarms')) as Alarms;
    // Then
    expect(soon.undecided).toEqual([]);
    expect(late.undecided.map(({ tipId }) => tipId)).not.toContain(cancelled?.tipId);
    expect(late.undecided.map(({ tipId }) => tipId)).toEqual(expect.arrayContaining(others.map(({ tipId }) => tipId)));
    expect(late.undecided).toHaveLength(tips.length - 1);
  });
});

describe('what training answers', () => {
  const world = new World(ME);
  let tipId = '';

  async function breaches(method: string, path: string, body?: object): Promise<string[]> {
    const asked = body === undefined ? '' : JSON.stringify(body);
    const response = await world.fetching(path, { method, ...(body === undefined ? {} : { body: asked }) });
    const type = response.headers.get('Content-Type');
    const answer = { status: response.status, ...(type === null ? {} : { type }), body: await response.text() };
    const [where = ''] = path.split('?');
    expect(response.status, path).toBeLessThan(400);
    return breachOf(method, where, asked, answer);
  }

  beforeEach(async () => {
    const { tips } = (await (await world.fetching('/api/tips')).json()) as { tips: { tipId: string }[] };
    tipId = tips[0]?.tipId ?? '';
  });

  it.each([
    '/api/me',
    '/api/keys',
    '/api/tips',
    '/api/tips?lane=imminent&folded=true',
    '/api/alarms',
    '/api/partners',
    '/api/tags',
    '/api/views',
    '/api/absences',
    '/api/mentions',
    '/api/telephones',
    '/api/tips/*',
    '/api/tips/*/steps',
    '/api/tips/*/replies',
    '/api/tips/*/details',
    '/api/tips/*/vital-interest',
  ])('to GET %s is what triage-service may answer', async (path) => {
    expect(await breaches('GET', path.replace('*', tipId))).toEqual([]);
  });

  it.each([
    ['here', undefined],
    ['opened', undefined],
    ['alert/confirmation', undefined],
    ['alert/cancellation', undefined],
    ['alert/cancellation/drop', undefined],
    ['aside', { aside: true }],
    ['steps', { stepId: crypto.randomUUID(), kind: 'claim', mentions: [] }],
    ['vital-interest', { reason: 'AAAA' }],
    ['vital-interest/drop', undefined],
  ])('to POST %s is what triage-service may answer', async (rest, body) => {
    expect(await breaches('POST', `/api/tips/${tipId}/${rest}`, body)).toEqual([]);
  });
});
