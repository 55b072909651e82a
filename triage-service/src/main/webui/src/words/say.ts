import { IntlMessageFormat } from 'intl-messageformat';
import type { Arguments } from '../../words';
import { current } from './current.svelte';
import en from './en.json';

/** The name of a sentence that staff read, in the files of words beside this one. */
export type Key = keyof Arguments;
export type Words = Readonly<Record<Key, string>>;

/** The languages of the console, as each calls itself. */
export const LANGUAGES = { az: 'Azərbaycanca', en: 'English', ru: 'Русский', tr: 'Türkçe' } as const;
export type Language = keyof typeof LANGUAGES;

const FILES: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Words }>>> = {
  az: () => import('./az.json'),
  ru: () => import('./ru.json'),
  tr: () => import('./tr.json'),
};

const formats = new Map<string, IntlMessageFormat>();
let chosen = false;

/** A sentence in the language of the desk. What reads it on the page changes with the language. */
export function say<K extends Key>(key: K, ...[values]: Arguments[K] extends null ? [] : [Arguments[K]]): string {
  const message = (current.loaded[current.language] ?? en)[key];
  let format = formats.get(message);
  if (format === undefined) {
    // What is filled in is text, and so is a tag.
    format = new IntlMessageFormat(message, locale(), undefined, { ignoreTag: true });
    formats.set(message, format);
  }
  return format.format(values ?? {}) as string;
}

/** Sentences by name, each in the language that the desk has when it is read. */
export function spoken<N extends string>(keys: Readonly<Record<N, Plain>>): Readonly<Record<N, string>> {
  const words = {};
  for (const [name, key] of Object.entries(keys))
    Object.defineProperty(words, name, { enumerable: true, get: () => say(key as Plain) });
  return words as Readonly<Record<N, string>>;
}

/** A sentence into which nothing is filled in. */
export type Plain = { [K in Key]: Arguments[K] extends null ? K : never }[Key];

/** Names one after another, as the language joins them. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${say('desk.and')} ${last}`;
}

export function language(): Language {
  return current.language;
}

/** As times and numbers are written: the English is British, and so is what a browser does not know of Azerbaijani. */
export function locale(): string[] {
  return current.language === 'en' ? ['en-GB'] : [current.language, 'en-GB'];
}

/** Those whose words are here. */
export function offered(): Language[] {
  return (Object.keys(LANGUAGES) as Language[]).filter((each) => current.loaded[each] !== undefined);
}

/**
 * Every browser fetches every language: the service must not learn which one somebody chose.
 *
 * @param onLoaded is told of each whose words are here
 */
export async function loadWords(onLoaded?: (language: Language) => void): Promise<void> {
  const files = Object.entries(FILES) as [Language, () => Promise<{ default: Words }>][];
  // One that cannot be fetched is not offered.
  await Promise.allSettled(
    files.map(async ([each, file]) => {
      const words = (await file()).default;
      current.loaded = { ...current.loaded, [each]: words };
      onLoaded?.(each);
    }),
  );
}

/**
 * Speaks the language that was chosen here before, or the first of the browser's whose words can be fetched, or English; the one that
 * is wanted most as soon as its words are here, whatever keeps the others.
 */
export async function begin(): Promise<void> {
  const wanted = [kept(), ...navigator.languages.map((tag) => tag.split('-')[0])].filter(isLanguage);
  const unlessChosen = (to: Language) => {
    if (!chosen) speak(to);
  };
  await loadWords((each) => {
    if (each === wanted[0]) unlessChosen(each);
  });
  unlessChosen(wanted.find((each) => current.loaded[each] !== undefined) ?? 'en');
}

function isLanguage(code: string | undefined): code is Language {
  return code !== undefined && Object.hasOwn(LANGUAGES, code);
}

/** Speaks this language from now on, in this browser, until somebody signs out; a member’s own sealed text keeps it for longer. */
export function choose(to: Language): void {
  chosen = true;
  speak(to);
  try {
    // eslint-disable-next-line no-restricted-globals -- the one thing that the console keeps there: two letters
    localStorage.setItem(CHOICE, to);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}

/** What somebody chose since this page was loaded. */
export function chosenHere(): Language | undefined {
  return chosen ? current.language : undefined;
}

/** Speaks what a member chose on an earlier visit, unless somebody has chosen in this browser since the last sign-out. */
export function recall(earlier: Language): void {
  if (!chosen && kept() === undefined) speak(earlier);
}

const CHOICE = 'penah-language';

function kept(): string | undefined {
  try {
    // eslint-disable-next-line no-restricted-globals -- see above
    return localStorage.getItem(CHOICE) ?? undefined;
  } catch {
    return undefined;
  }
}

function speak(to: Language): void {
  if (current.loaded[to] === undefined) return;
  formats.clear();
  current.language = to;
}
