import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const wordsOf = (code: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'words', `${code}.json`), 'utf8')) as Record<string, string>;

describe.each(['az', 'ru', 'tr'])('the words of the training in %s', (code) => {
  const [english, words] = [wordsOf('en'), wordsOf(code)];

  it('are those of the English file, in the same order', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
  });

  it('are not English', () => {
    expect(Object.keys(english).filter((key) => words[key] === english[key])).toEqual([]);
  });

  it('have as many paragraphs', () => {
    const paragraphs = (text = '') => text.split('\n').length;
    for (const key of Object.keys(english)) expect(paragraphs(words[key]), key).toBe(paragraphs(english[key]));
  });
});
