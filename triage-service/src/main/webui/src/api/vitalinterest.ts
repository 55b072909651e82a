import { maybe, shape, text } from './decode';

/** A member's proposal of an alert without the source's consent, without the reason. */
export interface Proposal {
  proposer: string;
  proposedOn: string;
  /** The second member; absent until there is one. */
  approver: string | undefined;
  approvedOn: string | undefined;
}

export const vitalInterest = shape<{ proposal: Proposal | undefined }>({
  proposal: maybe(
    shape<Proposal>({ proposer: text, proposedOn: text, approver: maybe(text), approvedOn: maybe(text) }),
  ),
});
