import type { Asked } from './contract';
import { byName, count, list, maybe, orElse, shape, text, type Decoded } from './decode';

/** Somebody who has a key. */
const person = shape({
  name: text,
  /** Their recipient; none if a key ceremony did not give it. */
  recipient: maybe(text),
  /** The day on which their browser made the key; none if a key ceremony did. */
  enrolledOn: maybe(text),
  /** The epochs whose key they hold, by queue. */
  queues: byName(list(count)),
  /** The queues into which a lead wants to let them, and when that takes effect. */
  admitting: orElse(byName(shape({ by: text, due: text })), {}),
});
export type Person = Decoded<typeof person>;

/** One period of a queue's key. */
const queueEpoch = shape({
  queue: text,
  epoch: count,
  recipient: text,
  /** The private half, sealed to the recovery key; none if its lock is lost. */
  recoveryCopy: maybe(text),
  /** The day on which a browser made it; none if a key ceremony did. */
  begunOn: maybe(text),
});
export type QueueEpoch = Decoded<typeof queueEpoch>;

export const people = shape({ people: list(person), epochs: list(queueEpoch), recoveryRecipient: maybe(text) });
export type People = Decoded<typeof people>;

export type MadeIdentity = Asked<'/api/keys/enrolment'>;
export type NextEpoch = Asked<'/api/epochs'>;
export type SealedQueueKey = Asked<'/api/people/{member}/queues'>['keys'][number];
