import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Words } from './say';

const GUIDES = join(import.meta.dirname, '../../../../../../docs');
const guide = (code?: string) =>
  readFileSync(join(GUIDES, `staff-guide${code === undefined ? '' : `.${code}`}.md`), 'utf8');
const wordsOf = (code: string) => JSON.parse(readFileSync(join(import.meta.dirname, `${code}.json`), 'utf8')) as Words;

const english = wordsOf('en');
/** In the guide it is the first word of the window's title. */
const OTHERWISE = ['closed', 'changed'];

describe.each(['az', 'ru', 'tr'] as const)('the guide for staff in %s', (code) => {
  const words = wordsOf(code);

  it('has the parts of the English one, in the same order', () => {
    const parts = (text: string) =>
      text.split('\n').flatMap((line) => /^(#+ |\d+\. |- |\|[^-])/.exec(line.trim())?.[1] ?? []);
    expect(parts(guide(code))).toEqual(parts(guide()));
  });

  it('leads where the English one does', () => {
    const links = (text: string) => [...text.matchAll(/\]\((?!staff-guide)([^)]+)\)/g)].map(([, to]) => to);
    expect(links(guide(code))).toEqual(links(guide()));
  });

  it('calls by its name what the desk shows', () => {
    const said = named(guide(code), code);
    for (const name of named(guide())) {
      const keys = (Object.keys(english) as (keyof Words)[]).filter((key) => plain(english[key]) === name);
      if (keys.length === 0 || OTHERWISE.includes(name)) continue;
      const shown = keys.map((key) => plain(words[key], code));
      expect(
        shown.some((each) => said.includes(each)),
        `${name}: ${shown.join(', ')}`,
      ).toBe(true);
    }
  });
});

/** What stands in bold or italics. */
function named(text: string, code = 'en'): string[] {
  return [...text.matchAll(/\*{1,2}([^*]+)\*{1,2}/g)].map(([, name = '']) => plain(name, code));
}

function plain(name: string, code = 'en'): string {
  return name.replace(/\s+/g, ' ').replace(/\.$/, '').toLocaleLowerCase(code);
}
