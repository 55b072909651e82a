import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import { NO_MORE, type Alarms as Known, type Channel } from '../api/wire';
import { Alarms } from './alarms.svelte';

const KNOWN: Known = {
  overdue: { looks: 1, decisions: 0, answers: 0, feedback: 0 },
  imminent: [],
  undecided: [],
  asked: { details: [], alerts: [], moves: [], late: [] },
  unanswered: 2,
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
const CHANNEL: Channel = {
  partners: [],
  canary: { missed: 3, alarm: true, heardAt: undefined, late: false, tipHeardAt: undefined, tipLate: false },
};
const NOTHING = { alarms: undefined, channel: undefined };

describe('Alarms', () => {
  const fails = { alarms: false, channel: false };
  let now: number;
  let alarms: Alarms;

  beforeEach(async () => {
    Object.assign(fails, { alarms: false, channel: false });
    now = 1000;
    const service = {
      alarms: () => (fails.alarms ? Promise.reject(new Failure('broken')) : Promise.resolve(KNOWN)),
      channel: () => (fails.channel ? Promise.reject(new Failure('broken')) : Promise.resolve(CHANNEL)),
    } as unknown as Service;
    alarms = new Alarms(service, () => now);
    await alarms.refresh();
  });

  async function refreshAfter(milliseconds: number) {
    now += milliseconds;
    await alarms.refresh();
  }

  it('does not mind one answer that is lost', async () => {
    // Given
    fails.alarms = true;
    // When
    await refreshAfter(4000);
    // Then
    expect(alarms.missing).toEqual(NOTHING);
  });

  it.each(['alarms', 'channel'] as const)(
    'says since when %s cannot be fetched, and keeps what was known',
    async (one) => {
      // Given
      fails[one] = true;
      // When
      await refreshAfter(4000);
      await refreshAfter(4000);
      // Then
      expect(alarms.missing).toEqual({ ...NOTHING, [one]: 1000 });
      expect(alarms.known).toBe(KNOWN);
      expect(alarms.channel).toBe(CHANNEL);
    },
  );

  it('says so at the first lost answer if there was none for half a minute', async () => {
    // Given
    fails.alarms = true;
    // When
    await refreshAfter(30_000);
    // Then
    expect(alarms.missing.alarms).toBe(1000);
  });

  it.each([
    [119_999, NOTHING],
    [120_000, { alarms: 1000, channel: 1000 }],
  ])('says after %i milliseconds without a question what is missing: %o', (milliseconds, missing) => {
    // Given
    now += milliseconds;
    // When
    alarms.tick();
    // Then
    expect(alarms.missing).toEqual(missing);
  });

  it('says so if it never was told', async () => {
    // Given
    const silent = new Alarms({} as unknown as Service, () => now);
    // When
    await silent.refresh();
    await silent.refresh();
    // Then
    expect(silent.missing).toEqual({ alarms: 1000, channel: 1000 });
  });

  it('shows news of the one while the other cannot be fetched', async () => {
    // Given
    const other = { ...KNOWN, unanswered: 5 };
    const service = {
      alarms: () => Promise.resolve(other),
      channel: () => Promise.reject(new Failure('broken')),
    } as unknown as Service;
    const half = new Alarms(service, () => now);
    // When
    await half.refresh();
    // Then
    expect(half.known).toBe(other);
  });

  it('is quiet again as soon as it works', async () => {
    // Given
    Object.assign(fails, { alarms: true, channel: true });
    await refreshAfter(4000);
    await refreshAfter(4000);
    Object.assign(fails, { alarms: false, channel: false });
    // When
    await refreshAfter(4000);
    // Then
    expect(alarms.missing).toEqual(NOTHING);
  });

  it('starts counting again after an answer', async () => {
    // Given
    fails.alarms = true;
    await refreshAfter(4000);
    fails.alarms = false;
    await refreshAfter(4000);
    fails.alarms = true;
    // When
    await refreshAfter(4000);
    // Then
    expect(alarms.missing).toEqual(NOTHING);
  });
});
