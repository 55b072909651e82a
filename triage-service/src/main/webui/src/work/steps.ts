import { say } from '../words/say';
import type { Step, StepKind, TipDetail, Work as Known } from '../api/wire';
import { shortId } from '../words/names';
import { SAID_WORDS } from '../alert/words';
import { FINDING_WORDS } from './words';

/** A button that takes a step without a value. */
interface Button {
  label: () => string;
  /** Whether a member could want it now; the service says who may. */
  fits: (tip: TipDetail) => boolean;
  key?: string;
}

interface Row {
  /** What somebody did, after their name. */
  did: (step: Step) => string;
  /** None for steps that other parts of the page offer. */
  button?: Button;
}

const open = (tip: TipDetail) => tip.closedOn === undefined;

/**
 * A row for each kind of step. The service's row says what it does, who may and whether it needs a note; a kind without a row here
 * does not compile.
 */
export const STEPS: Record<StepKind, Row> = {
  note: { did: () => say('work.noted') },
  claim: { did: () => say('work.tookIt') },
  release: { did: () => say('work.putItDown2') },
  assign: { did: ({ who, value = '' }) => (value === who ? say('work.tookIt') : say('work.gaveItToValue', { value })) },
  unassign: { did: ({ value = '' }) => say('work.tookItBackFromValue', { value }) },
  vet: { did: (step) => say('work.foundItToBeFound', { found: found(step) }) },
  unvet: { did: (step) => say('work.tookBackThatItIs', { found: found(step) }) },
  'set-lane': { did: ({ value = '' }) => say('work.putItInTheLane', { lane: value }) },
  unreadable: { did: () => say('work.cannotOpenIt') },
  tag: { did: () => say('work.taggedIt') },
  untag: { did: () => say('work.tookATagOff') },
  close: { did: () => say('work.closedIt'), button: { label: () => say('any.close'), fits: open, key: 'e' } },
  reopen: {
    did: () => say('work.openedItAgain'),
    button: { label: () => say('work.openAgain'), fits: (tip) => !open(tip), key: 'e' },
  },
  waive: {
    did: () => say('work.foundThatNoAnswerIs'),
    button: { label: () => say('work.noAnswerOwed'), fits: (tip) => open(tip) && tip.obligation !== undefined },
  },
  unwaive: {
    did: () => say('work.foundThatAnAnswerIs'),
    button: {
      label: () => say('work.answerOwedAfterAll'),
      fits: (tip) => open(tip) && tip.obligation === undefined && tip.answerWaived,
    },
  },
  hold: {
    did: () => say('work.putItOnLegalHold'),
    button: { label: () => say('work.legalHold'), fits: (tip) => !tip.legalHold },
  },
  unhold: {
    did: () => say('work.liftedTheLegalHold'),
    button: { label: () => say('work.liftTheHold'), fits: (tip) => tip.legalHold },
  },
  link: {
    did: (step) =>
      step.from === undefined
        ? say('work.linkedItWith', { other: other(step) })
        : say('work.linkedWithIt', { other: other(step) }),
  },
  unlink: { did: (step) => say('work.undidTheLinkWith', { other: other(step) }) },
  merge: {
    did: (step) =>
      step.from === undefined
        ? say('work.closedItAsADuplicate', { other: other(step) })
        : say('work.closedAsItsDuplicate', { other: other(step) }),
  },
  telephone: {
    did: ({ value = '' }) => say('work.reachedPartnerByTelephoneWords', telephoned(value)),
  },
  'ask-move': { did: ({ value = '' }) => say('work.askedToMoveItTo', { queue: value }) },
  'keep-here': { did: () => say('work.keptItHere') },
  move: {
    did: ({ value = '' }) => {
      const [from = '', to = ''] = value.split(' ').map((place) => place.split('/')[0]);
      return say('work.movedItFromTo', { from, to });
    },
  },
  'give-back': { did: () => say('work.gaveItBackToThe') },
  unmerge: {
    did: (step) =>
      step.from === undefined
        ? say('work.tookTheMergingBack')
        : say('work.tookTheMergingOfBack', { other: other(step) }),
  },
};

/** The buttons that fit a tip, of steps that the service knows and lets this member take. */
export function buttonsFor(tip: TipDetail, lead: boolean, kinds: Known['kinds']) {
  return (Object.entries(STEPS) as [StepKind, Row][]).flatMap(([kind, { button }]) => {
    const rule = kinds.find((each) => each.kind === kind);
    if (button === undefined || rule === undefined || (rule.taker === 'lead' && !lead) || !button.fits(tip)) return [];
    const needsNote = rule.note === 'required';
    const label = needsNote ? say('work.labelWithTheNoteAs', { label: button.label() }) : button.label();
    return [{ kind, label, key: button.key, needsNote }];
  });
}

/** A step, as a sentence. */
export function stepWords(step: Step): string {
  const { who, day, kind, mentions } = step;
  const { did } = (STEPS as Record<string, Row>)[kind] ?? { did: () => say('work.didWhatThisPageHas', { kind }) };
  const what = did(step);
  return mentions.length === 0
    ? `${who} ${what}, ${day}`
    : say('work.whoWhatAskingForMentions', { who, what, mentions: mentions.join(', '), day });
}

function found({ value = '' }: Step): string {
  return (FINDING_WORDS as Record<string, string>)[value] ?? value;
}

/** What a partner said on the telephone, as a step has it. */
export function telephoned(value: string): { partner: string; words: string } {
  const [partner = '', said = ''] = value.split(' ');
  return { partner, words: (SAID_WORDS as Record<string, string>)[said] ?? said };
}

/** The other of the two tips that a step relates. */
function other({ value, from }: Step): string {
  const tip = from ?? value;
  return tip === undefined ? say('work.aTipThatIsGone') : shortId(tip);
}
