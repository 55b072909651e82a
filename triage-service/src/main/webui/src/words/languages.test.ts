import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { argumentsOf } from '../../build/arguments.js';
import { sizeWords } from './names';
import { choose, LANGUAGES, language, loadWords, listed, offered, say, spoken, type Words } from './say';
import { when } from './times';
import { languageName } from './words';

/** The same word in both languages. */
const SAME: Readonly<Record<string, readonly string[]>> = { tr: ['file.program'] };

/** The nouns of docs/glossary.md that staff meet most, and how each language says them here and on the sources' pages. */
const NOUNS: readonly { noun: RegExp; az: RegExp; ru: RegExp; tr: RegExp; but?: readonly string[] }[] = [
  { noun: /\btips?\b(?!\.json)/, az: /məlumat/, ru: /сообщени/, tr: /bildirim/ },
  { noun: /\balerts?\b/, az: /təcili xəbər/, ru: /тревог/, tr: /uyarı/ },
  { noun: /\bpartners?\b/, az: /tərəfdaş/, ru: /партн[ёе]р/, tr: /orta[kğ]/ },
  { noun: /\bsources?\b/, az: /mənbə/, ru: /источник/, tr: /kayna[kğ]/ },
  { noun: /\bqueues?\b/, az: /növbə/, ru: /очеред/, tr: /kuyru[kğ]/ },
  {
    noun: /\bkeys?\b/,
    az: /açar/,
    ru: /ключ/,
    tr: /anahtar/,
    // Those of the keyboard.
    but: ['alarm.spanAfterTheLastClick', 'any.keysOfTheDesk', 'desk.listsAllKeys', 'keyboard.showOrHideTheseKeys'],
  },
  { noun: /\bepochs?\b/, az: /dövr/, ru: /эпох/, tr: /dönem/ },
  { noun: /\bdetails\b/, az: /təfərrüat/, ru: /подробност/, tr: /ayrıntı/ },
  { noun: /\bdrill(s|ed)?\b/, az: /təlim/, ru: /учебн/, tr: /tatbikat/ },
  { noun: /\blanes?\b/, az: /sıra/, ru: /полос/, tr: /şeri[td]/ },
  { noun: /\bdanger\b/, az: /təhlükə/, ru: /опасност/, tr: /tehlike/ },
  { noun: /\bconsent\b/, az: /icazə/, ru: /соглас/, tr: /rıza/ },
  { noun: /\bflood\b/, az: /axın/, ru: /наплыв/, tr: /akın/ },
  { noun: /\bjournal\b/, az: /jurnal/, ru: /журнал/, tr: /günlü[kğ]/ },
  { noun: /\bfingerprint\b/, az: /barmaq izi/, ru: /отпечат/, tr: /parmak izi/ },
  { noun: /\bpassphrase\b/, az: /parol/, ru: /парол/, tr: /parola/ },
  { noun: /\breceipt\b/, az: /gizli kod/, ru: /секретн\S+ код/, tr: /gizli kod/ },
];

/** What a button shows, and its longer name for who does not see where it stands. */
const CALLED: readonly (readonly [keyof Words, keyof Words])[] = [
  ['any.keepIt', 'people.keepItTheKeyOf'],
  ['list.delete', 'list.deleteViewChosen'],
  ['people.agree', 'people.agreeToDestroyTheKey'],
  ['people.beginTheNext', 'people.beginTheNextEpochOf'],
  ['people.destroy', 'people.destroyTheKeyOfQueue'],
  ['people.moreQueues', 'people.moreQueuesForName'],
  ['people.saveForSigning', 'people.saveForSigningQueue'],
];

const wordsOf = (code: string) => JSON.parse(readFileSync(join(import.meta.dirname, `${code}.json`), 'utf8')) as Words;
const english = wordsOf('en');
const keys = Object.keys(english) as (keyof Words)[];
const others = (['az', 'ru', 'tr'] as const).filter((each) => each in LANGUAGES);

