import { say } from '../words/say';
import type { TipSummary } from '../api/wire';
import type { Opened } from './reading';

/** The source's sealed answers about danger and consents; nothing if the tip has no such answer. */
export interface SealedAnswers {
  /** None, some, or within hours. */
  danger: 0 | 1 | 2 | undefined;
  alert: boolean | undefined;
  details: boolean | undefined;
}

/** For a tip that cannot be opened: nobody can compare anything. */
export const UNREADABLE = 'unreadable';

/** Deeds that depend on the source's sealed answers. */
export type Deed = 'confirm' | 'raise' | 'find' | 'details' | 'move';

export function sealedAnswers(opened: Opened): SealedAnswers {
  const answers = new Map(opened.form === 'tip' ? opened.answers : []);
  const consent = (key: string) => (answers.has(key) ? answers.get(key) === 'yes' : undefined);
  return {
    danger: answers.has('danger') ? urgency(answers.get('danger'), answers.get('soon')) : undefined,
    alert: consent('alert'),
    details: consent('details'),
  };
}

/** Why a deed must not be done, no matter which consents the server reports: somebody can change those. */
export function objectionTo(deed: Deed, sealed: SealedAnswers | typeof UNREADABLE | undefined): string | undefined {
  // An attacker who damages a file must not silence a danger. The service still checks the consent that it knows of.
  if (sealed === UNREADABLE) return deed === 'confirm' ? undefined : say('format.thisTipDoesNotOpen');
  if (sealed === undefined) return say('format.thisTipIsNotOpen');
  const { danger, alert, details } = sealed;
  // Staff vouch for what they find themselves.
  if (deed === 'find') return undefined;
  // Danger is moved by two; the service says that there is none.
  if (deed === 'move') return (danger ?? 0) === 0 ? undefined : say('format.theSourceReportedDangerWhich');
  if (deed === 'raise') return danger === 0 ? say('format.theSourceReportedNoDanger') : undefined;
  if (alert === false) return say('format.theSourceDidNotAllow');
  return deed === 'details' && details === false ? say('format.theSourceDidNotAllow2') : undefined;
}

/** Where the server reports less danger, or more consents, than the source sealed. Danger only rises, and consents are only withdrawn. */
export function differences({ threat, consents }: Pick<TipSummary, 'threat' | 'consents'>, sealed: SealedAnswers) {
  const found: string[] = [];
  if (sealed.danger !== undefined && urgency(threat.who, threat.when) < sealed.danger)
    found.push(say('format.theSourceReportedDanger', { danger: `${sealed.danger}` }));
  if (sealed.alert === false && consents.alert) found.push(say('format.theSourceDidNotAllow3'));
  if (sealed.details === false && consents.details) found.push(say('format.theSourceDidNotAllow4'));
  return found;
}

function urgency(who: string | undefined, when: string | undefined): 0 | 1 | 2 {
  if (who !== 'me' && who !== 'someone-else' && who !== 'unspecified') return 0;
  return when === 'hours' ? 2 : 1;
}
