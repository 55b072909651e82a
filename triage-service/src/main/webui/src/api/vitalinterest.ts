import { maybe, shape, text, type Decoded } from './decode';
import { threat } from './wire';

/** A member's proposal of an alert without the source's consent, without the reason. */
const proposal = shape({
  proposer: text,
  proposedOn: text,
  /** The danger that they found, where the source reported none. */
  found: maybe(threat),
  /** The second member; absent until there is one. */
  approver: maybe(text),
  approvedOn: maybe(text),
  /** Of the reason and of what was found: another proposal has another one. */
  digest: text,
});
export type Proposal = Decoded<typeof proposal>;

export const vitalInterest = shape({ proposal: maybe(proposal) });
