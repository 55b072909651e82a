import { expect, it } from 'vitest';
import { mentionedIn } from './mentioned';

it.each([
  ['@rauf please look', ['rauf']],
  ['Please look, @Rauf. And @r.aliyev!', ['rauf', 'r.aliyev']],
  ['(@rauf)', ['rauf']],
  ['@rauf’s idea', ['rauf']],
  ['rauf', []],
  ['@raufa', []],
  ['@rauf.m', []],
  ['mail x@rauf', []],
  ['@nobody', []],
  ['@raufa, then @rauf', ['rauf']],
])('%s asks for %o', (text, expected) => {
  // When
  const names = mentionedIn(text, ['rauf', 'r.aliyev']);
  // Then
  expect(names).toEqual(expected);
});
