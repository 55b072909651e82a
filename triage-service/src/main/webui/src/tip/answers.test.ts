import { describe, expect, it } from 'vitest';
import { inWords } from './answers';

describe('inWords', () => {
  it.each([
    ['danger', 'someone-else', { question: 'Who is in danger', answer: 'Someone else' }],
    ['soon', 'hours', { question: 'How soon', answer: 'within hours' }],
    ['region', '145', { question: 'Where', answer: 'Western Asia' }],
    ['alert', 'no', { question: 'May partners be told of the danger', answer: 'No' }],
    ['details', 'toString', { question: 'May details be shared with them', answer: 'toString' }],
    [
      'alert',
      'as-before',
      {
        question: 'May partners be told of the danger',
        answer: 'Not asked again: what counts is in the tip that it adds to',
      },
    ],
    ['worse', 'yes', { question: 'Is it worse now', answer: 'Yes' }],
    ['follows', 'd5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95', { question: 'Adds to tip', answer: 'd5f9b2e8' }],
    ['follows', '../people', { question: 'Adds to tip', answer: '../people' }],
    ['constructor', 'x', { question: 'constructor', answer: 'x' }],
    ['who\u202e', 'yes', { question: 'who⟨U+202E⟩', answer: 'yes' }],
  ])('%s: %s', (key, value, expected) => {
    // When
    const words = inWords(key, value);
    // Then
    expect(words).toEqual(expected);
  });
});
