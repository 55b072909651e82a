// The source's input, and whether it can be sent; the same decisions as in org.penah.intake.form.

import { parse } from '#sealing/receipt.js';
import type { Content } from './container.ts';

export interface Draft {
  /** The earlier tip that this one adds to, as the page carries it; else empty. */
  follows: string;
  danger: string;
  soon: string;
  region: string;
  /** The answer to "may we tell protection organisations?": yes, details, no, or none yet. */
  alert: string;
  topic: string;
  message: string;
  practice: string;
  receipt: string;
  files: File[];
}

/** In UTF-16 units, as org.penah.intake.form.Draft.LONGEST_MESSAGE. */
const LONGEST_MESSAGE = 20_000;

/** As org.penah.intake.form.Addition.AS_BEFORE. */
const AS_BEFORE = 'as-before';

interface Earlier {
  tip: string;
  queue: string;
  before: string | undefined;
  asksConsent: boolean;
}

export interface Limits {
  /** Bytes of all files together. */
  bytes: number;
  files: number;
}

/** Faults in the order of the page; each is the id of the field where it is mended, and its own name. */
export type Fault =
  | 'danger_missing'
  | 'soon_missing'
  | 'worse_missing'
  | 'alert_missing'
  | 'topic_missing'
  | 'nothing_said'
  | 'message_too_long'
  | 'practice_differs'
  | 'files_too_large'
  | 'files_too_many';

export function read(form: HTMLFormElement): Draft {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    // A form gives its line ends as the wire has them.
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  };
  return {
    follows: text('follows'),
    danger: text('danger'),
    soon: text('soon'),
    region: text('region'),
    alert: text('alert'),
    topic: text('topic'),
    message: text('message'),
    practice: text('practice'),
    receipt: text('receipt'),
    // A browser gives an empty file without a name where none was chosen.
    files: data.getAll('files').filter((file): file is File => file instanceof File && file.name !== ''),
  };
}

export function faultsOf(draft: Draft, limits: Limits): Fault[] {
  const faults: Fault[] = [];
  const earlier = earlierOf(draft);
  if (earlier === undefined) {
    if (draft.danger === '') faults.push('danger_missing');
    if (isDanger(draft) && draft.soon === '') faults.push('soon_missing');
  } else if (draft.soon === '') {
    faults.push('worse_missing');
  }
  if (asksWhomToTell(draft) && draft.alert === '') faults.push('alert_missing');
  if (earlier === undefined && draft.topic === '') faults.push('topic_missing');
  // To allow something needs no words.
  if (draft.message.trim() === '' && draft.files.length === 0 && !earlier?.asksConsent) faults.push('nothing_said');
  if (draft.message.length > LONGEST_MESSAGE) faults.push('message_too_long');
  if (draft.practice.trim() !== '' && numberOf(draft.practice) !== numberOf(draft.receipt))
    faults.push('practice_differs');
  if (draft.files.reduce((sum, file) => sum + file.size, 0) > limits.bytes) faults.push('files_too_large');
  if (draft.files.length > limits.files) faults.push('files_too_many');
  return faults;
}

/** Questions that were out of sight have no answers, and give no consent. */
export function contentOf(draft: Draft, replyTo: string): Content {
  const earlier = earlierOf(draft);
  const soon = soonOf(draft);
  const asked = asksWhomToTell(draft);
  const answers: Record<string, string> = { danger: draft.danger };
  if (earlier) answers.danger = soon === undefined ? 'none' : 'unspecified';
  if (soon !== undefined) answers.soon = soon;
  if (asked && draft.region !== '') answers.region = draft.region;
  const notAsked = earlier ? AS_BEFORE : 'no';
  answers.alert = asked ? yesOrNo(draft.alert !== 'no') : notAsked;
  answers.details = asked ? yesOrNo(draft.alert === 'details') : notAsked;
  if (earlier) {
    answers.worse = yesOrNo(draft.soon !== AS_BEFORE);
    answers.follows = earlier.tip;
  }
  return { topic: earlier ? '' : draft.topic, message: draft.message, answers, replyTo };
}

/** What the service may know: who reads the tip and who is told, not what is in it. */
export function inClear(draft: Draft): Record<string, string> {
  const adds = earlierOf(draft) !== undefined;
  const fields: Record<string, string> = adds ? { follows: draft.follows } : { danger: draft.danger };
  if (adds || isDanger(draft)) fields.soon = draft.soon;
  if (asksWhomToTell(draft)) {
    if (draft.region !== '') fields.region = draft.region;
    fields.alert = draft.alert;
  }
  if (!adds) fields.topic = draft.topic;
  return fields;
}

export function isDanger(draft: Draft): boolean {
  return earlierOf(draft) ? soonOf(draft) !== undefined : draft.danger !== '' && draft.danger !== 'none';
}

/** Whose staff read what adds to an earlier tip, unless it reports danger. */
export function queueBefore(draft: Draft): string | undefined {
  return earlierOf(draft)?.queue;
}

/** As org.penah.intake.form.Addition. */
function earlierOf({ follows }: Draft): Earlier | undefined {
  const [, tip = '', queue = '', before, ask] =
    /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([a-z][a-z0-9-]{0,30}) (none|hours|days)( ask)?(?: allowed)?$/.exec(
      follows,
    ) ?? [];
  return tip === '' ? undefined : { tip, queue, before, asksConsent: before !== 'none' && ask !== undefined };
}

/** Never later than was said before. */
function soonOf(draft: Draft): string | undefined {
  const earlier = earlierOf(draft);
  if (!earlier) return isDanger(draft) ? draft.soon : undefined;
  return ['hours', 'days'].find((soon) => soon === earlier.before || soon === draft.soon);
}

function asksWhomToTell(draft: Draft): boolean {
  const earlier = earlierOf(draft);
  return earlier ? earlier.asksConsent || ['hours', 'days'].includes(draft.soon) : isDanger(draft);
}

function yesOrNo(consent: boolean): string {
  return consent ? 'yes' : 'no';
}

function numberOf(receipt: string): bigint | undefined {
  try {
    return parse(receipt);
  } catch {
    return undefined;
  }
}
