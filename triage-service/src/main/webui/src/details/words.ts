import { say } from '../words/say';
import type { Details } from '../api/details';
import type { AlertDetail, Partner, TipDetail } from '../api/wire';
import { isOver } from '../alert/words';
import type { DecisionWords } from '../alert/words';
import type { Trouble } from '../keys/protocol';
import { byteLength } from '../format/padding';
import { LONGEST_DETAILS, type ReadDetails, type Target, type Verdict } from '../format/details';

/** Why nothing can be written for a partner about this tip; nothing if something can. */
export function whyNot(tip: Pick<TipDetail, 'consents'>, alert: AlertDetail): string | undefined {
  if (!tip.consents.details) return say('details.theSourceDoesNotAllow');
  if (!tip.consents.alert) return say('details.theSourceNoLongerAllows');
  if (isOver(alert.state) || alert.decision === 'cancelled') return say('details.theAlertIsOverSo');
  return undefined;
}

/** Partners that may get details: those that were told of the alert, have not declined, and whose key is known. */
export function hearers(alert: AlertDetail, known: readonly Partner[]): Partner[] {
  const told = new Set(
    alert.partners.filter(({ state }) => state !== 'declined' && state !== 'stopped').map(({ name }) => name),
  );
  return known.filter(({ name }) => told.has(name));
}

/** Why nothing may be sealed to a partner that somebody chose earlier; nothing if it is still the same. */
export function changedWords({ partner, recipient }: Target, open: readonly Partner[]): string | undefined {
  const now = open.find(({ name }) => name === partner);
  if (now === undefined) return say('details.partnerCanNoLongerGet', { partner });
  if (now.recipient !== recipient) return say('details.partnerHasAnotherKeyThan', { partner });
  return undefined;
}

/** What this browser found about a waiting text; one that was compared for another target than the list now names is for another. */
export function verdictOn({ partner, recipient }: Target, read: ReadDetails | undefined): Verdict | undefined {
  if (read?.compared === undefined) return undefined;
  const { target, verdict } = read.compared;
  return target.partner === partner && target.recipient === recipient ? verdict : 'other-target';
}

export function verdictWords(verdict: Verdict, partner: string): string {
  switch (verdict) {
    case 'same':
      return say('details.whatWasSealedToPartner', { partner });
    case 'other-text':
      return say('details.whatWasSealedToPartner2', { partner });
    case 'other-target':
      return say('details.theWriterChoseAnotherPartner');
    case 'no-target':
      return say('details.anOlderVersionOfThe');
  }
}

export function objection(draft: string): string | undefined {
  if (draft.trim() === '') return say('any.writeSomethingFirst');
  const over = byteLength(draft.trim()) - LONGEST_DETAILS;
  return over > 0 ? say('any.tooLongByBytes', { over }) : undefined;
}

export function isTooLong(draft: string): boolean {
  return byteLength(draft.trim()) > LONGEST_DETAILS;
}

export function lengthWords(draft: string): string {
  return say('any.bytesNumberOfMostNumber', { bytes: byteLength(draft.trim()), most: LONGEST_DETAILS });
}

/** The state of a text, in a few words. */
export function stateWords({ state, readOn, approvedOn }: Details): string {
  switch (state) {
    case 'waiting':
      return say('details.waitsForASecondPerson');
    case 'dropped':
      return say('details.notApprovedAMemberDecided');
    case 'taken-back':
      return say('details.notApprovedTheSourceTook');
    case 'approved':
      return say('details.approvedOnApprovedonOnIts', { approvedOn: approvedOn ?? '?' });
    case 'ready':
      return say('details.approvedOnApprovedonNotFetched', { approvedOn: approvedOn ?? '?' });
    case 'refused':
      return say('details.notHandedOverTheAlert');
    case 'read':
      return say('details.fetchedOnReadon', { readOn: readOn ?? '?' });
    case 'destroyed':
      return readOn === undefined
        ? say('details.withdrawnBeforeItWasFetched')
        : say('details.withdrawnFetchedOnReadonThe', { readOn });
  }
}

export function factsOf(each: Details): string {
  return each.approver === undefined
    ? say('details.writtenByWriterOnWrittenon', { writer: each.writer, writtenOn: each.writtenOn })
    : say('details.writtenByWriterOnWrittenon2', {
        writer: each.writer,
        writtenOn: each.writtenOn,
        approver: each.approver,
      });
}

/** The words beside a partner about its texts; the last one counts. */
export function onAlert(partner: string, all: readonly Details[]): string | undefined {
  const last = all.filter((each) => each.partner === partner && each.state !== 'dropped').at(-1);
  return last === undefined ? undefined : say('details.detailsState', { state: stateWords(last) });
}

export function approveWords(partner: string): DecisionWords {
  return {
    title: say('details.approveThisForPartner', { partner }),
    consequences: [
      say('details.theWritersBrowserSealedIt', { partner }),
      say('details.theyFetchItOnceWith'),
      say('details.whatTheyHaveReadCannot'),
      say('details.yourNameAndTheWriters'),
    ],
    go: say('details.approveForPartner2', { partner }),
    back: say('any.notNow'),
  };
}

export function troubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return say('details.yourKeyIsLockedSo');
    case 'offline':
      return say('details.theServiceDidNotAnswer');
    case 'session-over':
      return say('details.yourSessionIsOverNothing');
    case 'forbidden':
      return say('details.yourRoleDoesNotAllow');
    case 'absent':
      return say('details.thisTipIsNoLonger');
    case 'refused':
      return detail ?? say('details.theServiceRefusedNothingWas');
    default:
      return say('details.itCouldNotBeSealed');
  }
}
