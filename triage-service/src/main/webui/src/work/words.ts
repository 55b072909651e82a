import { when } from '../words/times';
import type { Finding, Assignee } from '../api/wire';
import type { Trouble } from '../keys/protocol';

export const FINDING_WORDS: Record<Finding, string> = {
  verified: 'verified',
  plausible: 'plausible',
  unfounded: 'unfounded',
  duplicate: 'a duplicate',
  junk: 'junk',
};

/** In whose hands a tip is, for the member who reads it. */
export function assigneeWords(assignee: Assignee | undefined, member: string, now: number): string {
  if (assignee === undefined) return 'In nobody’s hands';
  const whose = assignee.name === member ? 'your' : `${assignee.name}’s`;
  return assignee.until === undefined
    ? `In ${whose} hands`
    : `In ${whose} hands until ${when(assignee.until, now).clock}`;
}

export function findingWords(finding: Finding | undefined): string {
  return finding === undefined ? 'Not vetted yet' : `Found to be ${FINDING_WORDS[finding]}`;
}

export function workTroubleWords(trouble: Trouble, detail: string | undefined): string {
  switch (trouble) {
    case 'locked':
      return 'Your key is locked, so nothing was sealed and nothing has changed.';
    case 'refused':
      return detail ?? 'The service refused. Nothing has changed.';
    case 'forbidden':
      return 'Your role does not allow this. Nothing has changed.';
    case 'absent':
      return 'This tip is no longer here, or no longer yours.';
    case 'session-over':
      return 'Your session is over. Nothing has changed.';
    default:
      return 'The service did not answer, so it may have happened or not. Doing the same again is safe.';
  }
}
