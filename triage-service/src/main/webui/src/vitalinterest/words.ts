import type { DecisionWords } from '../alert/words';
import type { Proposal } from '../api/vitalinterest';
import type { Threat, TipDetail } from '../api/wire';
import { threatLine, toldLine } from '../words/words';

/** Whether an alert may be raised without consent: never against a withdrawn one. */
export function isOpenTo({ consents, alert, withdrawnOn }: TipDetail): boolean {
  return !consents.alert && alert === undefined && withdrawnOn === undefined;
}

/** Who proposed it, and for what. */
export function proposedWords({ proposer, proposedOn, found }: Proposal): string {
  const what = found === undefined ? '' : ` for danger that they found: ${threatLine(found)}`;
  return `${proposer} proposed an alert on ${proposedOn}${what}.`;
}

/** The threat that the alert of a tip tells of: what staff found, where two raised an alert for it. */
export function threatOf({ threat }: Pick<TipDetail, 'threat'>, proposal: Proposal | null | undefined): Threat {
  return proposal?.approver === undefined ? threat : (proposal.found ?? threat);
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

/** @param found the danger that staff found, where the source reported none */
export function approveWords({ threat }: Pick<TipDetail, 'threat'>, found?: Threat): DecisionWords {
  const told = toldLine(found ?? { ...threat, region: undefined });
  return {
    title: 'Raise this alert without consent?',
    consequences: [
      'Partners that are on call get an alert now, confirmed by the desk.',
      `They read: ${told}. No${found === undefined ? ' region, no' : ''} message, no files, and no details later.`,
      'It cannot be unsent; you can cancel the alert later. Nobody tells the source unless you write to them.',
      'Both names stay here, in the journal.',
    ],
    go: 'Raise the alert',
    back: 'Not now',
  };
}
