import { describe, expect, it } from 'vitest';
import type { Threat } from '../api/wire';
import type { Opened } from './reading';
import { differences, objectionTo, sealedAnswers, type Deed } from './sealedanswers';

const HOURS: Threat = { who: 'me', when: 'hours', region: undefined };
const DAYS: Threat = { who: 'someone-else', when: 'days', region: '145' };
const NOBODY: Threat = { who: 'none', when: undefined, region: undefined };
const BOTH = { alert: true, details: true };
const NEITHER = { alert: false, details: false };

function tip(answers: Record<string, string>): Opened {
  return { form: 'tip', topic: '', message: '', answers: Object.entries(answers), replyTo: undefined, files: [] };
}

const FILE: Opened = {
  form: 'one-file',
  why: 'not-a-tip',
  file: { number: 1, claimed: undefined, size: 1, kind: 'unknown', facts: [], picture: undefined } as never,
};
const YES = { danger: 'me', soon: 'hours', alert: 'yes', details: 'yes' };
const NO = { danger: 'me', soon: 'hours', alert: 'no', details: 'no' };

describe('objectionTo', () => {
  it.each<[Deed, string, Opened, string | undefined]>([
    ['confirm', 'a source that said no', tip(NO), 'did not allow an alert'],
    ['confirm', 'a source that said yes', tip(YES), undefined],
    ['confirm', 'an answer that is neither', tip({ alert: 'perhaps' }), 'did not allow an alert'],
    ['confirm', 'a tip without such answers', tip({}), undefined],
    ['confirm', 'a file of the source’s own', FILE, undefined],
    ['details', 'a source that said no', tip(NO), 'did not allow'],
    ['details', 'a source that allowed the alert alone', tip({ ...YES, details: 'no' }), 'did not allow details'],
    ['details', 'a source that allowed details alone', tip({ ...YES, alert: 'no' }), 'did not allow an alert'],
    ['details', 'a source that said yes', tip(YES), undefined],
    ['find', 'a source in no danger', tip({ ...NO, danger: 'none' }), undefined],
    ['move', 'a source in danger, of which the service says nothing', tip(NO), 'reported danger'],
    ['move', 'a source in no danger', tip({ ...NO, danger: 'none' }), undefined],
    ['move', 'a file of the source’s own', FILE, undefined],
    ['raise', 'a source that allowed no alert', tip(NO), undefined],
    ['raise', 'a source in no danger', tip({ ...NO, danger: 'none' }), 'reported no danger'],
  ])('%s: %s', (deed, _whose, opened, expected) => {
    // When
    const objection = objectionTo(deed, sealedAnswers(opened));
    // Then
    if (expected === undefined) expect(objection).toBeUndefined();
    else expect(objection).toContain(expected);
  });

  it.each<Deed>(['confirm', 'raise', 'find', 'details', 'move'])('%s: a tip that is not open here', (deed) => {
    // When
    const objection = objectionTo(deed, undefined);
    // Then
    expect(objection).toContain('not open in this browser');
  });
});

describe('differences', () => {
  it.each([
    ['as sealed', HOURS, BOTH, YES, []],
    ['consents taken back since', HOURS, NEITHER, YES, []],
    ['more danger than sealed', HOURS, NEITHER, { danger: 'none', alert: 'no', details: 'no' }, []],
    ['a tip without answers', NOBODY, BOTH, {}, []],
    ['danger gone', NOBODY, NEITHER, NO, ['the source reported danger within hours, the server says less']],
    ['danger put off', DAYS, NEITHER, NO, ['the source reported danger within hours, the server says less']],
    [
      'danger of somebody put off',
      DAYS,
      NEITHER,
      { ...NO, danger: 'unspecified' },
      ['the source reported danger within hours, the server says less'],
    ],
    [
      'danger of days gone',
      NOBODY,
      NEITHER,
      { danger: 'me', soon: 'days' },
      ['the source reported danger, the server says less'],
    ],
    [
      'a wider consent',
      HOURS,
      { alert: true, details: false },
      NO,
      ['the source did not allow an alert, the server says that they did'],
    ],
    [
      'a wider second consent',
      HOURS,
      BOTH,
      { ...YES, details: 'no' },
      ['the source did not allow details to be shared, the server says that they did'],
    ],
  ])('%s', (_what, threat, consents, answers, expected) => {
    // When
    const found = differences({ threat, consents }, sealedAnswers(tip(answers)));
    // Then
    expect(found).toEqual(expected);
  });
});
