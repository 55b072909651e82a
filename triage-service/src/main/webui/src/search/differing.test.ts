import { describe, expect, it } from 'vitest';
import { differing, wordsIn } from './differing';

const APPEAL = 'They came to our house in Gəncə at night, and took my brother away. He is ill and needs his medicine.';
const parts = (text: string, from = APPEAL) =>
  differing(wordsIn(from), wordsIn(text))?.map(({ text: words, is }) => (is === 'same' ? words : `${is}: ${words}`));

describe('what differs', () => {
  it.each([
    [
      'a town',
      APPEAL.replace('Gəncə', 'Bakı'),
      ['…', 'our house in', 'less: Gəncə', 'more: Bakı', 'at night and', '…'],
    ],
    ['a word more', `${APPEAL} Hurry!`, ['…', 'needs his medicine', 'more: Hurry']],
    ['a word less', APPEAL.replace(' away', ''), ['…', 'took my brother', 'less: away', 'He is ill', '…']],
    [
      'two places',
      APPEAL.replace('our', 'his').replace('his medicine', 'her medicine'),
      [
        'They came to',
        'less: our',
        'more: his',
        'house in Gəncə',
        '…',
        'ill and needs',
        'less: his',
        'more: her',
        'medicine',
      ],
    ],
  ])('is shown beside what is the same: %s', (_, text, shown) => {
    expect(parts(text)).toEqual(shown);
  });

  it('is nothing in case, accents and signs', () => {
    expect(parts(APPEAL.toUpperCase().replaceAll('Ə', 'e').replaceAll('.', '!'))).toEqual(['…']);
  });

  it.each([
    '',
    'Buy now, buy now',
    APPEAL.split(' ').reverse().join(' '),
    `${APPEAL} ${Array.from({ length: 80 }, (_, at) => `x${at}`).join(' ')}`,
  ])('is not said of a text that says something else: %j', (text) => {
    expect(parts(text)).toBeUndefined();
  });

  it('keeps the words as they were written', () => {
    expect(parts('one two three ÜÇ-DÖRD five six seven', 'one two three four five six seven')).toEqual([
      'one two three',
      'less: four',
      'more: ÜÇ DÖRD',
      'five six seven',
    ]);
  });

  it('is bounded, and says that more differs', () => {
    // Given
    const some = Array.from({ length: 60 }, (_, at) => `a${at} b${at} c${at} d${at} e${at} f${at} g${at} h${at}`);
    const other = some.map((words, at) => `${words} z${at}`);
    // When
    const shown = parts(other.join(' '), some.join(' '));
    // Then
    expect(shown).toHaveLength(25);
    expect(shown?.at(-1)).toBe('cut: ');
  });
});
