import { describe, expect, it } from 'vitest';
import type { AlertDetail, TipDetail } from '../api/wire';
import { approveWords, isOpenTo } from './words';

const UNTOLD = {
  threat: { who: 'someone-else', when: 'hours', region: '145' },
  consents: { alert: false, details: false },
  alert: undefined,
  withdrawnOn: undefined,
  erasingDue: undefined,
} as TipDetail;
const ALERT: AlertDetail = {
  alertId: 'a',
  basis: 'desk-confirmed',
  state: 'open',
  decision: 'confirmed',
  cancelling: undefined,
  overdue: false,
  partners: [],
};

describe('an alert without consent', () => {
  it.each([
    ['danger and no consent', UNTOLD, true],
    ['consent', { ...UNTOLD, consents: { alert: true, details: false } }, false],
    ['consent that was taken back', { ...UNTOLD, withdrawnOn: '2026-11-24' }, false],
    ['an alert already', { ...UNTOLD, alert: ALERT }, false],
    ['no danger', { ...UNTOLD, threat: { who: 'none', when: undefined, region: undefined } as const }, false],
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
});
