import { say, spoken } from '../words/say';
import { when } from '../words/times';
import type { Finding, Assignee } from '../api/wire';
import type { Trouble } from '../keys/protocol';

export const FINDING_WORDS: Record<Finding, string> = spoken({
  verified: 'work.verified',
  plausible: 'work.plausible',
  unfounded: 'work.unfounded',
  duplicate: 'work.aDuplicate',
  junk: 'work.junk',
});

/** In whose hands a tip is, for the member who reads it. */
export function assigneeWords(assignee: Assignee | undefined, member: string, now: number): string {
  if (assignee === undefined) return say('work.inNobodysHands');
  const { name, until } = assignee;
  if (name === member)
    return until === undefined
      ? say('work.inYourHands')
      : say('work.inYourHandsUntilClock', { clock: when(until, now).clock });
  return until === undefined
    ? say('work.inHands', { name })
    : say('work.inHandsUntil', { name, clock: when(until, now).clock });
}

export function findingWords(finding: Finding | undefined): string {
  return finding === undefined
    ? say('any.notVettedYet')
    : say('work.foundToBeFinding', { finding: FINDING_WORDS[finding] });
}

export function workTroubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return say('work.yourKeyIsLockedSo');
    case 'refused':
      return detail ?? say('work.theServiceRefusedNothingHas');
    case 'forbidden':
      return say('work.yourRoleDoesNotAllow');
    case 'absent':
      return say('any.thisTipIsNoLonger');
    case 'not-signed':
      return say('work.noKeyIsSignedFor');
    case 'session-over':
      return say('work.yourSessionIsOverNothing');
    default:
      return say('work.theServiceDidNotAnswer');
  }
}
