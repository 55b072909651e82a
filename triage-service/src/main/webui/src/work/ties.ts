import type { Step, TipSummary } from '../api/wire';

/** The link between two tips; `other` is absent if that one is deleted, or not the reader's. */
export interface Tie {
  kind: 'link' | 'duplicate-of' | 'has-duplicate';
  other: string | undefined;
}

/** The ties of a tip as its steps leave them, made at this tip or at the other. */
export function tiesOf(steps: readonly Step[]): Tie[] {
  const ties = new Map<string, Tie>();
  for (const { kind, value, from } of steps) {
    const other = from ?? value;
    const merged = from === undefined ? 'duplicate-of' : 'has-duplicate';
    const link = `link ${other ?? ''}`;
    const merge = `${merged} ${from ?? ''}`;
    if (kind === 'link') ties.set(link, { kind: 'link', other });
    if (kind === 'unlink') ties.delete(link);
    if (kind === 'merge') ties.set(merge, { kind: merged, other });
    if (kind === 'unmerge') ties.delete(merge);
  }
  return [...ties.values()];
}

/** Which tip somebody means who typed its id, or the beginning of one that is known here; nothing if that is not clear. */
export function meant(typed: string, known: readonly TipSummary[], tipId: string): string | undefined {
  const id = typed.trim().toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id === tipId ? undefined : id;
  if (!/^[0-9a-f]{4}[0-9a-f-]*$/.test(id)) return undefined;
  const found = [...new Set(known.map((tip) => tip.tipId))].filter((each) => each !== tipId && each.startsWith(id));
  return found.length === 1 ? found[0] : undefined;
}
