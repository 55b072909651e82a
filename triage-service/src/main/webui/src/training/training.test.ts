import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { breachOf } from '../../fixture/contract.ts';
import { unlockedDesk } from '../../fixture/desk.ts';
import type { Me } from '../api/wire';
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
