import { count, flag, list, oneOf, shape, text, type Decoder } from './decode';
import { ALERT_STATES, LANES, type Alarms, type AlertState, type Lane } from './wire';

/** Tips that came on a day; `marked`: while the form was being flooded. */
export interface Arrivals {
  day: string;
  lane: Lane;
  marked: boolean;
  count: number;
}

/** How the member's queues are doing. */
export interface Dashboard {
  from: string;
  to: string;
  arrivals: Arrivals[];
  looks: {
    danger: { inTime: number; late: number; waiting: number };
    others: { sameDay: number; nextDay: number; within7: number; later: number; waiting: number };
  };
  overdue: Alarms['overdue'];
  alerts: { state: AlertState; count: number }[];
}

export const dashboard: Decoder<Dashboard> = shape<Dashboard>({
  from: text,
  to: text,
  arrivals: list(shape<Arrivals>({ day: text, lane: oneOf(LANES), marked: flag, count })),
  looks: shape({
    danger: shape({ inTime: count, late: count, waiting: count }),
    others: shape({ sameDay: count, nextDay: count, within7: count, later: count, waiting: count }),
  }),
  overdue: shape({ looks: count, answers: count, feedback: count }),
  alerts: list(shape({ state: oneOf(ALERT_STATES), count })),
});
