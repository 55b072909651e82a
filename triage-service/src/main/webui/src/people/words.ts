import type { EpochStanding, Obstacle } from '../api/epochs';
import type { Person, QueueEpoch } from '../api/people';
import type { Refusal } from './people.svelte';

/** Why a deed about people was not done. */
export function refusalWords({ kind, detail }: Refusal): string {
  switch (kind) {
    case 'locked':
    case 'no-queue':
      return 'Your key is locked, and without it nothing can be sealed. Unlock it, then do this again.';
    case 'wrong-passphrase':
      return 'This passphrase does not open this recovery key.';
    case 'damaged-key':
      return 'The file is no recovery key of this organisation, or a sealed key is damaged. Nothing was changed.';
    case 'offline':
      return 'The service does not answer. Nothing was changed.';
    case 'absent':
      return 'This person or queue no longer exists. Nothing was changed.';
    case 'forbidden':
      return 'Your account may not do this.';
    case 'session-over':
      return 'Your session is over. Sign in again.';
    default:
      return detail ?? 'The service failed. Look again before you repeat it.';
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
  return first === last ? `epoch ${first}` : `epochs ${first}–${last}`;
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
    ? 'They read these at once.'
    : 'They read a new queue when another lead of it admits them, too. If nobody does, they read it in an hour. Until then everybody in the queue sees that you asked, and any of them can keep the newcomer out.';
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
      return 'Sources: no later key has been signed and in force since yesterday.';
    case 'UNREAD':
      return 'A tip that nobody has read.';
    case 'OPEN':
      return 'A tip that is not closed.';
    case 'HELD':
      return 'A tip on legal hold.';
    case 'ALERTED':
      return 'A tip with an open alert.';
    case 'TAGS':
      return 'Names of tags. A desk with this key open reseals them to the newest.';
  }
}
