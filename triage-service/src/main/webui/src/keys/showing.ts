import { Decrypter } from 'age-encryption';
import type { Challenge } from '../api/wire';
import type { QueuePlace } from './protocol';

/** It answers nothing else: the service must not make this browser open a tip for it. */
const FORM = /^penah key challenge v1 ([A-Za-z0-9_-]{43})$/;

export interface Shown extends QueuePlace {
  answer: string;
}

/** Answers each challenge whose key is open; skips unknown ones. */
export async function show(
  challenges: readonly Challenge[],
  identityFor: (place: QueuePlace) => string | undefined,
): Promise<Shown[]> {
  const answers: Shown[] = [];
  for (const { queue, epoch, sealed } of challenges) {
    const identity = identityFor({ queue, epoch });
    const answer = identity === undefined ? undefined : await opened(sealed, identity).catch(() => undefined);
    if (answer !== undefined) answers.push({ queue, epoch, answer });
  }
  return answers;
}

async function opened(sealed: string, identity: string): Promise<string | undefined> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const file = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
  return FORM.exec(await decrypter.decrypt(file, 'text'))?.[1];
}
