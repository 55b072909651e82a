import { language, type Language } from '../words/say';
import az from './words/az.json';
import en from './words/en.json';
import ru from './words/ru.json';
import tr from './words/tr.json';

type Key = keyof typeof en;

/** They come with the training, and not with every page. */
const FILES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { az, en, ru, tr };

/** A sentence of the training in the language of the desk. */
export function word(key: Key): string {
  return FILES[language()][key];
}
