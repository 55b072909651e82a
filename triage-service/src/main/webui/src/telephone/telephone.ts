import { say } from '../words/say';
import type { DecisionWords } from '../alert/words';
import { list, shape, shorter, text, type Decoded } from '../api/decode';
import type { SealedTelephone } from '../api/telephones';
import type { Channel } from '../api/wire';
import { base64 } from '../format/replies';

export const MOST_NUMBERS = 3;
export const LONGEST_NUMBER = 40;
export const LONGEST_WORDS = 200;

/** As the first member's browser seals it: the numbers of one partner, and who wrote them. */
const written = shape({
  partner: text,
  numbers: list(shorter(LONGEST_NUMBER), MOST_NUMBERS),
  words: shorter(LONGEST_WORDS),
  by: text,
  on: text,
});

/** As the second member's browser seals it: by the numbers in which text they called. */
const call = shape({ of: text, by: text, on: text });

export interface Telephone extends Decoded<typeof written> {
  called?: { by: string; on: string } | undefined;
}

/** How the numbers stand that the service keeps. */
export type Reading =
  | Proven
  /** Nobody with the queue's key wrote this, or not for this partner, or not the one who is named. */
  | { is: 'not-proven' }
  /** Sealed to a key that this member does not hold. */
  | { is: 'no-key' };

/** Somebody with the queue's key wrote them. */
export interface Proven {
  is: 'proven';
  telephone: Telephone;
  /** Whether it is a key that somebody who has left may have. */
  earlier: boolean;
  /** Who has written others since, which wait for the second member. */
  changedBy?: string | undefined;
}

export interface TelephoneDraft {
  numbers: string[];
  words: string;
}

/** Digits and what people write between them: no letter, and nothing that changes the order in which it is shown. */
function isNumber(number: string): boolean {
  return (
    number.length <= LONGEST_NUMBER && /^\(?\+?[0-9][0-9 ()./-]*$/.test(number) && number.replace(/\D/g, '').length > 2
  );
}

/** No line break, no sign that turns the order of what follows, and no number that nobody is told to call. */
function isLine(words: string): boolean {
  return words.length <= LONGEST_WORDS && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]|\p{Nd}{4}/u.test(words);
}

/** @param today after which nobody can have written or called */
function isDay(day: string, today: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && day <= today;
}

/** @throws if it is not what a browser of ours seals, or not what the service says of it */
export function telephoneIn(json: string, { partner, writtenBy }: SealedTelephone, today: string): Telephone {
  const read = written(JSON.parse(json), 'telephone');
  const fits = read.partner === partner && read.by === writtenBy && isDay(read.on, today);
  if (!fits || !read.numbers.every(isNumber) || !isLine(read.words)) throw new TypeError('not what the service says');
  return read;
}

/** What the second member's browser seals; it names the very text of the first one. */
export async function callText({ sealed }: SealedTelephone, by: string, on: string): Promise<string> {
  return JSON.stringify({ of: await digest(sealed), by, on });
}

/** @throws if the second member called by another text, or is another than the service says, or wrote it themselves */
export async function callIn(
  json: string,
  { sealed, writtenBy, approvedBy }: SealedTelephone,
  today: string,
): Promise<Telephone['called']> {
  const { of, by, on } = call(JSON.parse(json), 'call');
  if (of !== (await digest(sealed)) || by !== approvedBy || by === writtenBy || !isDay(on, today))
    throw new TypeError('not what the service says');
  return { by, on };
}

async function digest(sealed: string): Promise<string> {
  return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sealed))));
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
    numbers: numbers.map((number) => inAscii(number).trim().replace(/\s+/g, ' ')).filter((number) => number !== ''),
    words: words.trim(),
  };
}

/** Persian and Arabic digits as those that every telephone has. */
function inAscii(number: string): string {
  return number.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => `${(digit.codePointAt(0) ?? 0) & 15}`);
}

/** Why a draft cannot be sealed. */
export function objectionTo(draft: TelephoneDraft): string | undefined {
  const { numbers, words } = writtenIn(draft);
  if (!numbers.every(isNumber)) return say('telephone.aNumberHasDigitsSpaces', { longestNumber: LONGEST_NUMBER });
  if (!isLine(words)) return say('telephone.theLineHasLongestCharacters', { longest: LONGEST_WORDS });
  if (numbers.length === 0 && words === '') return say('telephone.writeANumberOrSay');
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
      warnings: [say('telephone.notProvenNobodyWithThis')],
    };
  if (reading.is === 'no-key')
    return {
      said: [],
      warnings: [say('telephone.sealedWithAKeyThat')],
    };
  const { by, on, called } = reading.telephone;
  const { changedBy } = reading;
  return {
    said: [
      say('telephone.lastChangedByByOn', { by, on }),
      ...(called === undefined ? [] : [say('telephone.byCalledOnOnAnd', { by: called.by, on: called.on })]),
    ],
    warnings: [
      ...(changedBy === undefined ? [] : [say('telephone.changedSinceByChangedbySee', { changedBy })]),
      ...(called === undefined ? [say('telephone.onePersonWroteThisAnd')] : []),
      ...(reading.earlier ? [say('telephone.oldKeySomebodyWhoHas')] : []),
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
    title: say('telephone.didYouCallPartnerOn', { partner }),
    consequences: [
      say('telephone.byWroteAll', { by, all: [...numbers, words].filter((line) => line !== '').join(' · ') }),
      say('telephone.callFromTheTelephoneFor'),
      say('telephone.thenItStandsUnderAlerts'),
    ],
    go: say('telephone.iCalledEachItWas'),
    back: say('any.notNow'),
  };
}

/** The day in UTC. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The names of the queues, each once. */
export function namesOf(places: readonly { queue: string }[]): string[] {
  return [...new Set(places.map(({ queue }) => queue))].sort();
}
