import { count, list, maybe, oneOf, shape, text, type Decoded } from './decode';

export const DRILL_STATES = ['ordered', 'open', 'delivered', 'answered', 'expired'] as const;

/** An Exercise alert to one partner, on the path of real ones. */
const drill = shape({
  drillId: text,
  partner: text,
  orderedBy: text,
  orderedOn: text,
  /** `ordered`: nothing was heard of it yet. */
  state: oneOf(DRILL_STATES),
  /** From the order to a human's answer, once there is one. */
  seconds: maybe(count),
});
export type Drill = Decoded<typeof drill>;
export const drills = list(drill);
