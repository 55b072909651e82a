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
  if (draft.trim() === '') return 'Write something first.';
  if (draft.includes(GAP)) return `Fill in ${GAP} first.`;
  const over = byteLength(draft.trim()) - LONGEST;
  return over > 0 ? `Too long by ${over} bytes.` : undefined;
}

export function lengthWords(draft: string): string {
  return `${byteLength(draft.trim()).toLocaleString('en')} of ${LONGEST.toLocaleString('en')} bytes`;
}

/** When an answer went out, and whether the source has seen it. */
export function replyFacts({ sender, day, readOn }: Reply): string {
  return `${sender}, ${day}. ${readOn === undefined ? 'The source has not opened it yet.' : `The source opened it on ${readOn}.`}`;
}

export function sendTroubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return 'Your key is locked, so nothing was sealed and nothing was sent.';
    case 'offline':
      return 'The service did not answer, so it may have been sent or not. Sending the same text again is safe: it is sent once.';
    case 'session-over':
      return 'Your session is over. Nothing was sent.';
    case 'forbidden':
      return 'Your role does not allow this. Nothing was sent.';
    case 'absent':
      return 'This tip is no longer here, or no longer yours. Nothing was sent.';
    case 'refused':
      return detail ?? 'The service refused. Nothing was sent.';
    default:
      return 'It could not be sealed or sent. Sending the same text again is safe: it is sent once.';
  }
}

export function listTroubleWords(trouble: FailureKind): string {
  return trouble === 'offline'
    ? 'The service does not answer, so earlier answers cannot be shown.'
    : 'Earlier answers could not be loaded.';
}
