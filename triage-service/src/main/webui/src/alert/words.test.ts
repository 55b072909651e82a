import { describe, expect, it } from 'vitest';
import { alertDetail, tipSummary } from '../../fixture/tips.ts';
import { Failure } from '../api/failure';
import type { Channel } from '../api/wire';
import {
  choices,
  decisionTroubleWords,
  decisionWords,
  endingWords,
  leftToCall,
  missingWords,
  noAlertWords,
  partnerWords,
  reachable,
  stateWords,
  telephoneWords,
  tidyingWords,
  titleWords,
  resolvedWords,
  underWay,
  writtenBy,
} from './words';

const reached = { name: 'safe-house', state: 'acknowledged', attempts: 1, since: '2026-11-24T10:00:00Z' } as const;
const waiting = { name: 'night-line', state: 'pending', attempts: 0, since: undefined } as const;
const danger = { who: 'someone-else', when: 'hours', region: '145' } as const;

describe('the end of an alert without a tip', () => {
  const orphan = (threat: typeof danger | undefined, partners: string[]) =>
    endingWords({
      alert: { alertId: 'aaaaaaaa', state: 'open', overdue: false, since: undefined, threat, partners },
      ending: undefined,
    }).consequences.join(' ');

  it.each([
    ['whom it reached', danger, ['safe-house'], 'Nobody else will get it.', 'Nobody has been reached'],
    ['that it reached nobody', danger, [], 'Nobody has been reached, and nobody will be.', 'Nobody else'],
    ['neither, as long as nothing is known', undefined, [], 'cannot be', 'Nobody '],
  ])('says %s', (_what, threat, partners, words, others) => {
    expect(orphan(threat, partners)).toContain(words);
    expect(orphan(threat, partners)).not.toContain(others);
  });
});

describe('choices', () => {
  it.each([
    ['an open alert', {}, true, ['confirmed', 'cancelled']],
    ['a confirmed one', { basis: 'desk-confirmed', decision: 'confirmed' }, true, ['renewed', 'cancelled']],
    [
      'one that a partner has taken on',
      { basis: 'desk-confirmed', decision: 'confirmed', state: 'acknowledged' },
      true,
      ['renewed', 'others', 'cancelled'],
    ],
    ['one that somebody has taken on whose consent was withdrawn', { state: 'claimed' }, false, ['cancelled']],
    ['one that is being confirmed', { decision: 'confirmed' }, true, ['renewed', 'cancelled']],
    ['one whose consent was withdrawn', {}, false, ['cancelled']],
    ['a cancelled one', { state: 'cancelled' }, true, []],
    [
      'one that a partner calls resolved',
      { state: 'resolved', decision: 'confirmed' },
      true,
      ['confirmed', 'cancelled'],
    ],
    ['an expired one', { state: 'expired', decision: 'confirmed' }, true, ['confirmed', 'cancelled']],
    ['one that is being cancelled', { decision: 'cancelled' }, true, []],
    ['one that I asked to cancel', { cancelling: { by: 'aysel', due: '' } }, true, ['confirmed']],
    ['one that a colleague asked to cancel', { cancelling: { by: 'rauf', due: '' } }, true, ['confirmed', 'cancelled']],
  ] as const)('for %s', (_what, part, consent, expected) => {
    // When
    const open = choices(alertDetail(part), { alert: consent, details: false }, 'aysel');
    // Then
    expect(open).toEqual(expected);
  });
});

describe('underWay', () => {
  it('tells of a decision until it has come back', () => {
    // When
    const words = underWay(alertDetail({ decision: 'confirmed' }));
    // Then
    expect(words).toBe('Confirmed: partners are being told.');
  });

  it.each([
    ['says that the desk has not decided', { undecided: true }, undefined, /^The desk has not decided/],
    ['once it has, says that alone', {}, /^The desk has decided that it goes on/, undefined],
    [
      'says who asked to cancel it instead',
      { cancelling: { by: 'rauf', due: '2026-11-24T11:05:00Z' } },
      undefined,
      undefined,
    ],
  ])('of one that a partner calls resolved %s', (_what, more, onItsWay, open) => {
    // When
    const alert = alertDetail({ state: 'resolved', decision: 'confirmed', ...more });
    // Then
    const match = (words?: RegExp) => (words === undefined ? undefined : (expect.stringMatching(words) as string));
    expect([underWay(alert), resolvedWords(alert)]).toEqual([match(onItsWay), match(open)]);
  });

  it('says of one that its time had ended what the desk has decided since', () => {
    // Given
    const alert = alertDetail({ state: 'expired', decision: 'confirmed', goingOn: true });
    // When
    const words = [stateWords(alert), titleWords(alert), underWay(alert)];
    // Then
    expect(words).toEqual([
      'goes on',
      'Goes on, as the desk has decided',
      'The desk has decided that it goes on. The alert channel has not said yet that it took that.',
    ]);
    expect(titleWords({ ...alert, goingOn: false })).toBe('Expired: its time has passed');
  });

  it('is silent afterwards', () => {
    // When
    const words = underWay(alertDetail({ decision: 'confirmed', basis: 'desk-confirmed' }));
    // Then
    expect(words).toBeUndefined();
  });
});

