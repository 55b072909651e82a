import type { OfSource } from '../search/searchindex.svelte';
import { tipIdOf } from '../words/names';
import type { Step, TipSummary } from '../api/wire';

/** The link between two tips; `other` is absent if that one is deleted, or not the reader's. */
export interface Relation {
  kind:
    'link' | 'duplicate-of' | 'has-duplicate' | 'follows' | 'followed-by' | 'says-follows' | 'unknown' | 'not-of-one';
  other: string | undefined;
}

/** The relations of a tip as its steps leave them, made at this tip or at the other. */
export function relationsOf(steps: readonly Step[]): Relation[] {
  const relations = new Map<string, Relation>();
  for (const { kind, value, from } of steps) {
    const other = from ?? value;
    const merged = from === undefined ? 'duplicate-of' : 'has-duplicate';
    const link = `link ${other ?? ''}`;
    const merge = `${merged} ${from ?? ''}`;
    if (kind === 'link') relations.set(link, { kind: 'link', other });
    if (kind === 'unlink') relations.delete(link);
    if (kind === 'merge') relations.set(merge, { kind: merged, other });
    if (kind === 'unmerge') relations.delete(merge);
  }
  return [...relations.values()];
}

/**
 * The tips that say that they add to each other. The services do not know: only what was opened here is compared. Replies to what one receipt
 * sent go to one recipient, but each reader of a tip knows it, and can seal another tip with it: a relation never carries a consent.
 */
export function followsOf(opened: readonly OfSource[], tipId: string): Relation[] {
  const own = opened.find((tip) => tip.tipId === tipId);
  if (own === undefined) return [];
  const isOfOne = (other: OfSource) => own.replyTo !== undefined && other.replyTo === own.replyTo;
  const relations: Relation[] = opened
    .filter((other) => other.tipId !== tipId && other.follows === tipId && isOfOne(other))
    .map((other) => ({ kind: 'followed-by', other: other.tipId }));
  if (own.follows === undefined || own.follows === tipId) return relations;
  const earlier = opened.find((tip) => tip.tipId === own.follows);
  return [{ kind: kindOf(own, earlier), other: own.follows }, ...relations];
}

function kindOf(own: OfSource, earlier: OfSource | undefined): Relation['kind'] {
  if (earlier === undefined) return 'says-follows';
  if (own.replyTo === undefined || earlier.replyTo === undefined) return 'unknown';
  return own.replyTo === earlier.replyTo ? 'follows' : 'not-of-one';
}

/** Which tip somebody means who typed its id, or the beginning of one that is known here; nothing if that is not clear. */
export function meant(typed: string, known: readonly TipSummary[], tipId: string): string | undefined {
  const id = typed.trim().toLowerCase();
  if (tipIdOf(id) !== undefined) return id === tipId ? undefined : id;
  if (!/^[0-9a-f]{4}[0-9a-f-]*$/.test(id)) return undefined;
  const found = [...new Set(known.map((tip) => tip.tipId))].filter((each) => each !== tipId && each.startsWith(id));
  return found.length === 1 ? found[0] : undefined;
}
