import { describe, expect, it } from 'vitest';
import { DETAILS_STATES, type Details, type DetailsState } from '../api/details';
import type { AlertDetail, Partner, PartnerState } from '../api/wire';
import {
  changedWords,
  factsOf,
  hearers,
  objection,
  onAlert,
  stateWords,
  troubleWords,
  verdictOn,
  verdictWords,
  whyNot,
} from './words';

const CONSENTS = { consents: { alert: true, details: true } };

function alertWith(state: AlertDetail['state'], partner: PartnerState = 'delivered'): AlertDetail {
  const told = { name: 'safe-house', state: partner, attempts: 1, since: undefined };
  return {
    alertId: 'a',
    basis: 'desk-confirmed',
    state,
    decision: undefined,
    cancelling: undefined,
    undecided: false,
    goingOn: false,
    overdue: false,
    partners: [told],
  };
}

function written(state: DetailsState, more: Partial<Details> = {}): Details {
  return {
    detailsId: 'd',
    partner: 'safe-house',
    recipient: 'age1pq1x',
    state,
    writer: 'aysel',
    writtenOn: '2026-11-24',
    approver: undefined,
    approvedOn: undefined,
    readOn: undefined,
    ...more,
  };
}

describe('whether something can be written', () => {
  it.each([
    ['both consents and an open alert', CONSENTS, alertWith('claimed'), undefined],
    ['no details', { consents: { alert: true, details: false } }, alertWith('claimed'), /does not allow us/],
    ['no alert any longer', { consents: { alert: false, details: true } }, alertWith('claimed'), /no longer allows/],
    ['an alert that is over', CONSENTS, alertWith('resolved'), /is over/],
    ['one that was called off', CONSENTS, { ...alertWith('open'), decision: 'cancelled' as const }, /is over/],
  ])('%s', (_, tip, alert, wanted) => {
    // When
    const said = whyNot(tip, alert);
    // Then
    if (wanted === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(wanted);
  });

  it.each([
    ['delivered', 1],
    ['needs-info', 1],
    ['declined', 0],
    ['stopped', 0],
  ] as const)('a partner that is %s hears: %i', (state, count) => {
    // Given
    const known = [{ name: 'safe-house' }, { name: 'elsewhere' }] as Partner[];
    // When
    const open = hearers(alertWith('delivered', state), known);
    // Then
    expect(open).toHaveLength(count);
  });

  it('bounds the text in bytes', () => {
    // When
    const said = ['  ', 'ə'.repeat(3950), 'ə'.repeat(3951)].map(objection);
    // Then
    expect(said).toEqual(['Write something first.', undefined, 'Too long by 2 bytes.']);
  });
});

describe('for whom it is', () => {
  const chosen = { partner: 'safe-house', recipient: 'age1pq1x' };

  it.each([
    ['as it was', { name: 'safe-house', recipient: 'age1pq1x' }, undefined],
    [
      'with another key',
      { name: 'safe-house', recipient: 'age1pq1y' },
      /another key.*your text is still here.*list on paper/,
    ],
    ['gone', { name: 'elsewhere', recipient: 'age1pq1x' }, /can no longer get.*your text is still here/],
  ])('says what became of a chosen partner that is %s', (_, now, wanted) => {
    // When
    const said = changedWords(chosen, [now as Partner]);
    // Then
    if (wanted === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(wanted);
  });

  it.each([
    ['the target that was compared', {}, 'same'],
    ['another key', { recipient: 'age1pq1y' }, 'other-target'],
    ['another partner', { partner: 'elsewhere' }, 'other-target'],
  ])('finds that the list now names %s', (_, named, wanted) => {
    // Given
    const read = { text: '', compared: { target: chosen, verdict: 'same' as const } };
    // When
    const verdict = verdictOn(written('waiting', named), read);
    // Then
    expect(verdict).toBe(wanted);
  });

  it('finds nothing about a text that was not opened, or not compared', () => {
    // When
    const found = [undefined, { text: '', compared: undefined }].map((read) => verdictOn(written('waiting'), read));
    // Then
    expect(found).toEqual([undefined, undefined]);
  });

  it('lets nobody approve but what is the same', () => {
    // When
    const said = (['other-text', 'other-target', 'no-target'] as const).map((each) => verdictWords(each, 'safe-house'));
    // Then
    expect(said.filter((words) => !/Do not approve it|cannot be approved/.test(words))).toEqual([]);
    expect(verdictWords('same', 'safe-house')).toContain('this browser has compared');
  });
});

describe('what became of it', () => {
  it('has words for each state, and says the days', () => {
    // When
    const said = DETAILS_STATES.map((state) =>
      stateWords(written(state, { approvedOn: '2026-11-24', ...(state === 'read' ? { readOn: '2026-11-25' } : {}) })),
    );
    // Then
    expect(new Set(said).size).toBe(DETAILS_STATES.length);
    expect(said.filter((words) => words.includes('?'))).toEqual([]);
  });

  it('says of destroyed details whether they had been read', () => {
    // When
    const said = [written('destroyed'), written('destroyed', { readOn: '2026-11-25' })].map(stateWords);
    // Then
    expect(said[0]).toContain('before it was fetched');
    expect(said[1]).toContain('fetched on 2026-11-25');
  });

  it('stands on the alert for the last text of that partner', () => {
    // Given
    const all = [written('read', { readOn: '2026-11-25' }), written('waiting'), written('dropped')];
    // When
    const said = [onAlert('safe-house', all), onAlert('elsewhere', all)];
    // Then
    expect(said).toEqual(['Details: waits for a second person', undefined]);
  });

  it('names both people', () => {
    // When
    const said = factsOf(written('approved', { approver: 'rauf', approvedOn: '2026-11-24' }));
    // Then
    expect(said).toBe('Written by aysel on 2026-11-24, approved by rauf.');
  });

  it('says what the service says, and that again is safe', () => {
    // When
    const said = [troubleWords('refused', 'Own words.'), troubleWords('offline', undefined)];
    // Then
    expect(said[0]).toBe('Own words.');
    expect(said[1]).toContain('kept once');
  });
});
