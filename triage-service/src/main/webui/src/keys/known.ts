import { list, shape, text } from '../api/decode';
import { fingerprintOf } from './fingerprint';
import type { QueuePlace } from './protocol';

/** A key that this lead has compared by voice, or that their browser made, by its digits. */
export interface Known {
  who: string;
  digits: string;
}

const knowns = list(shape<Known>({ who: text, digits: text }));

export function knownsIn(json: string): Known[] {
  return knowns(JSON.parse(json), 'compared keys');
}

export async function known(who: string, recipient: string): Promise<Known> {
  return { who, digits: await fingerprintOf(recipient) };
}

export function epochName({ queue, epoch }: QueuePlace): string {
  return `epoch ${queue} ${epoch}`;
}
