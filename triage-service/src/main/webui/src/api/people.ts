import { byName, count, list, maybe, shape, text } from './decode';

export interface Admitting {
  by: string;
  due: string;
}

/** Somebody who has a key. */
export interface Person {
  name: string;
  /** Their recipient; none if a key ceremony did not give it. */
  recipient: string | undefined;
  /** The day on which their browser made the key; none if a key ceremony did. */
  enrolledOn: string | undefined;
  /** The epochs whose key they hold, by queue. */
  queues: Record<string, number[]>;
  /** The queues into which a lead wants to let them, and when that takes effect. */
  admitting: Record<string, Admitting>;
}

/** One period of a queue's key. */
export interface QueueEpoch {
  queue: string;
  epoch: number;
  recipient: string;
  /** The private half, sealed to the recovery key; none if its lock is lost. */
  recoveryCopy: string | undefined;
  /** The day on which a browser made it; none if a key ceremony did. */
  begunOn: string | undefined;
}

export interface People {
  people: Person[];
  epochs: QueueEpoch[];
  recoveryRecipient: string | undefined;
}

export const people = shape<People>({
  people: list(
    shape<Person>({
      name: text,
      recipient: maybe(text),
      enrolledOn: maybe(text),
      queues: byName(list(count)),
      // An older instance, while the service is updated, does not say it.
      admitting: (value, field) => maybe(byName(shape<Admitting>({ by: text, due: text })))(value, field) ?? {},
    }),
  ),
  epochs: list(
    shape<QueueEpoch>({ queue: text, epoch: count, recipient: text, recoveryCopy: maybe(text), begunOn: maybe(text) }),
  ),
  recoveryRecipient: maybe(text),
});

export interface MadeIdentity {
  sealedIdentity: string;
  recipient: string;
}

export interface SealedQueueKey {
  queue: string;
  epoch: number;
  sealedIdentity: string;
}

export interface NextEpoch {
  queue: string;
  epoch: number;
  recipient: string;
  recoveryCopy: string;
  keys: { member: string; sealedIdentity: string }[];
}
