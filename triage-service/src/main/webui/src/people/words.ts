import { say } from '../words/say';
import type { EpochStanding, Obstacle } from '../api/epochs';
import type { Person, QueueEpoch } from '../api/people';
import type { Refusal } from './people.svelte';

/** Why a deed about people was not done. */
export function refusalWords({ kind, detail }: Refusal): string {
  switch (kind) {
    case 'locked':
    case 'no-queue':
      return say('people.yourKeyIsLockedAnd');
    case 'wrong-passphrase':
      return say('people.thisPassphraseDoesNotOpen');
    case 'damaged-key':
      return say('people.theFileIsNoRecovery');
    case 'offline':
      return say('any.theServiceDoesNotAnswer');
    case 'absent':
      return say('people.thisPersonOrQueueNo');
    case 'forbidden':
      return say('any.yourAccountMayNotDo');
    case 'session-over':
      return say('any.yourSessionIsOverSign');
    default:
      return detail ?? say('any.theServiceFailedLookAgain');
  }
}

/** “threat (1–3), general (2)” */
export function queueWords(queues: Person['queues']): string {
  return Object.entries(queues)
    .map(([queue, epochs]) => `${queue} (${rangeWords(epochs)})`)
    .join(', ');
}

function rangeWords(epochs: readonly number[]): string {
  const first = Math.min(...epochs);
  const last = Math.max(...epochs);
  return first === last ? say('people.epochFirst', { first }) : say('people.epochsFirstLast', { first, last });
}

/** The queues of which somebody lacks a key that the lead holds. */
export function lackedQueues(lead: Person['queues'], person: Person['queues']): string[] {
  return Object.keys(lead).filter((queue) => lead[queue]?.some((epoch) => person[queue]?.includes(epoch) !== true));
}

/** When somebody reads the queues that a lead chooses for them. */
export function admissionWords({ queues, admitting }: Person, chosen: readonly string[], me: string): string {
  const now = chosen.filter((queue) => {
    const by = admitting[queue]?.by;
    return queue in queues || (by !== undefined && by !== me);
  });
  return chosen.length > 0 && now.length === chosen.length
    ? say('people.theyReadTheseAtOnce')
    : say('people.theyReadANewQueue');
}

/** The queues of which a lead can remove somebody, and those of which another lead must. */
export function removableQueues(
  own: readonly string[],
  person: Person['queues'],
): { here: string[]; elsewhere: string[] } {
  const theirs = Object.keys(person);
  return {
    here: theirs.filter((queue) => own.includes(queue)),
    elsewhere: theirs.filter((queue) => !own.includes(queue)),
  };
}

/** The last epoch of each queue. */
export function lastEpochs(epochs: readonly QueueEpoch[]): QueueEpoch[] {
  return epochs.filter((each) => !epochs.some((other) => other.queue === each.queue && other.epoch > each.epoch));
}

/** Every epoch but the last of its queue, and those that are gone. */
export function pastEpochs(epochs: readonly EpochStanding[]): EpochStanding[] {
  return epochs.filter((each) => epochs.some((other) => other.queue === each.queue && other.epoch > each.epoch));
}

/** The reason why somebody still needs a key. */
export function obstacleWords(obstacle: Obstacle): string {
  switch (obstacle) {
    case 'IN_USE':
      return say('people.sourcesNoLaterKeyHas');
    case 'UNREAD':
      return say('people.aTipThatNobodyHas');
    case 'OPEN':
      return say('people.aTipThatIsNot');
    case 'HELD':
      return say('people.aTipOnLegalHold');
    case 'ALERTED':
      return say('people.aTipWithAnOpen');
    case 'TAGS':
      return say('people.namesOfTagsADesk');
  }
}
