import { describe, expect, it } from 'vitest';
import { DRILL_STATES, type Drill } from '../api/drills';
import type { Partner } from '../api/wire';
import { drilled, drillWords, durationWords, provenWords } from './words';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const PARTNER: Partner = {
  name: 'safe-house',
  channel: 'slots',
  tier: 1,
  languages: ['az'],
  recipient: 'age1pq1x',
  faults: [],
  admission: undefined,
  staff: false,
  drill: undefined,
};

function drill(state: Drill['state'], orderedOn = '2026-11-24', partner = 'safe-house'): Drill {
  return { drillId: `${state} ${orderedOn}`, partner, orderedBy: 'kamran', orderedOn, state, seconds: undefined };
}

describe('what a partner’s drills say', () => {
  it.each([
    ['none', [], false, false],
    ['one of another partner', [drill('answered', '2026-11-24', 'elsewhere')], false, false],
    ['one that was answered once', [drill('expired'), drill('answered', '2026-10-01')], true, false],
    ['one that nobody answered', [drill('expired')], false, false],
    ['one under way', [drill('delivered', '2026-11-01')], false, true],
    ['one of today that was not heard of', [drill('ordered')], false, true],
    ['one of last week that was not heard of', [drill('ordered', '2026-11-17')], false, false],
  ])('%s', (_, all, proven, busy) => {
    // When
    const found = drilled(PARTNER, all, NOW);
    // Then
    expect([found.proven, found.busy]).toEqual([proven, busy]);
  });

  it('counts one that was answered before this desk kept drills', () => {
    // When
    const found = drilled({ ...PARTNER, drill: { day: '2026-10-01', state: 'answered', seconds: 74 } }, [], NOW);
    // Then
    expect(provenWords(found)).toBe('A human there has answered a drill.');
  });

  it('asks for the first answer before a partner counts', () => {
    // When
    const said = [drilled(PARTNER, [], NOW), drilled(PARTNER, [drill('open')], NOW)].map(provenWords);
    // Then
    expect(said[0]).toContain('order one before');
    expect(said[1]).toContain('before the first answer');
  });

  it('has words for each state', () => {
    // When
    const said = DRILL_STATES.map((state) => drillWords({ state, seconds: 74 }));
    // Then
    expect(new Set(said).size).toBe(DRILL_STATES.length);
    expect(said).toContain('a human answered after 1 min 14 s');
  });

  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [7260, '2 h 1 min'],
  ])('says %i seconds as %s', (seconds, words) => {
    // When
    const said = durationWords(seconds);
    // Then
    expect(said).toBe(words);
  });
});
