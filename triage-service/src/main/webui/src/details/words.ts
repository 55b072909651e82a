import type { Details } from '../api/details';
import type { AlertDetail, Partner, TipDetail } from '../api/wire';
import { isOver } from '../alert/words';
import type { DecisionWords } from '../alert/words';
import type { Trouble } from '../keys/protocol';
import { byteLength } from '../format/padding';
import { LONGEST_DETAILS, type ReadDetails, type Target, type Verdict } from '../format/details';

/** Why nothing can be written for a partner about this tip; nothing if something can. */
export function whyNot(tip: Pick<TipDetail, 'consents'>, alert: AlertDetail): string | undefined {
  if (!tip.consents.details) return 'The source does not allow us to share details. Nothing can be released.';
  if (!tip.consents.alert) return 'The source no longer allows this alert. Nothing can be released.';
  if (isOver(alert.state) || alert.decision === 'cancelled')
    return 'The alert is over, so no more details can be sent.';
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
  if (now === undefined)
    return `${partner} can no longer get details about this alert. Nothing was sealed, and your text is still here.`;
  if (now.recipient !== recipient)
    return `${partner} has another key than when you chose it. Nothing was sealed, and your text is still here. Choose it again and compare the new digits with the list on paper. If they differ from it, seal nothing and tell a lead.`;
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
      return `What was sealed to ${partner} says exactly this, and the writer chose this partner and this key: this browser has compared.`;
    case 'other-text':
      return `What was sealed to ${partner} is not this text. Do not release it, and tell a lead.`;
    case 'other-target':
      return 'The writer chose another partner or another key than the service now names. Do not release it, and tell a lead.';
    case 'no-target':
      return 'An older version of the desk sealed this, and the copy does not say for whom. It cannot be released: write it again.';
  }
}

export function objection(draft: string): string | undefined {
  if (draft.trim() === '') return 'Write something first.';
  const over = byteLength(draft.trim()) - LONGEST_DETAILS;
  return over > 0 ? `Too long by ${over} bytes.` : undefined;
}

export function lengthWords(draft: string): string {
  return `${byteLength(draft.trim()).toLocaleString('en')} of ${LONGEST_DETAILS.toLocaleString('en')} bytes`;
}

/** The state of a text, in a few words. */
export function stateWords({ state, readOn, releasedOn }: Details): string {
  const read = readOn === undefined ? '' : `, fetched on ${readOn}`;
  switch (state) {
    case 'waiting':
      return 'waits for a second person';
    case 'dropped':
      return 'not released: a member decided against it';
    case 'taken-back':
      return 'not released: the source took consent back';
    case 'released':
      return `released on ${releasedOn ?? '?'}, on its way`;
    case 'ready':
      return `released on ${releasedOn ?? '?'}, not fetched yet`;
    case 'refused':
      return 'not handed over: the alert channel had no consent, partner or alert for it';
    case 'read':
      return `fetched on ${readOn ?? '?'}`;
    case 'destroyed':
      return readOn === undefined
        ? 'withdrawn before it was fetched; the key is destroyed'
        : `withdrawn${read}; the key is destroyed`;
  }
}

export function factsOf(each: Details): string {
  const who = each.approver === undefined ? '' : `, released by ${each.approver}`;
  return `Written by ${each.writer} on ${each.writtenOn}${who}.`;
}

/** The words beside a partner about its texts; the last one counts. */
export function onAlert(partner: string, all: readonly Details[]): string | undefined {
  const last = all.filter((each) => each.partner === partner && each.state !== 'dropped').at(-1);
  return last === undefined ? undefined : `Details: ${stateWords(last)}`;
}

export function releaseWords(partner: string): DecisionWords {
  return {
    title: `Release this to ${partner}?`,
    consequences: [
      `The writer’s browser sealed it to the key above. Compare its digits with the list on paper: only ${partner} must have it.`,
      'They fetch it once, with that key. You see here on which day.',
      'What they have read cannot be unsent. If the source takes consent back, we ask them to delete it.',
      'Your name and the writer’s stay here, in the journal.',
    ],
    go: `Release to ${partner}`,
    back: 'Not now',
  };
}

export function troubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return 'Your key is locked, so nothing was sealed and nothing was kept.';
    case 'offline':
      return 'The service did not answer, so it may have been kept or not. Sending the same text again is safe: it is kept once.';
    case 'session-over':
      return 'Your session is over. Nothing was kept.';
    case 'forbidden':
      return 'Your role does not allow this. Nothing was kept.';
    case 'absent':
      return 'This tip is no longer here, or no longer yours. Nothing was kept.';
    case 'refused':
      return detail ?? 'The service refused. Nothing was kept.';
    default:
      return 'It could not be sealed or kept. Sending the same text again is safe: it is kept once.';
  }
}