describe('tidyingWords', () => {
  it('says how many end at once because somebody else has asked', () => {
    // When
    const { title, consequences } = tidyingWords(13, 2);
    // Then
    expect(title).toBe('Cancel 13 alerts of a flood that partners call resolved?');
    expect(consequences).toContain('2 that colleagues asked to cancel end at once.');
    expect(tidyingWords(13, 0).consequences.join(' ')).not.toContain('at once');
  });
});

describe('decisionWords', () => {
  it('says that a resolved alert goes on', () => {
    // Given
    const alert = alertDetail({ state: 'resolved', partners: [reached] });
    // When
    const { title, consequences } = decisionWords('confirmed', tipSummary({ alert }), alert);
    // Then
    expect(title).toBe('Let this alert go on?');
    expect(consequences[0]).toBe('safe-house is told that the desk confirms the danger again.');
  });

  it('names everybody whom a confirmation reaches, and what they read', () => {
    // Given
    const alert = alertDetail({ partners: [reached, waiting] });
    const tip = tipSummary({ threat: danger, consents: { alert: true, details: false }, alert });
    // When
    const { consequences } = decisionWords('confirmed', tip, alert);
    // Then
    expect(consequences).toEqual([
      'safe-house, which has the alert already, gets an update: the desk confirms the danger.',
      'night-line gets the alert, with the desk’s confirmation.',
      'Partners that take alerts only on the desk’s word get it now, for the first time.',
      'They read: somebody may be in physical danger, within hours, Western Asia; details may not be shared. They do not learn who it is or where, and do not get the message or the files.',
      'This cannot be unsent. You can cancel the alert later.',
    ]);
  });

  it.each([
    ['somebody', ['shelter'], 'The next partners are called at once, and its clock runs as with a new alert.'],
    [
      'nobody',
      [],
      'Nobody else is left to call: every partner that may get it has it. Telephone, by the list on paper. Its clock runs as with a new alert.',
    ],
    ['it is not known who', undefined, 'The next partners are called at once, and its clock runs as with a new alert.'],
  ])('says of a call for others, when %s is left', (_who, left, expected) => {
    // Given
    const alert = alertDetail({ state: 'acknowledged', partners: [reached] });
    // When
    const { consequences } = decisionWords('others', tipSummary({ alert }), alert, left);
    // Then
    expect(consequences[1]).toBe(expected);
  });

  it('counts nobody as left who has the alert, has not been admitted, is gone, or is our own staff', () => {
    // Given
    const alert = alertDetail({ state: 'acknowledged', partners: [reached] });
    const partner = (name: string, admission: 'ready' | 'untried', faults: string[] = []) =>
      ({ name, admission, faults }) as unknown as Channel['partners'][number];
    const partners = [
      partner('safe-house', 'ready'),
      partner('new', 'untried'),
      partner('gone', 'ready', ['gone']),
      { ...partner('duty-aysel', 'ready'), staff: true },
    ];
    // When
    const left = leftToCall(alert, { partners, canary: {} } as unknown as Channel);
    // Then
    expect(left).toEqual([]);
    expect(leftToCall(alert, undefined)).toBeUndefined();
  });

  it('says whom to telephone when others are called', () => {
    // Given
    const claimed = { ...reached, state: 'claimed' as const };
    const atTheEdge = { ...claimed, name: 'shelter', timingVisible: true };
    // When
    const { consequences } = decisionWords('others', tipSummary({}), alertDetail({ partners: [claimed, atTheEdge] }));
    // Then
    expect(consequences.slice(0, 2)).toEqual([
      'safe-house, which has taken it on, is asked again whether it does.',
      'shelter has taken it on and does not hear of this by itself: telephone them.',
    ]);
  });

  it('names only those whom a cancellation reaches', () => {
    // Given
    const tried = { ...waiting, name: 'shelter', attempts: 2 };
    const alert = alertDetail({ partners: [reached, waiting, tried], cancelling: { by: 'rauf', due: '' } });
    // When
    const { title, consequences } = decisionWords('cancelled', tipSummary({ alert }), alert);
    // Then
    expect(title).toBe('Cancel this alert now?');
    expect(consequences).toEqual([
      'safe-house, which has acknowledged, is told to stand down.',
      'shelter is told that the alert no longer holds.',
      'Nobody else will get it.',
      'A cancelled alert cannot be opened again.',
    ]);
  });
});

