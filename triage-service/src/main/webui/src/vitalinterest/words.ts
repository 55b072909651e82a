import { say } from '../words/say';
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
  return found === undefined
    ? say('vitalinterest.proposerProposedAnAlertOn', { proposer, proposedOn })
    : say('vitalinterest.proposerProposedAnAlertOn2', { proposer, proposedOn, threat: threatLine(found) });
}

/** The threat that the alert of a tip tells of: what staff found, where two raised an alert for it. */
export function threatOf({ threat }: Pick<TipDetail, 'threat'>, proposal: Proposal | null | undefined): Threat {
  return proposal?.approver === undefined ? threat : (proposal.found ?? threat);
}

export function proposeWords(): DecisionWords {
  return {
    title: say('vitalinterest.proposeAnAlertWithoutConsent'),
    consequences: [say('vitalinterest.nothingLeavesYetASecond'), say('vitalinterest.yourReasonIsSealedTo')],
    go: say('vitalinterest.proposeIt'),
    back: say('any.notNow'),
  };
}

/** @param found the danger that staff found, where the source reported none */
export function approveWords({ threat }: Pick<TipDetail, 'threat'>, found?: Threat): DecisionWords {
  const told = toldLine(found ?? { ...threat, region: undefined });
  return {
    title: say('vitalinterest.raiseThisAlertWithoutConsent'),
    consequences: [
      say('vitalinterest.partnersThatAreOnCall'),
      found === undefined
        ? say('vitalinterest.theyReadToldNoRegion', { told })
        : say('vitalinterest.theyReadToldNoMessage', { told }),
      say('vitalinterest.itCannotBeUnsentYou'),
      say('vitalinterest.bothNamesStayHereIn'),
    ],
    go: say('vitalinterest.raiseTheAlert2'),
    back: say('any.notNow'),
  };
}
