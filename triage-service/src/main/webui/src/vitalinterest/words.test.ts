import { describe, expect, it } from 'vitest';
import type { AlertDetail, TipDetail } from '../api/wire';
import { approveWords, isOpenTo, proposedWords, threatOf } from './words';

const UNTOLD = {
  threat: { who: 'someone-else', when: 'hours', region: '145' },
  consents: { alert: false, details: false },
  alert: undefined,
  withdrawnOn: undefined,
  erasingDue: undefined,
} as TipDetail;
const FOUND = { who: 'someone-else', when: 'days', region: '145' } as const;
const ALERT: AlertDetail = {
  alertId: 'a',
  basis: 'desk-confirmed',
  state: 'open',
  decision: 'confirmed',
  cancelling: undefined,
  undecided: false,
  goingOn: false,
  overdue: false,
  partners: [],
};

describe('an alert without consent', () => {
  it.each([
    ['danger and no consent', UNTOLD, true],
    ['consent', { ...UNTOLD, consents: { alert: true, details: false } }, false],
    ['consent that was taken back', { ...UNTOLD, withdrawnOn: '2026-11-24' }, false],
    ['an alert already', { ...UNTOLD, alert: ALERT }, false],
    ['no danger', { ...UNTOLD, threat: { who: 'none', when: undefined, region: undefined } as const }, true],
  ])('is open to a tip with %s: %s', (_, tip, open) => {
    // When
    const offered = isOpenTo(tip);
    // Then
    expect(offered).toBe(open);
  });

  it('says what partners read, and no region', () => {
    // When
    const said = approveWords(UNTOLD).consequences.join(' ');
    // Then
    expect(said).toContain('They read: somebody may be in physical danger, within hours. No region');
    expect(said).not.toContain('145');
  });

  it('says what partners read of danger that staff found, with the region that they named', () => {
    // When
    const said = approveWords({ threat: { who: 'none', when: undefined, region: undefined } }, FOUND).consequences;
    // Then
    expect(said.join(' ')).toContain('within days, Western Asia. No message, no files, and no details later.');
  });

  it('says what it was proposed for', () => {
    // Given
    const proposal = {
      proposer: 'aysel',
      proposedOn: '2026-11-24',
      digest: 'read',
      approver: undefined,
      approvedOn: undefined,
    };
    // When
    const said = [undefined, FOUND].map((found) => proposedWords({ ...proposal, found }));
    // Then
    expect(said).toEqual([
      'aysel proposed an alert on 2026-11-24.',
      'aysel proposed an alert on 2026-11-24 for danger that they found: Someone else, within days, Western Asia.',
    ]);
  });

  it('tells of what staff found once two have raised an alert for it', () => {
    // Given
    const threat = { who: 'none', when: undefined, region: undefined } as const;
    const proposal = {
      proposer: 'aysel',
      proposedOn: '2026-11-24',
      digest: 'read',
      found: FOUND,
      approvedOn: undefined,
    };
    // When
    const told = [undefined, 'orkhan'].map((approver) => threatOf({ threat }, { ...proposal, approver }));
    // Then
    expect(told).toEqual([threat, FOUND]);
  });
});
