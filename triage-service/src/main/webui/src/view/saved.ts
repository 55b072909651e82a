import { list, maybe, oneOf, shape, shorter, type Decoder } from '../api/decode';
import type { Filter } from '../api/service';
import { FINDINGS, LANES } from '../api/wire';

export interface SavedView {
  name: string;
  filter: Filter;
}

/** As many as fit into one sealed text with names and ids of full length. */
export const MOST_VIEWS = 20;

const yes: Decoder<true> = (value, field) => {
  if (value !== true) throw new Error(`${field} is not true`);
  return true;
};

const views = list(
  shape<SavedView>({
    name: shorter(40),
    filter: shape<Filter>({
      queue: maybe(shorter(31)),
      lane: maybe(oneOf(LANES)),
      closed: maybe(yes),
      unanswered: maybe(yes),
      overdue: maybe(yes),
      unopened: maybe(yes),
      assignee: maybe(shorter(64)),
      finding: maybe(oneOf([...FINDINGS, 'none'] as const)),
      language: maybe(shorter(8)),
      tag: maybe(shorter(36)),
    }),
  }),
  MOST_VIEWS,
);

/** The views sealed by an earlier visit; unreadable ones count as none. */
export function readViews(text: string): SavedView[] {
  try {
    return views(JSON.parse(text), 'views');
  } catch {
    return [];
  }
}

export function writeViews(all: readonly SavedView[]): string {
  return JSON.stringify(all);
}