describe.each(others)('the words in %s', (code) => {
  const words = wordsOf(code);

  it('are those of the English file, in the same order', () => {
    expect(Object.keys(words)).toEqual(keys);
  });

  it('take the same arguments', () => {
    const named = (message: string) => Object.keys(argumentsOf(message)).sort();
    for (const key of keys) expect(named(words[key]), key).toEqual(named(english[key]));
  });

  it('have each form of a plural that the language has, and each choice that the English has', () => {
    const { pluralCategories } = new Intl.PluralRules(code).resolvedOptions();
    for (const key of keys) {
      const wanted = branches(english[key]).map(({ plural, name, options }) => ({
        plural,
        name,
        options: plural ? [...pluralCategories, ...options.filter((each) => each.startsWith('='))].sort() : options,
      }));
      expect(sorted(branches(words[key])), key).toEqual(sorted(wanted));
    }
  });

  it('are not English', () => {
    const left = keys.filter((key) => words[key] === english[key] && /\p{L}{2}/u.test(bare(english[key])));
    expect(left).toEqual(SAME[code] ?? []);
  });

  it('have one noun for one thing', () => {
    for (const key of keys)
      for (const { noun, but, ...said } of NOUNS)
        if (noun.test(bare(english[key]).toLowerCase()) && but?.includes(key) !== true)
          expect(words[key].toLocaleLowerCase(code), key).toMatch(said[code]);
  });

  it('have what a button shows in what it is called', () => {
    for (const [shown, called] of CALLED) expect(plain(words[called]), called).toContain(plain(words[shown]));
  });

  it('end as the English does, where it asks, goes on or waits', () => {
    for (const key of keys) expect(/[?…]?$/.exec(words[key])?.[0], key).toBe(/[?…]?$/.exec(english[key])?.[0]);
  });
});

describe('the English words', () => {
  it('are all said somewhere', () => {
    const source = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
      .join('\n');
    expect(keys.filter((key) => !source.includes(`'${key}'`))).toEqual([]);
  });

  it('have the two forms of an English plural', () => {
    for (const key of keys)
      for (const { plural, options } of branches(english[key]))
        if (plural) expect(options, key).toEqual(expect.arrayContaining(['one', 'other']));
  });
});

describe('the language of the desk', () => {
  const names = spoken({ tips: 'any.tips' });

  beforeAll(() => loadWords());

  afterEach(() => {
    choose('en');
  });

  it('is English, and every other that is whole is offered', () => {
    expect(language()).toBe('en');
    expect(offered()).toEqual(Object.keys(LANGUAGES));
  });

  it('counts as the language does', () => {
    // When
    choose('ru');
    // Then
    expect([1, 2, 5, 21, 22].map((days) => say('words.days', { days }))).toEqual([
      '1 день',
      '2 дня',
      '5 дней',
      '21 день',
      '22 дня',
    ]);
  });

  it('changes constants, names, numbers, times and lists', () => {
    // When
    choose('ru');
    // Then
    expect(names.tips).toBe('Сообщения');
    expect(languageName('az')).toBe('азербайджанский');
    expect(sizeWords(1536)).toBe('1,5 kB');
    expect(listed(['a', 'b'])).toBe('a и b');
    expect(when('2026-11-02T10:00:00Z', Date.parse('2026-11-30T10:00:00Z')).clock).toMatch(/^2 нояб\., /);
  });

  it('takes what is filled in as text', () => {
    expect(say('desk.nameWhichWasNotTold', { name: '<b>{n}</b>' })).toBe('<b>{n}</b>, which was not told');
  });
});

interface Branch {
  plural: boolean;
  name: string;
  options: string[];
}

function branches(message: string): Branch[] {
  const look = (elements: MessageFormatElement[]): Branch[] =>
    elements.flatMap((element) =>
      element.type === TYPE.plural || element.type === TYPE.select
        ? [
            {
              plural: element.type === TYPE.plural,
              name: element.value,
              options: Object.keys(element.options).sort(),
            },
            ...Object.values(element.options).flatMap((option) => look(option.value)),
          ]
        : [],
    );
  return look(parse(message, { ignoreTag: true }));
}

function sorted(all: Branch[]): string[] {
  return all.map((each) => JSON.stringify(each)).sort();
}

/** Letters alone, as a program that reads aloud compares them. */
function plain(message: string): string {
  return message.replace(/[^\p{L} ]/gu, '').toLowerCase();
}

/** Without what is filled in. */
function bare(message: string): string {
  return message.replace(/\{\w+\}/g, '');
}
