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
        title: 'No key of yours opens this tip',
        what: `It is sealed to the queue “${queue}”, epoch ${epoch}. Ask a lead to seal that key to you (People, “More queues…”). If colleagues cannot open it either, say so: until then its clock runs.`,
        again: false,
        forGood: true,
      };
    case 'damaged':
      return {
        title: 'This tip is damaged',
        what: 'The sealed file was cut short or changed, so nothing of it can be believed and nothing is shown. Tell a lead: the blob store or its disk needs a look. If it stays so, say that nobody can open it: until then its clock runs.',
        again: true,
        forGood: true,
      };
    case 'too-large':
      return {
        title: 'This tip is too large for the console',
        what: 'It holds more than 2 GB. A lead can open it with the command line: penah age.',
        again: false,
      };
    case 'absent':
      return {
        title: 'This tip is not here',
        what: 'It was deleted, or it is in a queue that is not yours.',
        again: false,
      };
    case 'forbidden':
      return { title: 'Not for this account', what: 'Your role does not allow you to open tips.', again: false };
    case 'offline':
      return {
        title: 'The connection broke off',
        what: 'The tip did not arrive whole, so nothing of it is shown.',
        again: true,
      };
    case 'session-over':
      return { title: 'Your session is over', what: 'Sign in again to go on reading.', again: false };
    default:
      return {
        title: 'This tip could not be fetched',
        what: 'The service failed. It is not the tip: nothing is lost.',
        again: true,
      };
  }
}
