import type { Lane, Threat } from '../api/wire';
import type { word } from './words';

/** A made-up tip. What it says stands in the files of words. */
export interface Story {
  message: Parameters<typeof word>[0];
  topic: string;
  lane: Lane;
  threat: Threat;
  /** Whether its source lets partners be told that there is danger. */
  alert: boolean;
  /** Minutes until somebody must look. */
  dueIn?: number;
  daysAgo: number;
  /** Who wrote it, as the end of a made-up recipient: two tips of one source have the same. */
  source: string;
  file?: Parameters<typeof word>[0];
}

const NONE: Threat = { who: 'none' };

/** Each asks for another decision; nobody in them exists. */
export const STORIES: readonly Story[] = [
  // To be confirmed.
  {
    message: 'atTheDoor',
    topic: 'threat',
    lane: 'imminent',
    threat: { who: 'me', when: 'hours' },
    alert: true,
    dueIn: 14,
    daysAgo: 0,
    source: 'q8wz3k',
  },
  // Danger that partners must not be told of.
  {
    message: 'sisterTaken',
    topic: 'threat',
    lane: 'imminent',
    threat: { who: 'someone-else', when: 'hours' },
    alert: false,
    dueIn: 18,
    daysAgo: 0,
    source: 'vd7n2p',
  },
  // A false alarm.
  {
    message: 'wakeUp',
    topic: 'threat',
    lane: 'imminent',
    threat: { who: 'me', when: 'hours' },
    alert: true,
    dueIn: 19,
    daysAgo: 0,
    source: 'hl4t9e',
  },
  {
    message: 'searched',
    topic: 'threat',
    lane: 'urgent',
    threat: { who: 'someone-else', when: 'days' },
    alert: false,
    daysAgo: 1,
    source: 'mx5c8y',
  },
  // Danger that only a reader finds.
  {
    message: 'saidNo',
    topic: 'threat',
    lane: 'routine',
    threat: NONE,
    alert: false,
    daysAgo: 0,
    source: 'u6g3ra',
  },
  {
    message: 'tender',
    topic: 'corruption',
    lane: 'routine',
    threat: NONE,
    alert: false,
    daysAgo: 2,
    source: 's2f7jd',
    file: 'tenderFile',
  },
  // The same again, from the same source.
  {
    message: 'tenderAgain',
    topic: 'corruption',
    lane: 'routine',
    threat: NONE,
    alert: false,
    daysAgo: 1,
    source: 's2f7jd',
  },
  // To be answered.
  {
    message: 'question',
    topic: 'other',
    lane: 'routine',
    threat: NONE,
    alert: false,
    daysAgo: 1,
    source: 'n9e4kw',
  },
  {
    message: 'advertisement',
    topic: 'other',
    lane: 'routine',
    threat: NONE,
    alert: false,
    daysAgo: 0,
    source: 'p3y6lz',
  },
];
