import { describe, expect, it } from 'vitest';
import type { TipSummary } from '../api/wire';
import type { Opened } from '../format/reading';
import { excerpt, folded } from '../words/folding';
import { SearchIndex, MOST_TIPS } from './searchindex.svelte';

const tip = (tipId: string) => ({ tipId }) as TipSummary;

function searchIndex(open = { is: true }) {
  return new SearchIndex(() => open.is);
}

function found(inMemory: SearchIndex, query: string): string[] | undefined {
  inMemory.query = query;
  return inMemory.hits?.map((hit) => hit.tip.tipId);
}

describe('folded', () => {
  it.each([
    ['İSTANBUL’DA', 'istanbul’da'],
    ['Ilqar', 'ılqar'],
    ['Bəhruz gəldi', 'behruz geldi'],
    ['Çağırış', 'cagiris'],
    ['ёлка', 'ЕЛКА'],
    ['می‌خواهم', 'ميخواهم'],
    ['كتـاب', 'کتاب'],
    ['ﬁle', 'FILE'],
  ])('finds %s by %s', (written, typed) => {
    // When
    const [one, other] = [folded(written), folded(typed)];
    // Then
    expect(one).toBe(other);
  });
});

describe('excerpt', () => {
  it('marks every word where it stands in what was written', () => {
    // When
    const pieces = excerpt('At İZMİR station, then back to Izmir.', ['izmir', 'back']);
    // Then
    expect(pieces.filter((piece) => piece.found).map((piece) => piece.text)).toEqual(['İZMİR', 'back', 'Izmir']);
    expect(pieces.map((piece) => piece.text).join('')).toBe('At İZMİR station, then back to Izmir.');
  });

  it('shows only what is around, and never half a letter', () => {
    // When
    const pieces = excerpt(`${'😀'.repeat(500)}needle${'😀'.repeat(500)}`, ['needle']);
    // Then
    const text = pieces.map((piece) => piece.text).join('');
    expect(text).toBe(`…${'😀'.repeat(60)}needle${'😀'.repeat(60)}…`);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe('SearchIndex', () => {
  it('finds the tips in which every word stands, wherever, the last opened first', () => {
    // Given
    const kept = searchIndex();
    kept.keep(tip('a'), 'message', 'message', 'They came at night');
    kept.keep(tip('a'), 'note-1', 'note', 'Compare with the border case');
    kept.keep(tip('b'), 'message', 'message', 'At the border, at night');
    kept.keep(tip('c'), 'message', 'message', 'At night');
    // When
    const tips = found(kept, 'NIGHT border');
    // Then
    expect(tips).toEqual(['b', 'a']);
    expect(kept.hits?.map((hit) => hit.where)).toEqual(['message', 'message']);
  });

  it('has nothing to say until somebody asks, and nothing to find in what was not opened', () => {
    // Given
    const kept = searchIndex();
    kept.keep(tip('a'), 'message', 'message', 'night');
    // When
    const [nothing, none] = [found(kept, '  '), found(kept, 'day')];
    // Then
    expect(nothing).toBeUndefined();
    expect(none).toEqual([]);
  });

  it('forgets everything, the question too', () => {
    // Given
    const kept = searchIndex();
    kept.keep(tip('a'), 'message', 'message', 'night');
    kept.query = 'night';
    // When
    kept.seal();
    // Then
    expect(kept.query).toBe('');
    expect(kept.tips).toBe(0);
    expect(found(kept, 'night')).toEqual([]);
  });

  it('forgets a tip that is gone', () => {
    // Given
    const kept = searchIndex();
    kept.keep(tip('a'), 'message', 'message', 'night');
    // When
    kept.forget('a');
    // Then
    expect(found(kept, 'night')).toEqual([]);
  });

  it('keeps nothing that arrives after the key was locked', () => {
    // Given
    const open = { is: true };
    const kept = searchIndex(open);
    open.is = false;
    // When
    kept.keep(tip('a'), 'message', 'message', 'night');
    // Then
    expect(kept.tips).toBe(0);
  });

  it('lets go of what was opened longest ago', () => {
    // Given
    const kept = searchIndex();
    for (let i = 0; i < MOST_TIPS; i++) kept.keep(tip(String(i)), 'message', 'message', 'night');
    kept.keep(tip('0'), 'note-1', 'note', 'looked at again');
    // When
    kept.keep(tip('one more'), 'message', 'message', 'night');
    // Then
    expect(kept.tips).toBe(MOST_TIPS);
    expect(found(kept, 'again')).toEqual(['0']);
    expect(found(kept, 'night')).not.toContain('1');
  });

  it('keeps no more text than it may', () => {
    // Given
    const kept = searchIndex();
    const long = 'x'.repeat(2_000_000);
    for (const id of ['a', 'b']) kept.keep(tip(id), 'message', 'message', long);
    kept.keep(tip('b'), 'message', 'message', long);
    // When
    kept.keep(tip('c'), 'message', 'message', long);
    // Then
    expect(kept.tips).toBe(2);
  });

  it('knows whose the opened tips are until the key is locked', () => {
    // Given
    const kept = searchIndex();
    const follows = 'd5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95';
    const opened = (answers: [string, string][]): Opened => ({
      form: 'tip',
      topic: '',
      message: 'night',
      answers,
      replyTo: 'age1pq1one',
      files: [],
    });
    // When
    kept.keepTip(tip('a'), opened([['follows', follows]]));
    kept.keepTip(tip('b'), opened([['follows', '../people']]));
    const known = kept.ofSource;
    kept.seal();
    // Then
    expect(known).toEqual([
      { tipId: 'a', replyTo: 'age1pq1one', follows },
      { tipId: 'b', replyTo: 'age1pq1one', follows: undefined },
    ]);
    expect(kept.ofSource).toEqual([]);
  });

  it.each([
    ['sealed on a device', { form: 'tip', topic: '', message: 'night', answers: [], replyTo: undefined, files: [] }],
    ['of one file', { form: 'one-file', file: {}, why: 'not-zip' }],
    ['of no words', { form: 'tip', topic: '', message: '', answers: [], replyTo: undefined, files: [] }],
  ])('knows the source by the reply key beside a tip that was %s', (_what, opened) => {
    // Given
    const kept = searchIndex();
    kept.keepTip(tip('a'), opened as unknown as Opened);
    // When
    kept.keepBeside({ tipId: 'a', replyTo: 'age1pq1one' });
    kept.keepBeside({ tipId: 'b', replyTo: 'age1pq1one' });
    // Then
    expect(kept.ofSource).toEqual([{ tipId: 'a', replyTo: 'age1pq1one', follows: undefined }]);
  });

  it('trusts the reply key that is sealed in a tip, not the one beside it', () => {
    // Given
    const kept = searchIndex();
    const sealed = { form: 'tip', topic: '', message: 'night', answers: [], replyTo: 'age1pq1one', files: [] };
    kept.keepTip(tip('a'), sealed as unknown as Opened);
    // When
    kept.keepBeside({ tipId: 'a', replyTo: 'age1pq1two' });
    // Then
    expect(kept.ofSource[0]?.replyTo).toBe('age1pq1one');
  });
});
