import { regionName, WHEN_WORDS, WHO_WORDS } from '../words/words';
import { shortId, tipIdOf, visible } from '../words/names';

export interface Answer {
  question: string;
  answer: string;
}

const YES_OR_NO: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No' };
const CONSENTS: Readonly<Record<string, string>> = {
  ...YES_OR_NO,
  'as-before': 'Not asked again: what counts is in the tip that it adds to',
};

/** The form's names of questions in `tip.json`, and its values of chosen answers. */
const QUESTIONS: Readonly<Record<string, { question: string; word: (answer: string) => string | undefined }>> = {
  danger: { question: 'Who is in danger', word: (answer) => known(WHO_WORDS, answer) },
  soon: { question: 'How soon', word: (answer) => known(WHEN_WORDS, answer) },
  region: { question: 'Where', word: regionName },
  alert: { question: 'May partners be told of the danger', word: (answer) => known(CONSENTS, answer) },
  details: { question: 'May details be shared with them', word: (answer) => known(CONSENTS, answer) },
  worse: { question: 'Is it worse now', word: (answer) => known(YES_OR_NO, answer) },
  follows: { question: 'Adds to tip', word: (answer) => tipIdOf(answer) && shortId(answer) },
};

/** An answer as staff read it; what the form of today would not have written is shown as it is. */
export function inWords(key: string, value: string): Answer {
  const asked = known(QUESTIONS, key);
  return { question: asked?.question ?? visible(key), answer: asked?.word(value) ?? value };
}

function known<T>(words: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
