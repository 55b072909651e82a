import type { Step, StepKind, TipDetail, Work as Known } from '../api/wire';
import { shortId } from '../words/names';
import { SAID_WORDS } from '../alert/words';
import { FINDING_WORDS } from './words';

/** A button that takes a step without a value. */
interface Button {
  label: string;
  /** Whether a member could want it now. */
  fits: (tip: TipDetail, lead: boolean) => boolean;
  key?: string;
}

interface Row {
  /** What somebody did, after their name. */
  did: string | ((step: Step) => string);
  /** None for steps that other parts of the page offer. */
  button?: Button;
}

const open = (tip: TipDetail) => tip.closedOn === undefined;

/**
 * A row for each kind of step. The service's row says what it does and whether it needs a note; a kind without a row here does not
 * compile.
 */
export const STEPS: Record<StepKind, Row> = {
  note: { did: 'noted' },
  claim: { did: 'took it' },
  release: { did: 'put it down' },
  assign: { did: ({ value = '' }) => `gave it to ${value}` },
  unassign: { did: ({ value = '' }) => `took it back from ${value}` },
  vet: { did: (step) => `found it to be ${found(step)}` },
  unvet: { did: (step) => `took back that it is ${found(step)}` },
  'set-lane': { did: ({ value = '' }) => `put it in the lane ${value}` },
  unreadable: { did: 'cannot open it' },
  tag: { did: 'tagged it' },
  untag: { did: 'took a tag off' },
  close: { did: 'closed it', button: { label: 'Close', fits: open, key: 'e' } },
  reopen: { did: 'opened it again', button: { label: 'Open again', fits: (tip) => !open(tip), key: 'e' } },
  waive: {
    did: 'found that no answer is owed',
    button: { label: 'No answer owed', fits: (tip) => open(tip) && tip.obligation !== undefined },
  },
  unwaive: {
    did: 'found that an answer is owed after all',
    button: {
      label: 'Answer owed after all',
      fits: (tip) => open(tip) && tip.obligation === undefined && tip.answerWaived,
    },
  },
  hold: { did: 'put it on legal hold', button: { label: 'Legal hold', fits: (tip) => !tip.legalHold } },
  unhold: {
    did: 'lifted the legal hold',
    button: { label: 'Lift the hold', fits: (tip, lead) => tip.legalHold && lead },
  },
  link: {
    did: (step) => (step.from === undefined ? `linked it with ${other(step)}` : `linked ${other(step)} with it`),
  },
  unlink: { did: (step) => `undid the link with ${other(step)}` },
  merge: {
    did: (step) =>
      step.from === undefined ? `closed it as a duplicate of ${other(step)}` : `closed ${other(step)} as its duplicate`,
  },
  telephone: {
    did: ({ value = '' }) => `reached ${telephoned(value).partner} by telephone: ${telephoned(value).words}`,
  },
  unmerge: {
    did: (step) => (step.from === undefined ? 'took the merging back' : `took the merging of ${other(step)} back`),
  },
};

/** The buttons that fit a tip, of steps that the service knows. */
export function buttonsFor(tip: TipDetail, lead: boolean, kinds: Known['kinds']) {
  return (Object.entries(STEPS) as [StepKind, Row][]).flatMap(([kind, { button }]) => {
    const rule = kinds.find((each) => each.kind === kind);
    if (button === undefined || rule === undefined || !button.fits(tip, lead)) return [];
    const needsNote = rule.note === 'required';
    const label = needsNote ? `${button.label}, with the note as reason` : button.label;
    return [{ kind, label, key: button.key, needsNote }];
  });
}

/** A step, as a sentence. */
export function stepWords(step: Step): string {
  const { who, day, kind, mentions } = step;
  const { did } = (STEPS as Record<string, Row>)[kind] ?? { did: `did what this page has no word for (${kind})` };
  const asking = mentions.length === 0 ? '' : `, asking for ${mentions.join(', ')}`;
  return `${who} ${typeof did === 'string' ? did : did(step)}${asking}, ${day}`;
}

function found({ value = '' }: Step): string {
  return (FINDING_WORDS as Record<string, string>)[value] ?? value;
}

/** What a partner said on the telephone, as a step has it. */
export function telephoned(value: string): { partner: string; words: string } {
  const [partner = '', said = ''] = value.split(' ');
  return { partner, words: (SAID_WORDS as Record<string, string>)[said] ?? said };
}

/** The other of the two tips that a step ties. */
function other({ value, from }: Step): string {
  const tip = from ?? value;
  return tip === undefined ? 'a tip that is gone, or not yours' : shortId(tip);
}
