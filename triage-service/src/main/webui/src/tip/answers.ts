import { say, spoken, type Plain } from '../words/say';
import { regionName, WHEN_WORDS, WHO_WORDS } from '../words/words';
import { shortId, tipIdOf, visible } from '../words/names';

export interface Answer {
  question: string;
  answer: string;
}

const YES_OR_NO_WORDS: Readonly<Record<string, string>> = spoken({ yes: 'tip.yes', no: 'tip.no' });
const CONSENT_WORDS: Readonly<Record<string, string>> = spoken({
  yes: 'tip.yes',
  no: 'tip.no',
  'as-before': 'tip.notAskedAgainWhatCounts',
});

/** The form's names of questions in `tip.json`, and its values of chosen answers. */
const QUESTIONS: Readonly<Record<string, { question: Plain; word: (answer: string) => string | undefined }>> = {
  danger: { question: 'any.whoIsInDanger', word: (answer) => known(WHO_WORDS, answer) },
  soon: { question: 'any.howSoon', word: (answer) => known(WHEN_WORDS, answer) },
  region: { question: 'tip.where', word: regionName },
  alert: { question: 'tip.mayPartnersBeToldOf', word: (answer) => known(CONSENT_WORDS, answer) },
  details: { question: 'tip.mayDetailsBeSharedWith', word: (answer) => known(CONSENT_WORDS, answer) },
  worse: { question: 'tip.isItWorseNow', word: (answer) => known(YES_OR_NO_WORDS, answer) },
  follows: { question: 'tip.addsToTip', word: (answer) => tipIdOf(answer) && shortId(answer) },
};

/** An answer as staff read it; what the form of today would not have written is shown as it is. */
export function inWords(key: string, value: string): Answer {
  const asked = known(QUESTIONS, key);
  return { question: asked === undefined ? visible(key) : say(asked.question), answer: asked?.word(value) ?? value };
}

function known<T>(words: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
