import { describe, expect, it } from 'vitest';
import type { Channel } from '../api/wire';
import {
  callingWords,
  draftOf,
  objectionTo,
  standing,
  telephoneIn,
  toTelephone,
  writtenIn,
  type Telephone,
} from './telephone';

const TELEPHONE: Telephone = {
  partner: 'safe-house',
  numbers: ['+49 30 1234567'],
  words: 'Nights: ask for Maryam',
  by: 'aysel',
  on: '2026-11-30',
};
const SEALED = {
  telephoneId: '1',
  partner: 'safe-house',
  queue: 'threat',
  epoch: 1,
  sealed: '',
  writtenBy: 'aysel',
  approval: undefined,
  approvedBy: undefined,
};

describe('a draft of telephone numbers', () => {
  it.each([
    ['+49 30 1234567', 'Nights: ask for Maryam'],
    ['(030) 123-45.67/8', 'شب‌ها مریم را بخواهید'],
    ['112', 'From 22:00 to 06:00'],
    ['(+49) 30 1234567', ''],
    ['۰۳۰ ۱۲۳٤٥٦', ''],
    ['', 'They have no telephone'],
  ])('may be %s with %s', (number, words) => {
    expect(objectionTo({ numbers: [number, '', ''], words })).toBeUndefined();
  });

  it.each([
    ['tel:112', ''],
    ['+49 30 12345 ext 6', ''],
    ['+49 30 \u202e7654321', ''],
    ['12', ''],
    ['1'.repeat(41), ''],
    ['112', 'x'.repeat(201)],
    ['112', 'two\nlines'],
    ['112', 'turned \u202eround'],
    ['112', 'or call 0301234567'],
    ['112', 'یا ۰۳۰۱۲۳۴'],
    [' ', ' '],
  ])('may not be %s with %s', (number, words) => {
    expect(objectionTo({ numbers: [number, '', ''], words })).toBeDefined();
  });

  it('begins with what was written last, and leaves out what is empty', () => {
    expect(writtenIn(draftOf(TELEPHONE))).toEqual({ numbers: TELEPHONE.numbers, words: TELEPHONE.words });
    expect(draftOf(undefined)).toEqual({ numbers: ['', '', ''], words: '' });
  });

  it('is sealed in digits that every telephone has', () => {
    expect(writtenIn({ numbers: ['+۴۹ ۳۰ ٠١٩'], words: '' }).numbers).toEqual(['+49 30 019']);
  });
});

describe('opened telephone numbers', () => {
  it.each([
    { numbers: ['+49 30 \u202e7654321'] },
    { numbers: ['1234', '1234', '1234', '1234'] },
    { words: 'two\nlines' },
    { words: 'x'.repeat(201) },
    { words: 'or call 0301234567' },
    { numbers: undefined },
    { on: '2026-12-01' },
    { on: '2026-1-1' },
    { on: '2026-11-30. rauf called on 2026-12-01' },
    { on: '2025-13-01' },
  ])('are refused if our own browser would not have sealed them: %o', (changed) => {
    expect(telephoneIn(JSON.stringify(TELEPHONE), SEALED, '2026-11-30')).toEqual(TELEPHONE);
    expect(() => telephoneIn(JSON.stringify({ ...TELEPHONE, ...changed }), SEALED, '2026-11-30')).toThrow();
  });

  it('say who wrote them and who called', () => {
    const proven = { is: 'proven', telephone: TELEPHONE, earlier: false } as const;
    const called = { ...TELEPHONE, called: { by: 'rauf', on: '2026-12-01' } };
    expect(standing(proven).said).toEqual(['Last changed by aysel on 2026-11-30.']);
    expect(standing(proven).warnings.join(' ')).toMatch(/^ONE PERSON/);
    expect(standing({ ...proven, telephone: called }).said.join(' ')).toMatch(/aysel.*rauf called on 2026-12-01/);
    expect(standing({ ...proven, telephone: called }).warnings).toEqual([]);
    expect(standing({ ...proven, telephone: called, changedBy: 'leyla' }).warnings.join(' ')).toMatch(
      /^CHANGED.*leyla/,
    );
    expect(standing({ ...proven, telephone: called, earlier: true }).warnings.join(' ')).toMatch(/^OLD KEY/);
    expect(standing({ is: 'not-proven' }).warnings.join(' ')).toMatch(/NOT PROVEN.*list on paper/);
    expect(standing({ is: 'no-key' }).warnings.join(' ')).toMatch(/do not hold/);
  });

  it('are shown to the second person before they say that they called', () => {
    expect(callingWords(TELEPHONE).consequences.join(' ')).toContain('+49 30 1234567 · Nights: ask for Maryam');
  });
});

describe('whom to telephone', () => {
  const partner = (name: string, more: object = {}) => ({ name, staff: false, admission: 'ready', ...more });

  it('are those that were told, then other partners, and no staff, no canary and nobody who was ended', () => {
    const partners = [
      partner('night-line', { admission: 'untried' }),
      partner('safe-house'),
      partner('duty', { staff: true }),
      partner('null-partner', { admission: undefined }),
      partner('gone', { admission: 'disabled' }),
    ];
    expect(toTelephone(['safe-house'], { partners } as unknown as Channel)).toEqual(['safe-house', 'night-line']);
    expect(toTelephone(['safe-house'], undefined)).toEqual(['safe-house']);
  });
});
