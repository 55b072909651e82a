import { when } from '../words/times';
import type { Finding, Assignee, Step } from '../api/wire';
import { shortId } from '../words/names';
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

/** A member's deed, as the beginning of a sentence. */
export function stepWords({ who, day, kind, value, from, mentions }: Step): string {
  const finding = FINDING_WORDS[value as Finding] as string | undefined;
  const other = value === undefined ? 'a tip that is gone, or not yours' : shortId(value);
  const did = {
    note: 'noted',
    claim: 'took it',
    release: 'put it down',
    assign: `gave it to ${value ?? ''}`,
    vet: `found it to be ${finding ?? value ?? ''}`,
    'set-lane': `put it in the lane ${value ?? ''}`,
    unreadable: 'cannot open it',
    tag: 'tagged it',
    untag: 'took a tag off',
    close: 'closed it',
    reopen: 'opened it again',
    hold: 'put it on legal hold',
    unhold: 'lifted the legal hold',
    waive: 'found that no answer is owed',
    unwaive: 'found that an answer is owed after all',
    unassign: `took it back from ${value ?? ''}`,
    unvet: `took back that it is ${finding ?? value ?? ''}`,
    link: from === undefined ? `linked it with ${other}` : `linked ${shortId(from)} with it`,
    unlink: `undid the link with ${from === undefined ? other : shortId(from)}`,
    merge: from === undefined ? `closed it as a duplicate of ${other}` : `closed ${shortId(from)} as its duplicate`,
    unmerge: from === undefined ? 'took the merging back' : `took the merging of ${shortId(from)} back`,
  }[kind];
  const asking = mentions.length === 0 ? '' : `, asking for ${mentions.join(', ')}`;
  return `${who} ${did}${asking}, ${day}`;
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