describe('partnerWords', () => {
  it.each([
    [waiting, 'waiting'],
    [{ ...waiting, attempts: 1 }, 'not reached yet, 1 attempt'],
    [{ ...waiting, attempts: 3 }, 'not reached yet, 3 attempts'],
    [{ ...reached, state: 'delivered' as const }, 'delivered'],
    [reached, 'acknowledged'],
  ])('%o', (partner, expected) => {
    // When
    const words = partnerWords(partner);
    // Then
    expect(words).toBe(expected);
  });
});

describe('missingWords', () => {
  it.each([
    [{ ...reached, state: 'delivered' as const }, 'delivered' as const, ', not acknowledged'],
    [{ ...reached, state: 'delivered' as const }, 'cancelled' as const, ''],
    [reached, 'acknowledged' as const, ''],
  ])('%o of an alert that is %s', (partner, alert, expected) => {
    // When
    const words = missingWords(partner, alert);
    // Then
    expect(words).toBe(expected);
  });
});

describe('noAlertWords', () => {
  it('says when the source did not allow one', () => {
    // When
    const words = noAlertWords(tipSummary({ threat: danger }));
    // Then
    expect(words).toBe(
      'With this tip, the source did not allow an alert. No protection organisation has been told because of it.',
    );
  });

  it('does not say that nothing was sent where it does not know', () => {
    // When
    const words = noAlertWords(tipSummary({ threat: danger, consents: { alert: true, details: false } }));
    // Then
    expect(words).toBe('What became of the alert is not known here. Tell the operators of the service.');
  });
});

describe('decisionTroubleWords', () => {
  it('passes on why the service refused', () => {
    // When
    const words = decisionTroubleWords(new Failure('refused', 'The alert has been cancelled.'));
    // Then
    expect(words).toBe('The alert has been cancelled.');
  });
});

describe('a telephone call', () => {
  const called = { ...reached, byTelephone: true };

  it('is told apart from what a partner pressed', () => {
    expect(partnerWords(called)).toBe('sees to it, as they said on the telephone');
    expect(partnerWords({ ...called, state: 'declined' })).toBe('cannot, as they said on the telephone');
    const ended = { ...called, state: 'delivered' } as const;
    expect(partnerWords(ended) + missingWords(ended, 'delivered')).toBe(
      'said on the telephone that they see to it; that has ended',
    );
  });

  it('is of the one who wrote it down last', () => {
    const step = { stepId: '', day: '', noted: true, from: undefined, mentions: [] };
    const steps = [
      { ...step, who: 'aysel', kind: 'telephone', value: 'safe-house cannot' },
      { ...step, who: 'rauf', kind: 'telephone', value: 'safe-house acts' },
      { ...step, who: 'leyla', kind: 'telephone', value: 'safe-house-2 acts' },
    ];
    expect(writtenBy(called, steps)).toBe('rauf');
    expect(writtenBy(reached, steps)).toBeUndefined();
  });

  it('is offered for partners that were told, while the alert goes on', () => {
    expect(reachable(alertDetail({ partners: [reached, waiting] }))).toEqual([reached, waiting]);
    expect(reachable(alertDetail({ partners: [reached], state: 'cancelled' }))).toEqual([]);
    expect(reachable(alertDetail({ partners: [reached], decision: 'cancelled' }))).toEqual([]);
  });

  it('does not count either where they have let go of it three times', () => {
    const often = { ...reached, state: 'released', uncounted: true } as const;
    expect(missingWords(often, 'unanswered')).toContain('what they press keeps nobody from being called');
    expect(missingWords(often, 'cancelled')).toBe('');
    expect(telephoneWords(often, 'acts').join(' ')).toContain('Confirm or renew the alert first');
    const asked = telephoneWords({ ...often, state: 'needs-info' }, 'acts').join(' ');
    expect(asked).toContain('Confirm or renew the alert first');
    expect(asked).not.toContain('still asks');
  });

  it('says what follows before it is sent', () => {
    expect(telephoneWords(reached, 'looks').join(' ')).toContain('for four hours nobody else is called');
    expect(telephoneWords(reached, 'looks').join(' ')).toContain('that goes on and ends when it would have');
    expect(telephoneWords(reached, 'cannot').join(' ')).toContain('others are called at once');
  });

  it.each(['acts', 'looks', 'cannot'] as const)('does not count where they pressed that they cannot: %s', (said) => {
    const refused = { ...reached, state: 'declined' } as const;
    expect(telephoneWords(refused, said).join(' ')).toContain('the call does not count');
    expect(telephoneWords({ ...refused, state: 'released' }, said).join(' ')).toContain('the call does not count');
    expect(telephoneWords({ ...refused, byTelephone: true }, said).join(' ')).toContain('It counts as if');
  });
});
