import { describe, expect, it } from 'vitest';
import { Likeness, MOST_KNOWN } from './likeness';

const APPEAL =
  'Dear friends, they came to our house at night and took my brother, who wrote about the oil company; please tell everybody, and write to your members of parliament, for he is ill and has no medicine with him.';

function known(...texts: string[]): Likeness {
  const likeness = new Likeness();
  texts.forEach((text, index) => {
    likeness.learn(`${index}`, text);
  });
  return likeness;
}

describe('Likeness', () => {
  it.each([
    ['the same', APPEAL],
    ['case, marks and blanks', APPEAL.toUpperCase().replaceAll(' ', '  \n')],
    ['a word behind it', `${APPEAL} 4711`],
    ['one word of many', APPEAL.replace('brother', 'cousin')],
  ])('takes a text for one of its kind that differs by %s', (_, text) => {
    // When
    const likeness = known(APPEAL, text);
    // Then
    expect(likeness.kind('1')).toBeDefined();
    expect(likeness.kind('1')).toBe(likeness.kind('0'));
  });

  it.each([
    ['another text', 'Two men asked our neighbours for my mother, and waited in a grey car until it was dark.'],
    ['the half of it', APPEAL.slice(0, 100)],
    ['the same words in another order', APPEAL.split(' ').reverse().join(' ')],
  ])('takes %s for another kind', (_, text) => {
    const likeness = known(APPEAL, text);
    expect(likeness.kind('1')).toBeDefined();
    expect(likeness.kind('1')).not.toBe(likeness.kind('0'));
  });

  it('tells short texts apart by each word', () => {
    const likeness = known('danger danger danger', 'Danger, danger danger!', 'danger danger', 'help');
    expect(likeness.kind('1')).toBe(likeness.kind('0'));
    expect(likeness.kind('2')).not.toBe(likeness.kind('0'));
    expect(likeness.kind('3')).not.toBe(likeness.kind('2'));
  });

  it.each(['', '  ', '!!! …'])('says nothing of a text without words: %j', (text) => {
    expect(known(text).kind('0')).toBeUndefined();
  });

  it('finds twelve hundred of one kind among others, and no other', () => {
    // Given
    const others = Array.from(
      { length: 34 },
      (_, at) =>
        `${APPEAL.split(' ')
          .slice(at % 30, (at % 30) + 4)
          .join(' ')} number ${at}`,
    );
    const flood = Array.from({ length: 1205 }, (_, at) => `${APPEAL} ${at}`);
    // When
    const likeness = known(...flood, ...others);
    // Then
    const kinds = new Set(flood.map((_, at) => likeness.kind(`${at}`)));
    expect(kinds.size).toBe(1);
    expect(others.filter((_, at) => kinds.has(likeness.kind(`${1205 + at}`)))).toEqual([]);
  });

  it('forgets a tip, all of them, and the oldest of too many', () => {
    // Given
    const likeness = known(APPEAL, APPEAL);
    // When
    likeness.forget('0');
    // Then
    expect(likeness.kind('0')).toBeUndefined();
    expect(likeness.kind('1')).toBeDefined();
    for (let at = 0; at < MOST_KNOWN; at++) likeness.learn(`more-${at}`, 'the same');
    expect(likeness.kind('1')).toBeUndefined();
    likeness.seal();
    expect(likeness.kind('more-7')).toBeUndefined();
  });
});
