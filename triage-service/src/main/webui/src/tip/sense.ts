import type { OpenedFile } from '../format/reading';
import { isDrawable } from '../format/inspect';

/** How a file is looked at here. */
export type Sense = 'picture' | 'sound' | 'film';

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

/** Nothing for what is neither seen nor heard here, and for a picture that would fill the memory. */
export function senseOf({ kind, picture }: OpenedFile): { sense: Sense; type: string } | undefined {
  const [sense, type] = TYPES[kind.extension] ?? [];
  if (sense === undefined || type === undefined || (sense === 'picture' && !isDrawable(picture))) return undefined;
  return { sense, type };
}
