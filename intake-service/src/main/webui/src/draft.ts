// The source's input, and whether it can be sent; the same decisions as in org.penah.intake.form.

import { parse } from '#sealing/receipt.js';
import type { Content } from './container.ts';

export interface Draft {
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

export interface Limits {
  /** Bytes of all files together. */
  bytes: number;
  files: number;
}

/** Faults in the order of the page; each is the id of the field where it is mended, and its own name. */
export type Fault =
  | 'danger_missing'
  | 'soon_missing'
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
  if (draft.danger === '') faults.push('danger_missing');
  if (isDanger(draft) && draft.soon === '') faults.push('soon_missing');
  if (isDanger(draft) && draft.alert === '') faults.push('alert_missing');
  if (draft.topic === '') faults.push('topic_missing');
  if (draft.message.trim() === '' && draft.files.length === 0) faults.push('nothing_said');
  if (draft.message.length > LONGEST_MESSAGE) faults.push('message_too_long');
  if (draft.practice.trim() !== '' && numberOf(draft.practice) !== numberOf(draft.receipt))
    faults.push('practice_differs');
  if (draft.files.reduce((sum, file) => sum + file.size, 0) > limits.bytes) faults.push('files_too_large');
  if (draft.files.length > limits.files) faults.push('files_too_many');
  return faults;
}

/** Questions that were out of sight have no answers, and give no consent. */
export function contentOf(draft: Draft, replyTo: string): Content {
  const answers: Record<string, string> = { danger: draft.danger };
  const danger = isDanger(draft);
  if (danger) {
    answers.soon = draft.soon;
    if (draft.region !== '') answers.region = draft.region;
  }
  answers.alert = danger && draft.alert !== 'no' ? 'yes' : 'no';
  answers.details = danger && draft.alert === 'details' ? 'yes' : 'no';
  return { topic: draft.topic, message: draft.message, answers, replyTo };
}

/** What the service may know: who reads the tip and who is told, not what is in it. */
export function inClear(draft: Draft): Record<string, string> {
  const fields: Record<string, string> = { danger: draft.danger };
  if (isDanger(draft)) {
    fields.soon = draft.soon;
    if (draft.region !== '') fields.region = draft.region;
    fields.alert = draft.alert;
  }
  fields.topic = draft.topic;
  return fields;
}

export function isDanger(draft: Draft): boolean {
  return draft.danger !== '' && draft.danger !== 'none';
}

function numberOf(receipt: string): bigint | undefined {
  try {
    return parse(receipt);
  } catch {
    return undefined;
  }
}
