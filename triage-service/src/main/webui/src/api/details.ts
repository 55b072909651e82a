import type { Asked } from './contract';
import { list, maybe, oneOf, shape, text, type Decoded } from './decode';

export const DETAILS_STATES = [
  'waiting',
  'dropped',
  'taken-back',
  'approved',
  'ready',
  'refused',
  'read',
  'destroyed',
] as const;
export type DetailsState = (typeof DETAILS_STATES)[number];

/** A text for one partner, without what it says. */
const listed = shape({
  detailsId: text,
  partner: text,
  /** The key that it was sealed to. */
  recipient: text,
  state: oneOf(DETAILS_STATES),
  writer: text,
  writtenOn: text,
  /** The member who read and approved it. */
  approver: maybe(text),
  approvedOn: maybe(text),
  /** The day on which the partner fetched it. */
  readOn: maybe(text),
});
export type Details = Decoded<typeof listed>;
export const details = list(listed);

/** A text as it leaves this browser; `copy` is for the members of the tip's queue. */
export type WrittenDetails = Asked<'/api/tips/{tipId}/details'>;
