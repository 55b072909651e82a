import { describe, expect, it } from 'vitest';
import { NO_MORE, type Alarms, type Channel, type Partner, type OrphanedAlert } from '../api/wire';
import { alarmLines, partnerState, canaryWords, staffWords } from './words';

const PARTNER: Partner = {
  name: 'safe-house',
  channel: 'slots',
  tier: 1,
  languages: ['az'],
  recipient: 'age1pq1',
  faults: [],
  admission: undefined,
  staff: false,
  drill: undefined,
};
const WELL: Channel = {
  partners: [PARTNER],
  canary: {
    missed: 0,
    alarm: false,
    heardAt: '2026-11-24T10:00:00Z',
    late: false,
    tipHeardAt: undefined,
    tipLate: false,
  },
};
const NONE: Alarms = {
  overdue: { looks: 0, decisions: 0, answers: 0, feedback: 0 },
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

describe('staffWords', () => {
  const onDuty = { ...PARTNER, name: 'duty-aysel', admission: 'ready' as const, staff: true };

  it.each([
    [
      [{ ...PARTNER, admission: 'ready' as const }],
      'No staff are woken when an imminent tip waits: nobody is on duty.',
    ],
    [
      [{ ...onDuty, admission: 'disabled' as const }],
      'No staff are woken when an imminent tip waits: nobody is on duty.',
    ],
    [
      [{ ...onDuty, faults: ['silent'] }],
      'No staff are woken when an imminent tip waits: no receiver on duty can be reached.',
    ],
    [
      [PARTNER, onDuty, { ...onDuty, name: 'duty-samir', faults: ['gone'] }],
      'Woken when an imminent tip waits, during their hours: duty-aysel.',
    ],
  ])('%#', (partners, expected) => {
    expect(staffWords(partners)).toBe(expected);
  });
});

describe('alarmLines', () => {
  it('says nothing when all is well', () => {
    // When
    const lines = alarmLines(NONE, WELL);
    // Then
    expect(lines).toEqual([]);
  });

  it.each([
    [{ looks: 1, decisions: 0, answers: 0, feedback: 0 }, ['1 report of danger is overdue for a first look.']],
    [{ looks: 0, decisions: 0, answers: 2, feedback: 1 }, ['To sources: 2 answers and 1 feedback overdue.']],
  ])('%o', (overdue, expected) => {
    // When
    const lines = alarmLines({ ...NONE, overdue }, WELL);
    // Then
    expect(lines.map((line) => line.words)).toEqual(expected);
  });

  it('says whose hold has ended, and how many others nobody has decided about', () => {
    // Given
    const undecided = [
      { tipId: '6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10', heldBy: 'rauf' },
      { tipId: 'b', heldBy: undefined },
    ];
    // When
    const lines = alarmLines({ ...NONE, undecided }, WELL);
    // Then
    expect(lines).toEqual([
      {
        grave: true,
        open: '6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10',
        words: 'Tip 6a1f0c7e: rauf’s hold has ended, and nobody has decided. It is in nobody’s hands.',
      },
      {
        grave: true,
        show: { lane: 'imminent', overdue: true },
        words: 'Nobody has decided about 1 imminent tip that was opened: decide now.',
      },
    ]);
  });

  it('counts those that no list names', () => {
    // Given
    const known = { ...NONE, imminent: ['a'], undecided: [{ tipId: 'b', heldBy: undefined }] };
    // When
    const lines = alarmLines({ ...known, more: { ...NO_MORE, imminent: 100, undecided: 200 } }, WELL);
    // Then
    expect(lines.map(({ words }) => words)).toEqual([
      'Nobody has opened 101 imminent tips: look now.',
      'Nobody has decided about 201 imminent tips that were opened: decide now.',
    ]);
  });

  it('says who calls an alert resolved, opens its tip, and how many more there are', () => {
    // Given
    const resolved = ['6a1f0c7e', 'bbbbbbbb', 'cccccccc', 'dddddddd'].map((tipId) => ({
      tipId,
      partners: ['safe-house', 'lawyers'],
    }));
    // When
    const lines = alarmLines({ ...NONE, resolved, more: { ...NO_MORE, resolved: 20 } }, WELL);
    // Then
    expect(lines[0]).toEqual({
      grave: true,
      open: '6a1f0c7e',
      words:
        'Tip 6a1f0c7e: its alert is resolved, says safe-house, lawyers, and nobody is called any more. Decide: let it go on, or cancel it.',
    });
    expect(lines.slice(3)).toEqual([{ grave: true, words: 'And 21 more alerts that partners call resolved.' }]);
  });

  it('says of which decision nobody knows whether it came', () => {
    // When
    const unheard = ['6a1f0c7e', 'bbbbbbbb', 'cccccccc', 'dddddddd'];
    const lines = alarmLines({ ...NONE, unheard, more: { ...NO_MORE, unheard: 1 } }, WELL);
    // Then
    expect(lines[0]).toEqual({
      grave: true,
      open: '6a1f0c7e',
      words:
        'Tip 6a1f0c7e: the alert channel has not said that it took what the desk decided. Partners may not know: telephone them.',
    });
    expect(lines.slice(3)).toEqual([
      { grave: true, words: 'And 2 more decisions that the alert channel has not said it took.' },
    ]);
  });

  it('says what has waited too long for a second person, to the one who asked, too', () => {
    // Given
    const late = { tipId: '6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10', by: 'rauf', day: '2026-11-24' };
    // When
    const lines = alarmLines({ ...NONE, asked: { details: [late], alerts: [], moves: [], late: [{ ...late }] } }, WELL);
    // Then
    expect(lines).toEqual([
      {
        grave: true,
        open: late.tipId,
        words: 'Tip 6a1f0c7e: what rauf asked of a second person has waited too long. Telephone one; nothing has left.',
      },
    ]);
  });

  it('says which tip a colleague asks to move, and opens it', () => {
    // Given
    const move = { tipId: '6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10', by: 'rauf', day: '2026-11-24' };
    // When
    const lines = alarmLines(
      { ...NONE, asked: { details: [], alerts: [], moves: [move], late: [] } },
      WELL,
      undefined,
      0,
    );
    // Then
    expect(lines).toEqual([
      {
        grave: false,
        open: move.tipId,
        words: 'Tip 6a1f0c7e: rauf asked on 2026-11-24 to move it to another queue. A second person has to do it.',
      },
    ]);
  });

  it('says which key somebody wants destroyed, and lets it be kept', () => {
    // Given
    const ending = { queue: 'general', epoch: 1, by: 'aysel', due: new Date(2026, 10, 24, 11, 5).toISOString() };
    // When
    const lines = alarmLines({ ...NONE, keysEnding: [ending] }, WELL);
    // Then
    expect(lines[0]?.words).toContain('aysel has asked to destroy the key of general, epoch 1: at ');
    expect(lines[0]?.words).toContain('11:05');
    expect(lines[0]).toMatchObject({ grave: true, keep: { what: 'key', queue: 'general', epoch: 1 } });
  });

  it('says whom a lead wants in which queue, and lets them be kept out', () => {
    // Given
    const due = new Date(2026, 10, 24, 11, 5).toISOString();
    // When
    const lines = alarmLines({ ...NONE, admitting: [{ member: 'leyla', queue: 'threat', by: 'aysel', due }] }, WELL);
    // Then
    expect(lines[0]?.words).toContain('aysel has asked to admit leyla to threat: from ');
    expect(lines[0]?.words).toContain('11:05');
    expect(lines[0]).toMatchObject({ grave: true, keep: { what: 'admission', member: 'leyla', queue: 'threat' } });
  });

  it('says who wants to cancel what nobody has read, and by when', () => {
    // Given
    const cancelling = [
      { queue: 'threat', by: 'aysel', count: 212, due: new Date(2026, 10, 24, 11, 5).toISOString() },
      { queue: 'general', by: 'aysel', count: 1, due: new Date(2026, 10, 24, 11, 10).toISOString() },
    ];
    // When
    const lines = alarmLines({ ...NONE, cancelling }, WELL);
    // Then
    expect(lines).toMatchObject([{ grave: true }, { grave: true }]);
    expect(lines[0]?.words).toMatch(/^aysel has asked to cancel 212 alerts of a flood in threat .*from .*11:05/);
    expect(lines[1]?.words).toMatch(/^aysel has asked to cancel 1 alert of a flood in general .*from .*11:10/);
  });

  it('says which partner somebody wants to end, and lets it be kept', () => {
    // Given
    const ending = { partner: 'safe-house', by: 'kamran', due: new Date(2026, 10, 24, 11, 5).toISOString() };
    // When
    const lines = alarmLines({ ...NONE, partnersEnding: [ending] }, WELL);
    // Then
    expect(lines[0]?.words).toContain('kamran has asked to end safe-house: at ');
    expect(lines[0]?.words).toContain('11:05');
    expect(lines[0]).toMatchObject({ grave: true, keep: { what: 'partner', partner: 'safe-house' } });
  });

  it('says of which alerts nobody can open a tip, those first that somebody wants to end', () => {
    // Given
    const orphan = (name: string, ending?: { by: string; due: string }): OrphanedAlert => ({
      alert: {
        alertId: `${name}-0000-4000-8000-000000000001`,
        state: 'delivered',
        overdue: false,
        since: '2026-11-23',
        threat: { who: 'me', when: 'hours', region: '145' },
        partners: ['safe-house'],
      },
      ending,
    });
    const asked = orphan('bbbbbbbb', { by: 'aysel', due: new Date(2026, 10, 24, 11, 5).toISOString() });
    const orphanedAlerts = [orphan('aaaaaaaa'), orphan('cccccccc'), asked, orphan('dddddddd'), orphan('eeeeeeee')];
    // When
    const known = { ...NONE, orphanedAlerts, more: { ...NO_MORE, orphanedAlerts: 7 } };
    const lines = alarmLines(known, WELL, undefined, Date.parse('2026-11-24T10:00:00Z'));
    // Then
    expect(lines[0]?.words).toMatch(/^aysel has asked to end alert bbbbbbbb, .* at .*11:05/);
    expect(lines[0]).toMatchObject({ grave: true, end: asked, keep: { what: 'alert', alertId: asked.alert.alertId } });
    expect(lines.slice(1)).toMatchObject([
      {
        words:
          'Alert aaaaaaaa goes on, and nobody here can open a tip of it: ' +
          'somebody may be in physical danger, within hours, Western Asia, yesterday.',
        end: orphanedAlerts[0],
      },
      { end: orphanedAlerts[1] },
      { end: orphanedAlerts[3] },
      { words: 'And 8 more alerts of which nobody here can open a tip.' },
    ]);
    expect(lines[1]).not.toHaveProperty('keep');
  });

  it('says that a partner calls one resolved of which nobody can open a tip', () => {
    // Given
    const alert = { alertId: 'aaaaaaaa', overdue: false, since: undefined, threat: undefined, partners: [] };
    const orphan: OrphanedAlert = { alert: { ...alert, state: 'resolved' }, ending: undefined };
    // When
    const [line] = alarmLines({ ...NONE, orphanedAlerts: [orphan] }, WELL);
    // Then
    expect(line?.words).toMatch(
      /^Alert aaaaaaaa is resolved, says a partner, and nobody is called any more\. Nobody here/,
    );
  });

  it('names each alert that somebody wants to end, however many', () => {
    // Given
    const ending = { by: 'aysel', due: '2026-11-24T11:05:00Z' };
    const orphanedAlerts = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      alert: {
        alertId: `${name}0000000`,
        state: 'delivered' as const,
        overdue: false,
        since: undefined,
        threat: undefined,
        partners: [],
      },
      ending,
    }));
    // When
    const lines = alarmLines({ ...NONE, orphanedAlerts }, WELL);
    // Then
    expect(lines.map(({ keep }) => keep)).toEqual(
      orphanedAlerts.map(({ alert: { alertId } }) => ({ what: 'alert', alertId })),
    );
  });

  it.each([
    [1, 'Nobody has answered 1 alert: telephone, now.'],
    [2, 'Nobody has answered 2 alerts: telephone, now.'],
  ])('puts %i unanswered before what is overdue, and can show them', (unanswered, words) => {
    // When
    const lines = alarmLines(
      { ...NONE, unanswered, overdue: { looks: 1, decisions: 0, answers: 0, feedback: 0 } },
      WELL,
    );
    // Then
    expect(lines[0]).toEqual({ grave: true, show: { unanswered: true }, words });
    expect(lines[1]?.show).toEqual({ overdue: true });
  });

  it.each([
    [1, 'Nobody has opened 1 imminent tip: look now.'],
    [100, 'Nobody has opened 100 imminent tips: look now.'],
  ])('says that nobody has opened %i imminent tips', (count, words) => {
    // When
    const lines = alarmLines({ ...NONE, imminent: Array.from({ length: count }, (_, i) => `${i}`) }, WELL);
    // Then
    expect(lines[0]).toEqual({ grave: true, show: { lane: 'imminent', unopened: true }, words });
  });

  it('says first that alarms cannot be fetched, and keeps the last that were known', () => {
    // Given
    const since = new Date(2026, 10, 25, 14, 5).getTime();
    // When
    const lines = alarmLines({ ...NONE, unanswered: 1 }, WELL, { alarms: since, channel: since });
    // Then
    expect(lines.map(({ grave, words }) => [grave, words.split('.')[0]])).toEqual([
      [true, 'Alarms could not be fetched since 14:05'],
      [true, 'Whether partners can be alerted could not be fetched since 14:05'],
      [true, 'Nobody has answered 1 alert: telephone, now'],
    ]);
  });

  it('says nothing of alerts that an older service does not count', () => {
    // When
    const lines = alarmLines({ ...NONE, unanswered: undefined }, WELL);
    // Then
    expect(lines).toEqual([]);
  });

  it.each([
    [31, undefined],
    [30, 'The signed keys end in 30 days: sign new ones.'],
    [0, 'The signed keys end today: sign new ones now.'],
    [-1, 'The signed keys have ended. The form closes 14 days after their end: sign new ones now.'],
  ])('%i days before the keys end', (keysDaysLeft, expected) => {
    // When
    const lines = alarmLines({ ...NONE, keysDaysLeft }, WELL);
    // Then
    expect(lines[0]?.words).toBe(expected);
  });

  it('says which signed key nobody at the desk has', () => {
    // When
    const lines = alarmLines({ ...NONE, epochsAbsent: [{ queue: 'threat', epoch: 2 }] }, WELL);
    // Then
    expect(lines).toEqual([
      {
        grave: true,
        words:
          'Sources seal tips to a key of threat, epoch 2, now or soon, and nobody at this desk has it: import the keys of the ceremony at the server.',
      },
    ]);
  });

  it('puts the canary before a silent partner', () => {
    // Given
    const ill = {
      partners: [{ ...PARTNER, faults: ['silent'] }],
      canary: { missed: 2, alarm: true, heardAt: undefined, late: false, tipHeardAt: undefined, tipLate: false },
    };
    // When
    const lines = alarmLines(NONE, ill);
    // Then
    expect(lines.map((line) => line.words)).toEqual([
      'Alerts may not be going out: 2 of our own test alerts in a row did not come through.',
      'safe-house does not answer heartbeats: alerts may not reach it.',
    ]);
  });
});

