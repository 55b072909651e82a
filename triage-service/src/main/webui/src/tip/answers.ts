import { regionName, WHEN_WORDS, WHO_WORDS } from '../words/words';
import { visible } from '../words/names';

export interface Answer {
  question: string;
  answer: string;
}

const YES_OR_NO: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No' };

/** The form's names of questions in `tip.json`, and its values of chosen answers. */
const QUESTIONS: Readonly<Record<string, { question: string; word: (answer: string) => string | undefined }>> = {
  danger: { question: 'Who is in danger', word: (answer) => known(WHO_WORDS, answer) },
  soon: { question: 'How soon', word: (answer) => known(WHEN_WORDS, answer) },
  region: { question: 'Where', word: regionName },
  alert: { question: 'May partners be told of the danger', word: (answer) => known(YES_OR_NO, answer) },
  details: { question: 'May details be shared with them', word: (answer) => known(YES_OR_NO, answer) },
};

/** An answer as staff read it; what the form of today would not have written is shown as it is. */
export function inWords(key: string, value: string): Answer {
  const asked = known(QUESTIONS, key);
  return { question: asked?.question ?? visible(key), answer: asked?.word(value) ?? value };
}

function known<T>(words: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
