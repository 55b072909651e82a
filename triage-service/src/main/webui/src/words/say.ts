import { IntlMessageFormat } from 'intl-messageformat';
import { createSubscriber } from 'svelte/reactivity';
import type { Arguments } from '../../words';
import en from './en.json';

/** The name of a sentence that staff read, in the files of words beside this one. */
export type Key = keyof Arguments;
export type Words = Readonly<Record<Key, string>>;

/** The languages of the console, as each calls itself. A test refuses one whose file is not whole. */
export const LANGUAGES = { en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

const FILES: Readonly<Record<Language, () => Promise<{ default: Words }>>> = {
  en: () => Promise.resolve({ default: en }),
};

/** As times and numbers are written; the English is British. */
const LOCALES: Readonly<Partial<Record<Language, string>>> = { en: 'en-GB' };

let current: { language: Language; words: Words } = { language: 'en', words: en };
let tell: (() => void) | undefined;
/** What shows a sentence is shown again when the language changes. */
const hear = createSubscriber((update) => {
  tell = update;
});
const formats = new Map<string, IntlMessageFormat>();

/** A sentence in the language of the desk. What reads it on the page changes with the language. */
export function say<K extends Key>(key: K, ...[values]: Arguments[K] extends null ? [] : [Arguments[K]]): string {
  hear();
  const { words } = current;
  const message = words[key];
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
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}

export function language(): Language {
  hear();
  return current.language;
}

export function locale(): string {
  const spokenNow = language();
  return LOCALES[spokenNow] ?? spokenNow;
}

/** Speaks the language that was chosen here before, or the first of the browser's that the desk knows, or English. */
export async function begin(): Promise<void> {
  const wanted = [chosen(), ...navigator.languages.map((tag) => tag.split('-')[0])];
  await speak(wanted.find((each): each is Language => each !== undefined && each in LANGUAGES) ?? 'en');
}

/** Speaks this language from now on, in this browser. */
export async function choose(to: Language): Promise<void> {
  await speak(to);
  try {
    // eslint-disable-next-line no-restricted-globals -- the one thing that the console keeps there: two letters
    localStorage.setItem(CHOICE, to);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}

const CHOICE = 'penah-language';

function chosen(): string | undefined {
  try {
    // eslint-disable-next-line no-restricted-globals -- see above
    return localStorage.getItem(CHOICE) ?? undefined;
  } catch {
    return undefined;
  }
}

async function speak(to: Language): Promise<void> {
  try {
    const { default: words } = await FILES[to]();
    formats.clear();
    current = { language: to, words };
    document.documentElement.lang = to;
    tell?.();
  } catch {
    // Its words could not be fetched: what is spoken now stays.
  }
}