describe('the canary tip', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');

  it('is a banner once none has gone the whole way for long', () => {
    // Given
    const late = { ...WELL, canary: { ...WELL.canary, tipHeardAt: '2026-11-24T08:00:00Z', tipLate: true } };
    // When
    const lines = alarmLines(NONE, late);
    // Then
    expect(lines).toEqual([
      {
        grave: true,
        words: 'Tips may not be arriving: no test tip of our own has gone the whole way for two hours or more.',
      },
    ]);
  });

  it('is said beside the test alerts', () => {
    expect(canaryWords(WELL.canary, now)).toContain('No test tip of our own has gone the whole way yet.');
    expect(canaryWords({ ...WELL.canary, tipHeardAt: '2026-11-24T11:30:00Z' }, now)).toMatch(
      /A test tip went the whole way, from the form to a partner and back, at \d\d:30\.$/,
    );
  });
});

describe('partnerState', () => {
  it.each([
    [PARTNER, 'answers heartbeats; never drilled'],
    [
      { ...PARTNER, channel: 'edge' },
      'gets no heartbeats: whether it can be reached shows only when it is sent something; timing visible to an observer; never drilled',
    ],
    [
      { ...PARTNER, channel: 'edge', faults: ['unreachable'] },
      'cannot be reached; timing visible to an observer; never drilled',
    ],
    [
      { ...PARTNER, drill: { day: '2026-11-20', state: 'answered', seconds: 74 } },
      'answers heartbeats; drill of 2026-11-20 answered after 74 s',
    ],
    [
      { ...PARTNER, admission: 'untried' },
      'answers heartbeats; gets no real alert before it has answered a drill; never drilled',
    ],
    [{ ...PARTNER, faults: ['nonsense'] }, 'has a fault that this page does not know; never drilled'],
  ] as const)('%#', (partner, expected) => {
    // When
    const words = partnerState({ ...partner, faults: [...partner.faults], languages: [] });
    // Then
    expect(words).toBe(expected);
  });
});

