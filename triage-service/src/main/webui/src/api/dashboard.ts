import { count, flag, list, oneOf, shape, text, type Decoded } from './decode';
import { ALERT_STATES, LANES, overdue } from './wire';

/** Tips that came on a day; `marked`: while the form was being flooded. */
const arrivals = shape({ day: text, lane: oneOf(LANES), marked: flag, count });
export type Arrivals = Decoded<typeof arrivals>;

/** How the member's queues are doing. */
export const dashboard = shape({
  from: text,
  to: text,
  arrivals: list(arrivals),
  looks: shape({
    danger: shape({ inTime: count, late: count, waiting: count }),
    others: shape({ sameDay: count, nextDay: count, within7: count, later: count, waiting: count }),
  }),
  overdue,
  /** The queues in which something is owed to sources by a day. */
  owing: list(text),
  alerts: list(shape({ state: oneOf(ALERT_STATES), count })),
});
export type Dashboard = Decoded<typeof dashboard>;
