import { count, list, maybe, shape, text, type Decoded } from './decode';

/** A partner's telephone numbers, sealed to one epoch of one queue, in base64. */
const telephone = shape({
  telephoneId: text,
  partner: text,
  queue: text,
  epoch: count,
  sealed: text,
  writtenBy: text,
  /** The second member, who has called; absent while nobody has. */
  approvedBy: maybe(text),
});
export type SealedTelephone = Decoded<typeof telephone>;

export const telephones = list(telephone);
