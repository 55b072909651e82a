import type { DecisionWords } from '../alert/words';
import type { TipDetail } from '../api/wire';
import { toldLine } from '../words/words';

/** Whether an alert may be raised without consent: never against a withdrawn one. */
export function isOpenTo({ threat, consents, alert, withdrawnOn }: TipDetail): boolean {
  return threat.who !== 'none' && !consents.alert && alert === undefined && withdrawnOn === undefined;
}

export function proposeWords(): DecisionWords {
  return {
    title: 'Propose an alert without consent?',
    consequences: [
      'Nothing leaves yet: a second person of this queue reads your reason and decides.',
      'Your reason is sealed to the queue. The journal records that you proposed it.',
    ],
    go: 'Propose it',
    back: 'Not now',
  };
}

export function approveWords({ threat }: Pick<TipDetail, 'threat'>): DecisionWords {
  return {
    title: 'Raise this alert without consent?',
    consequences: [
      'Partners that are on call get an alert now, confirmed by the desk.',
      `They read: ${toldLine({ ...threat, region: undefined })}. No region, no message, no files, and no details later.`,
      'It cannot be unsent; you can cancel the alert later. Nobody tells the source unless you write to them.',
      'Both names stay here, in the journal.',
    ],
    go: 'Raise the alert',
    back: 'Not now',
  };
}
