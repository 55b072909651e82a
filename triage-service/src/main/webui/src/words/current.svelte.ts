import en from './en.json';
import type { Language, Words } from './say';

/** The language of the desk, and all whose words are here. */
class Current {
  language: Language = $state('en');
  loaded: Readonly<Partial<Record<Language, Words>>> = $state.raw({ en });
}

export const current = new Current();
