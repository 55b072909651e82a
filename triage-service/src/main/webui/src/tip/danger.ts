import type { TipSummary } from '../api/wire';

/** Whether its source reports danger, or staff found some: they put it into that lane, or raised an alert. */
export function isOfDanger({ threat, lane, alert }: Pick<TipSummary, 'threat' | 'lane' | 'alert'>): boolean {
  return threat.who !== 'none' || lane === 'imminent' || alert !== undefined;
}
