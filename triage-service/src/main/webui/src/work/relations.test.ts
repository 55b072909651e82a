import { describe, expect, it } from 'vitest';
import type { Step, StepKind, TipSummary } from '../api/wire';
import { followsOf, meant, relationsOf } from './relations';

const step = (kind: StepKind, value: string | undefined, from?: string): Step => ({
  stepId: `${kind}-${value}-${from}`,
  day: '2026-11-24',
  who: 'rauf',
  kind,
  value,
  noted: false,
  from,
  mentions: [],
});

describe('relationsOf', () => {
  it('knows a link from either side, and that either side undid it', () => {
    // When
    const relations = relationsOf([
      step('link', 'b'),
      step('link', 'a', 'c'),
      step('link', 'a', 'd'),
      step('unlink', 'a', 'b'),
      step('unlink', 'd'),
    ]);
    // Then
    expect(relations).toEqual([{ kind: 'link', other: 'c' }]);
  });

  it('knows of what a tip is the duplicate, and what is its duplicate', () => {
    // When
    const relations = relationsOf([
      step('merge', 'b'),
      step('unmerge', 'b'),
      step('merge', 'c'),
      step('merge', 'a', 'd'),
      step('merge', 'a', 'e'),
      step('unmerge', 'a', 'd'),
    ]);
    // Then
    expect(relations).toEqual([
      { kind: 'duplicate-of', other: 'c' },
      { kind: 'has-duplicate', other: 'e' },
    ]);
  });

  it('says that there is a relation to a tip that is not shown', () => {
    // When
    const relations = relationsOf([step('merge', undefined)]);
    // Then
    expect(relations).toEqual([{ kind: 'duplicate-of', other: undefined }]);
  });
});

describe('meant', () => {
  const OWN = '11111111-1111-4111-8111-111111111111';
  const ONE = 'abcd1111-1111-4111-8111-111111111111';
  const TWO = 'abcd2222-1111-4111-8111-111111111111';
  const known = [OWN, ONE, TWO, TWO].map((tipId) => ({ tipId }) as TipSummary);

  it.each([
    ['abcd2', TWO],
    [' ABCD2222 ', TWO],
    [ONE, ONE],
    ['99999999-1111-4111-8111-111111111111', '99999999-1111-4111-8111-111111111111'],
    ['abcd', undefined],
    ['abc', undefined],
    ['1111', undefined],
    [OWN, undefined],
    ['ffff', undefined],
    ['<script>', undefined],
  ])('%s is %s', (typed, expected) => {
    // When
    const tipId = meant(typed, known, OWN);
    // Then
    expect(tipId).toBe(expected);
  });
});

describe('followsOf', () => {
  const A = 'aaaaaaaa-1111-4111-8111-111111111111';
  const B = 'bbbbbbbb-1111-4111-8111-111111111111';
  const first = { tipId: A, replyTo: 'age1pq1one', follows: undefined };
  const more = { tipId: B, replyTo: 'age1pq1one', follows: A };

  it.each([
    ['what adds to a tip, once both are open', [first, more], B, [{ kind: 'follows', other: A }]],
    ['what was added to a tip, once both are open', [first, more], A, [{ kind: 'followed-by', other: B }]],
    ['what is not compared yet', [more], B, [{ kind: 'says-follows', other: A }]],
    [
      'one that another source names',
      [first, { ...more, replyTo: 'age1pq1two' }],
      B,
      [{ kind: 'not-of-one', other: A }],
    ],
    ['one that another source adds to', [first, { ...more, replyTo: 'age1pq1two' }], A, []],
    [
      'what adds to one that was sealed without a receipt',
      [{ ...first, replyTo: undefined }, more],
      B,
      [{ kind: 'unknown', other: A }],
    ],
    [
      'tips to which no reply can go',
      [
        { ...first, replyTo: undefined },
        { ...more, replyTo: undefined },
      ],
      A,
      [],
    ],
    ['a tip that names itself', [{ ...more, follows: B }], B, []],
    ['a tip that is not open', [more], A, []],
  ] as const)('%s', (_what, opened, tipId, expected) => {
    // When
    const relations = followsOf(opened, tipId);
    // Then
    expect(relations).toEqual(expected);
  });
});
