import { count, list, maybe, shape, text, type Decoded } from './decode';

/** A partner's telephone numbers, sealed to one epoch of one queue, in base64. */
const telephone = shape({
  telephoneId: text,
  partner: text,
  queue: text,
  epoch: count,
  sealed: text,
  writtenBy: text,
  /** The second member's word about that text, sealed to the same epoch, in base64; absent while nobody has called. */
  approval: maybe(text),
  /** The second member. */
  approvedBy: maybe(text),
});
export type SealedTelephone = Decoded<typeof telephone>;

export const telephones = list(telephone);
