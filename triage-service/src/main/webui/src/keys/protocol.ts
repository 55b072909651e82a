import type { FailureKind } from '../api/failure';
import type { SealedKeys } from '../api/wire';
import type { ReadDetails, Target } from '../format/details';
import type { SealedReply } from '../format/replies';
import type { Opened } from '../format/reading';
import type { UnopenedKind } from '../format/sealed';
import type { LockedKind } from './keyring';
import type { MemberText, QueueText } from './mark';
import type { MadeIdentity, NextEpoch, SealedQueueKey } from '../api/people';
import type { EpochPlan, RecoverableEpoch } from './making';

/** The requests of the page to the Worker that holds the keys. No question has a key as its answer. */
export type Question =
  /**
   * With what the service names as this member's recipient, so that it can be seen whether it is; and with the root key, if
   * the member types it.
   */
  | { ask: 'unlock'; keys: SealedKeys; passphrase: string; named: string | undefined; root: string | undefined }
  /** Opens the keys that came since. */
  | { ask: 'add-keys'; keys: SealedKeys['queues'] }
  | { ask: 'own-recipient'; sealedIdentity: string; passphrase: string; named: string | undefined }
  | { ask: 'make-identity'; passphrase: string }
  | { ask: 'seal-for-passkey'; sealedIdentity: string; passphrase: string; secret: string }
  | { ask: 'seal-keys'; queues: string[]; recipient: string }
  | { ask: 'make-epoch'; plan: EpochPlan }
  | { ask: 'recover'; file: string; passphrase: string; epochs: RecoverableEpoch[]; recipient: string }
  | { ask: 'open'; tip: TipPlace }
  /** Ahead of anybody's reading it, for its row in the list. */
  | { ask: 'preview'; tip: TipPlace }
  | { ask: 'file'; tip: TipPlace; form: Opened['form']; number: number }
  | { ask: 'seal-reply'; tip: TipPlace; recipient: string; text: string }
  | { ask: 'read-reply'; tip: TipPlace; replyId: string }
  | { ask: 'seal-note'; tip: TipPlace; text: string }
  | { ask: 'read-note'; tip: TipPlace; stepId: string }
  | { ask: 'read-reason'; tip: TipPlace }
  /** Seals the tip that was opened last, and a note, to the key that is signed for another queue. */
  | { ask: 'move'; tip: TipPlace; queue: string; note: string }
  | { ask: 'seal-text'; place: QueuePlace; text: string }
  | { ask: 'read-text'; place: QueuePlace; sealed: string }
  /** For the members of a queue, with a mark that only its key makes. */
  | { ask: 'seal-marked'; place: QueuePlace; what: QueueText; text: string }
  | { ask: 'read-marked'; place: QueuePlace; what: QueueText; sealed: string }
  | { ask: 'seal-details'; tip: QueuePlace; target: Target; text: string }
  | { ask: 'read-details'; tip: TipPlace; detailsId: string; waiting: Target | undefined }
  /** For this member's eyes, with their own key. */
  | { ask: 'seal-own'; what: MemberText; text: string }
  | { ask: 'read-own'; what: MemberText; sealed: string };

export interface QueuePlace {
  queue: string;
  epoch: number;
}

/** The result for a queue's sealed key. Only those that are signed or made here are used. */
export type Verdict =
  /** The root key has signed it. */
  | 'signed'
  /** Not yet signed; this member's own browser made it. */
  | 'made'
  /** Not signed yet; another member made it. */
  | 'unsigned'
  /** Not the key that was signed, or made here. */
  | 'forged'
  /** It did not open. */
  | 'damaged';

export type Verdicts = Record<Verdict, readonly QueuePlace[]>;

/** A tip as it leaves for another queue; both are base64. */
export interface Moved {
  to: QueuePlace;
  header: string;
  note: string;
}

export interface TipPlace {
  tipId: string;
  queue: string;
  epoch: number;
}

export interface Answers {
  /** The member's recipient, the result for each queue's key, and the queues that are signed. */
  unlock: { recipient: string; verdicts: Verdicts; queues: string[] };
  'add-keys': Verdicts;
  'own-recipient': string;
  'make-identity': MadeIdentity;
  'seal-for-passkey': string;
  'seal-keys': SealedQueueKey[];
  'make-epoch': NextEpoch;
  recover: SealedQueueKey[];
  open: Opened;
  preview: Opened;
  file: Uint8Array<ArrayBuffer>[];
  'seal-reply': SealedReply;
  'read-reply': string;
  'seal-note': string;
  'read-note': string;
  'read-reason': string;
  move: Moved;
  'seal-text': string;
  'read-text': string;
  'seal-marked': string;
  'read-marked': string;
  'seal-details': SealedReply;
  'read-details': ReadDetails;
  'seal-own': string;
  'read-own': string;
}

export type Trouble = FailureKind | UnopenedKind | LockedKind | 'locked' | 'no-passkey';

export type ToWorker = { id: number; question: Question } | { activity: true };

export type FromWorker =
  | { id: number; answer: Answers[keyof Answers] }
  | { id: number; trouble: Trouble }
  | { id: number; bytes: number }
  /** Milliseconds until the key locks; 0 when it has. Told each second. */
  | { locksIn: number };
