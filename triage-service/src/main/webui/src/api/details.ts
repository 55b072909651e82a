import { list, maybe, oneOf, shape, text } from './decode';

export const DETAILS_STATES = [
  'waiting',
  'dropped',
  'taken-back',
  'released',
  'ready',
  'refused',
  'read',
  'destroyed',
] as const;
export type DetailsState = (typeof DETAILS_STATES)[number];

/** A text for one partner, without what it says. */
export interface Details {
  detailsId: string;
  partner: string;
  /** The key that it was sealed to. */
  recipient: string;
  state: DetailsState;
  writer: string;
  writtenOn: string;
  /** The member who read and released it. */
  approver: string | undefined;
  releasedOn: string | undefined;
  /** The day on which the partner fetched it. */
  readOn: string | undefined;
}

/** A text as it leaves this browser; `copy` is for the members of the tip's queue. */
export interface WrittenDetails {
  detailsId: string;
  partner: string;
  recipient: string;
  sealed: string;
  copy: string;
}

export const details = list(
  shape<Details>({
    detailsId: text,
    partner: text,
    recipient: text,
    state: oneOf(DETAILS_STATES),
    writer: text,
    writtenOn: text,
    approver: maybe(text),
    releasedOn: maybe(text),
    readOn: maybe(text),
  }),
);
