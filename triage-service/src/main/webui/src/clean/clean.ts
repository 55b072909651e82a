import { joined } from '../format/joined';
import type { Parts } from './parts';
import { gif, jpeg, png, webp } from './pictures';
import { wav } from './sounds';

const WAYS: Readonly<Record<string, (bytes: Uint8Array<ArrayBuffer>) => Parts>> = {
  jpg: jpeg,
  png,
  gif,
  webp,
  wav,
};

/** Whether a file of this kind, named by our extension, can be cleaned at all. */
export function isCleanable(extension: string): boolean {
  return Object.hasOwn(WAYS, extension);
}

/**
 * The same picture or sound, to the byte, without what the file says about who made it, with what, when and where.
 *
 * @throws if the file is not built as its kind is, or holds what cannot be taken out; then there is no clean copy of it
 */
export function clean(pieces: readonly Uint8Array[], extension: string): Parts {
  const way = WAYS[extension];
  if (way === undefined) throw new RangeError('nobody knows how');
  return way(joined(pieces));
}
