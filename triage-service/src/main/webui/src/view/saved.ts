import { list, maybe, oneOf, shape, shorter, type Decoder } from '../api/decode';
import type { Filter } from '../api/service';
import { FINDINGS, LANES } from '../api/wire';
import { LANGUAGES, type Language } from '../words/say';

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

/** What a member keeps for themselves from one visit to the next. */
export interface Kept {
  views: readonly SavedView[];
  /** The language of the desk, if they chose one. */
  language?: Language | undefined;
}

const kept = shape<Kept>({ views, language: maybe(oneOf(Object.keys(LANGUAGES) as Language[])) });

/** What an earlier visit sealed; what is unreadable counts as nothing. Before 2026-11-30 it was the views alone. */
export function readKept(text: string): Kept {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? { views: views(json, 'views'), language: undefined } : kept(json, 'kept');
  } catch {
    return { views: [], language: undefined };
  }
}

export function writeKept(all: Kept): string {
  return JSON.stringify(all);
}
