import { describe, expect, it } from 'vitest';
import { MOST_KNOWN, SameWords } from './samewords';

const APPEAL = 'They came to our house in Gəncə at night, and took my brother. He is ill.';

function known(...texts: string[]): SameWords {
  const words = new SameWords();
  texts.forEach((text, index) => {
    words.learn(`${index}`, text);
  });
  return words;
}

describe('SameWords', () => {
  it.each([
    ['nothing', APPEAL],
    ['case and blanks', APPEAL.toUpperCase().replaceAll(' ', '  \n')],
    ['accents and punctuation', APPEAL.replaceAll('ə', 'e').replaceAll(/[.,]/g, '!')],
  ])('knows what differs by %s to say the same', (_, text) => {
    const words = known(APPEAL, text);
    expect(words.of('1')).toBeDefined();
    expect(words.of('1')).toBe(words.of('0'));
  });

  it.each([
    ['a name', APPEAL.replace('Gəncə', 'Bakı')],
    ['a number', `${APPEAL} 7`],
    ['a word', APPEAL.replace('brother', 'mother')],
    ['the order', APPEAL.split(' ').reverse().join(' ')],
  ])('knows what differs by %s to say something else', (_, text) => {
    const words = known(APPEAL, text);
    expect(words.of('1')).toBeDefined();
    expect(words.of('1')).not.toBe(words.of('0'));
  });

  it.each(['', '!!! …', 'x'.repeat(4001)])('does not know what it cannot compare', (text) => {
    expect(known(text).of('0')).toBeUndefined();
  });

  it('forgets a tip, the oldest of too many, and all', () => {
    // Given
    const words = known(APPEAL, APPEAL);
    // When
    words.forget('0');
    // Then
    expect(words.of('0')).toBeUndefined();
    expect(words.of('1')).toBeDefined();
    for (let at = 0; at < MOST_KNOWN; at++) words.learn(`more-${at}`, 'the same');
    expect(words.of('1')).toBeUndefined();
    words.seal();
    expect(words.of('more-7')).toBeUndefined();
  });
});
