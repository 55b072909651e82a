import { maybe, shape, text, type Decoded } from './decode';

/** A member's proposal of an alert without the source's consent, without the reason. */
const proposal = shape({
  proposer: text,
  proposedOn: text,
  /** The second member; absent until there is one. */
  approver: maybe(text),
  approvedOn: maybe(text),
});
export type Proposal = Decoded<typeof proposal>;

export const vitalInterest = shape({ proposal: maybe(proposal) });