describe('what waits for a second person', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  const request = { tipId: 'c0ffee00-0000-4000-8000-000000000000', by: 'aysel', day: '2026-11-23' };
  const ask = (details: number, alerts: number) => ({
    ...NONE,
    asked: {
      details: Array.from({ length: details }, (_, i) => ({ ...request, by: `member ${i}` })),
      alerts: Array.from({ length: alerts }, (_, i) => ({ ...request, by: `member ${i}` })),
      moves: [],
      late: [],
    },
  });

  it('is said with its tip, who asked and since when, and opens the tip', () => {
    // Given
    const known = {
      ...NONE,
      asked: { details: [request], alerts: [{ ...request, day: '2026-11-24' }], moves: [], late: [] },
    };
    // When
    const lines = alarmLines(known, WELL, undefined, now);
    // Then
    expect(lines).toEqual([
      {
        grave: true,
        open: request.tipId,
        words:
          'Tip c0ffee00: an alert without consent waits for a second person. aysel proposed it today; nothing has left.',
      },
      {
        grave: true,
        open: request.tipId,
        words:
          'Tip c0ffee00: details for a partner wait for a second person. aysel wrote them yesterday; nothing has left.',
      },
    ]);
  });

  it('says how many more wait than the service names', () => {
    // When
    const lines = alarmLines({ ...ask(100, 0), more: { ...NO_MORE, asked: 20 } }, WELL, undefined, now);
    // Then
    expect(lines.at(-1)?.words).toBe('And 117 more wait for a second person.');
  });

  it('is one line for several of one member about one tip', () => {
    // Given
    const known = {
      ...NONE,
      asked: { details: [request, request, request, request], alerts: [], moves: [], late: [] },
    };
    // When
    const lines = alarmLines(known, WELL, undefined, now);
    // Then
    expect(lines.map(({ words }) => words)).toEqual([
      'Tip c0ffee00: details for a partner wait for a second person. aysel wrote them yesterday; nothing has left.',
    ]);
  });

  it('is said with the day, if it was before yesterday', () => {
    // Given
    const old = { ...request, day: '2026-11-20' };
    // When
    const lines = alarmLines(
      { ...NONE, asked: { details: [old], alerts: [old], moves: [], late: [] } },
      WELL,
      undefined,
      now,
    );
    // Then
    expect(lines.map(({ words }) => words.split('. ')[1])).toEqual([
      'aysel proposed it on 2026-11-20; nothing has left.',
      'aysel wrote them on 2026-11-20; nothing has left.',
    ]);
  });

  it.each([
    [1, 2, 3, undefined],
    [2, 2, 3, 'And 1 more waits for a second person.'],
    [100, 100, 3, 'And 197 more wait for a second person.'],
  ])('has at most three lines, the alerts first: %i details and %i alerts', (details, alerts, shown, last) => {
    // When
    const lines = alarmLines(ask(details, alerts), WELL, undefined, now);
    // Then
    const opening = lines.filter(({ open }) => open !== undefined);
    expect(opening).toHaveLength(shown);
    expect(opening.findLastIndex(({ words }) => words.includes('an alert'))).toBe(Math.min(alerts, shown) - 1);
    expect(lines.find(({ open }) => open === undefined)?.words).toBe(last);
  });
});
