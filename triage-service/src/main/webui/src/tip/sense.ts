import type { OpenedFile } from '../format/reading';
import { isDrawable } from '../metadata/inspect';
import type { Viewer } from '../viewer/protocol';

/** How a file is looked at here. */
export type Sense = 'picture' | 'sound' | 'film' | 'document';

export interface Look {
  sense: Sense;
  type: string;
  /** The program that shows it, where no browser does. */
  viewer?: Viewer;
}

/** The type that the browser is told, by our extension: it draws or plays nothing else. */
const TYPES: Readonly<Record<string, readonly [Sense, type: string]>> = {
  jpg: ['picture', 'image/jpeg'],
  png: ['picture', 'image/png'],
  gif: ['picture', 'image/gif'],
  webp: ['picture', 'image/webp'],
  avif: ['picture', 'image/avif'],
  mp3: ['sound', 'audio/mpeg'],
  m4a: ['sound', 'audio/mp4'],
  ogg: ['sound', 'audio/ogg'],
  wav: ['sound', 'audio/wav'],
  mp4: ['film', 'video/mp4'],
  mov: ['film', 'video/mp4'],
  mkv: ['film', 'video/webm'],
};

/** What a program shows, by our word for it or our extension; it holds it in memory more than once. */
const VIEWED: Readonly<Record<string, readonly [Sense, Viewer]>> = {
  heic: ['picture', 'heic'],
  mail: ['document', 'office'],
  pdf: ['document', 'pdf'],
  zip: ['document', 'office'],
};
const MOST_VIEWED = 100_000_000;

/** Nothing for what is neither seen nor heard here, and for a picture that would fill the memory. */
export function senseOf({ kind, picture, size }: OpenedFile): Look | undefined {
  const [seen, viewer] = VIEWED[kind.words] ?? VIEWED[kind.extension] ?? [];
  if (seen !== undefined && viewer !== undefined && size <= MOST_VIEWED) return { sense: seen, type: '', viewer };
  const [sense, type] = TYPES[kind.extension] ?? [];
  if (sense === undefined || type === undefined || (sense === 'picture' && !isDrawable(picture))) return undefined;
  return { sense, type };
}
