import { count, list, maybe, oneOf, shape, text } from './decode';

export const DRILL_STATES = ['ordered', 'open', 'delivered', 'answered', 'expired'] as const;

/** An Exercise alert to one partner, on the path of real ones. */
export interface Drill {
  drillId: string;
  partner: string;
  orderedBy: string;
  orderedOn: string;
  /** `ordered`: nothing was heard of it yet. */
  state: (typeof DRILL_STATES)[number];
  /** From the order to a human's answer, once there is one. */
  seconds: number | undefined;
}

export const drills = list(
  shape<Drill>({
    drillId: text,
    partner: text,
    orderedBy: text,
    orderedOn: text,
    state: oneOf(DRILL_STATES),
    seconds: maybe(count),
  }),
);
