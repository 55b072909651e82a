import { closed, list, maybe, oneOf, shape, shorter, text, type Decoder } from '../api/decode';
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

const view = closed<SavedView & { language?: string | undefined }>({
  name: shorter(40),
  filter: closed<Filter>({
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
  language: maybe(text),
});

/** What a member keeps for themselves from one visit to the next. */
export interface Kept {
  views: readonly SavedView[];
  /** The language of the desk, if they chose one; a newer console may know more. */
  language?: string | undefined;
  /** What only a newer console understands: it goes back as it came. */
  others?: readonly unknown[] | undefined;
}

const any: Decoder<unknown> = (value) => value;
const spoken = shape({ language: maybe(text) });
const whole = shape({ views: list(any), language: maybe(text) });

/**
 * What an earlier visit sealed: a list of views, the first of which has the language, or an object where there is none.
 *
 * @throws Error if it is neither, so that nothing is saved over it
 */
export function readKept(sealed: string): Kept {
  if (sealed === '') return { views: [] };
  const json: unknown = JSON.parse(sealed);
  const entries = Array.isArray(json) ? (json as unknown[]) : whole(json, 'kept').views;
  const language = (Array.isArray(json) ? entries : [json])
    .map((each) => attempt(() => spoken(each, 'view').language))
    .find((each) => each !== undefined);
  const views: SavedView[] = [];
  const others: unknown[] = [];
  for (const entry of entries) {
    const read = attempt(() => view(entry, 'view'));
    if (read === undefined) others.push(entry);
    else views.push({ name: read.name, filter: read.filter });
  }
  return { views, language, others };
}

/** Consoles before 2026-11-30, of which a tab may be open still, know only a list of views, and skip what else a view has. */
export function writeKept({ views, language, others = [] }: Kept): string {
  const [first, ...more] = views;
  return JSON.stringify(
    first === undefined ? { views: others, language } : [{ ...first, language }, ...more, ...others],
  );
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
