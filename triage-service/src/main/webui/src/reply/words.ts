import { say } from '../words/say';
import type { FailureKind } from '../api/failure';
import type { Reply } from '../api/wire';
import type { Trouble } from '../keys/protocol';
import type { Opened } from '../format/reading';
import { byteLength, LONGEST } from '../format/padding';
import { GAP } from './templates';

export interface Address {
  recipient: string;
  /** It did not come sealed in the tip but beside it, through the service. */
  beside: boolean;
}

/** The recipient of replies, if the source takes any: the one sealed in the tip counts before the one beside it. */
export function addressOf(opened: Opened | undefined, beside: string | undefined): Address | undefined {
  if (opened?.form === 'tip' && opened.replyTo !== undefined) return { recipient: opened.replyTo, beside: false };
  return beside === undefined ? undefined : { recipient: beside, beside: true };
}

/** Why a draft cannot be sent as it is; nothing if it can. */
export function objection(draft: string): string | undefined {
  if (draft.trim() === '') return say('any.writeSomethingFirst');
  if (draft.includes(GAP)) return say('reply.fillInGapFirst', { gap: GAP });
  const over = byteLength(draft.trim()) - LONGEST;
  return over > 0 ? say('any.tooLongByBytes', { over }) : undefined;
}

export function isTooLong(draft: string): boolean {
  return byteLength(draft.trim()) > LONGEST;
}

export function lengthWords(draft: string): string {
  return say('any.bytesNumberOfMostNumber', { bytes: byteLength(draft.trim()), most: LONGEST });
}

/** When an answer went out, and whether the source has seen it. */
export function replyFacts({ sender, day, readOn, held }: Reply): string {
  if (held === true) return `${sender}, ${day}. ${say('reply.itGoesOutInA')}`;
  return `${sender}, ${day}. ${readOn === undefined ? say('reply.theSourceHasNotOpened') : say('reply.theSourceOpenedItOn', { readOn })}`;
}

export function sendTroubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return say('reply.yourKeyIsLockedSo');
    case 'offline':
      return say('reply.theServiceDidNotAnswer');
    case 'session-over':
      return say('any.yourSessionIsOverNothing');
    case 'forbidden':
      return say('any.yourRoleDoesNotAllow');
    case 'absent':
      return say('reply.thisTipIsNoLonger');
    case 'refused':
      return detail ?? say('any.theServiceRefusedNothingWas');
    default:
      return say('reply.itCouldNotBeSealed');
  }
}

export function listTroubleWords(trouble: FailureKind): string {
  return trouble === 'offline' ? say('reply.theServiceDoesNotAnswer') : say('reply.earlierAnswersCouldNotBe');
}
