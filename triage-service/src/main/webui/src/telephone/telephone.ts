import type { DecisionWords } from '../alert/words';
import { list, maybe, shape, shorter, text, type Decoded } from '../api/decode';
import type { SealedTelephone } from '../api/telephones';
import type { Channel } from '../api/wire';

export const MOST_NUMBERS = 3;
export const LONGEST_NUMBER = 40;
export const LONGEST_WORDS = 200;

/** As a browser seals it: the numbers of one partner, who wrote them, and who has called them since. */
const telephone = shape({
  partner: text,
  numbers: list(shorter(LONGEST_NUMBER), MOST_NUMBERS),
  words: shorter(LONGEST_WORDS),
  by: text,
  on: text,
  called: maybe(shape({ by: text, on: text })),
});
export type Telephone = Decoded<typeof telephone>;

/** How the numbers stand that the service keeps. */
export type Reading =
  /** Somebody with the queue's key wrote them; `earlier` if it is a key that somebody who has left may have. */
  | { is: 'proven'; telephone: Telephone; earlier: boolean }
  /** Nobody with the queue's key wrote this, or not for this partner, or not the one who is named. */
  | { is: 'not-proven' }
  /** Sealed to a key that this member does not hold. */
  | { is: 'no-key' };

export interface TelephoneDraft {
  numbers: string[];
  words: string;
}

/** Digits and what people write between them: no letter, and nothing that changes the order in which it is shown. */
function isNumber(number: string): boolean {
  return (
    number.length <= LONGEST_NUMBER && /^[+(]?[0-9][0-9 ()./-]*$/.test(number) && number.replace(/\D/g, '').length > 2
  );
}

/** No line break, and no sign that turns the order of what follows. */
function isLine(words: string): boolean {
  return words.length <= LONGEST_WORDS && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(words);
}

/** @throws if it is not what a browser of ours seals, or not what the service says of it */
export function telephoneIn(json: string, { partner, writtenBy, approvedBy }: SealedTelephone): Telephone {
  const read = telephone(JSON.parse(json), 'telephone');
  const fits = read.partner === partner && read.by === writtenBy && read.called?.by === approvedBy;
  if (!fits || !read.numbers.every(isNumber) || !isLine(read.words)) throw new TypeError('not what the service says');
  return read;
}

export function draftOf(telephone: Telephone | undefined): TelephoneDraft {
  const known = telephone?.numbers ?? [];
  return {
    numbers: Array.from({ length: MOST_NUMBERS }, (_, at) => known[at] ?? ''),
    words: telephone?.words ?? '',
  };
}

/** What is written, without what is empty. */
export function writtenIn({ numbers, words }: TelephoneDraft): TelephoneDraft {
  return {
    numbers: numbers.map((number) => number.trim().replace(/\s+/g, ' ')).filter((number) => number !== ''),
    words: words.trim(),
  };
}

/** Why a draft cannot be sealed. */
export function objectionTo(draft: TelephoneDraft): string | undefined {
  const { numbers, words } = writtenIn(draft);
  if (!numbers.every(isNumber))
    return `A number has digits, spaces and + ( ) . / - alone, ${LONGEST_NUMBER} characters at most. Whom to ask for goes into the line below.`;
  if (!isLine(words)) return `The line has ${LONGEST_WORDS} characters at most.`;
  if (numbers.length === 0 && words === '') return 'Write a number, or say in the line why there is none.';
  return undefined;
}

export interface Standing {
  /** Who wrote it, and who has called. */
  said: string[];
  /** Why the list on paper has to be asked; nothing if it has not. */
  warnings: string[];
}

export function standing(reading: Reading): Standing {
  if (reading.is === 'not-proven')
    return {
      said: [],
      warnings: [
        'NOT PROVEN: nobody with this queue’s key wrote what is kept here, or it is not what they wrote. It is not shown. Take the number from the list on paper, and tell a lead.',
      ],
    };
  if (reading.is === 'no-key')
    return {
      said: [],
      warnings: ['Sealed with a key that you do not hold. A lead or partner manager has to write it again.'],
    };
  const { by, on, called } = reading.telephone;
  return {
    said: [
      `Last changed by ${by} on ${on}.`,
      ...(called === undefined ? [] : [`${called.by} called on ${called.on}, and it was them.`]),
    ],
    warnings: [
      ...(called === undefined
        ? ['ONE PERSON wrote this, and nobody else has called yet: compare it with the list on paper.']
        : []),
      ...(reading.earlier
        ? [
            'OLD KEY: somebody who has left this queue could have written it. Compare it with the list on paper. A lead or partner manager has to write it again.',
          ]
        : []),
    ],
  };
}

/** Partners that somebody can telephone about an alert: those that were told, then all others. */
export function toTelephone(told: readonly string[], channel: Channel | undefined): string[] {
  const others = channel?.partners
    .filter(
      ({ name, staff, admission }) =>
        !staff && admission !== undefined && admission !== 'disabled' && !told.includes(name),
    )
    .map(({ name }) => name);
  return [...told, ...(others ?? [])];
}

export function callingWords({ partner, numbers, words, by }: Telephone): DecisionWords {
  return {
    title: `Did you call ${partner}, and was it them?`,
    consequences: [
      `${by} wrote: ${[...numbers, words].filter((line) => line !== '').join(' · ')}`,
      'Call from the telephone for duty, and ask for somebody whom you know. Do not read anything about a source to them.',
      'Then it stands under alerts that nobody has answered, in the place of what stood there before. Your name is sealed with it.',
    ],
    go: 'I called: it was them',
    back: 'Not now',
  };
}

/** The names of the queues, each once. */
export function namesOf(places: readonly { queue: string }[]): string[] {
  return [...new Set(places.map(({ queue }) => queue))].sort();
}

export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
