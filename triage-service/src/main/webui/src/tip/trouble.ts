import { say } from '../words/say';
import type { Trouble } from '../keys/protocol';

export interface TroubleWords {
  title: string;
  what: string;
  /** Whether asking again can help. */
  again: boolean;
  /** Whether it may be that nobody can ever open it. */
  forGood?: boolean;
}

/** Words for a tip that does not open: what is wrong, and what to do. */
export function tipTroubleWords(trouble: Trouble, queue: string, epoch: number): TroubleWords {
  switch (trouble) {
    case 'wrong-key':
      return {
        title: say('tip.noKeyOfYoursOpens'),
        what: say('tip.itIsSealedToThe', { queue, epoch }),
        again: false,
        forGood: true,
      };
    case 'damaged':
      return {
        title: say('tip.thisTipIsDamaged'),
        what: say('tip.theSealedFileWasCut'),
        again: true,
        forGood: true,
      };
    case 'too-large':
      return {
        title: say('tip.thisTipIsTooLarge'),
        what: say('tip.itHoldsMoreThan2'),
        again: false,
      };
    case 'absent':
      return {
        title: say('tip.thisTipIsNotHere'),
        what: say('tip.itWasDeletedOrIt'),
        again: false,
      };
    case 'forbidden':
      return { title: say('tip.notForThisAccount'), what: say('tip.yourRoleDoesNotAllow'), again: false };
    case 'offline':
      return {
        title: say('tip.theConnectionBrokeOff'),
        what: say('tip.theTipDidNotArrive'),
        again: true,
      };
    case 'session-over':
      return { title: say('any.yourSessionIsOver'), what: say('tip.signInAgainToGo'), again: false };
    default:
      return {
        title: say('tip.thisTipCouldNotBe'),
        what: say('tip.theServiceFailedItIs'),
        again: true,
      };
  }
}
