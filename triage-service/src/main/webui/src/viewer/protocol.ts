/** What desk, frame and a viewer's worker say to each other. */
export type Viewer = 'heic' | 'office' | 'pdf';

/** From the desk to the worker. */
export type Order =
  { open: ArrayBuffer; width: number } | { page: number } | { given: string; bytes: ArrayBuffer | undefined };

/** What the frame shows: pixels, or text as text. */
export type Part = { bitmap: ImageBitmap; words: string } | { title: string } | { text: string } | { rows: string[][] };

export const FAULTS = ['broken', 'locked', 'too-large', 'no-wasm'] as const;
export type Fault = (typeof FAULTS)[number];

/** All that the desk ever hears from the frame. */
export type Said =
  | { is: 'shown'; page: number; pages: number; less: boolean }
  | { is: 'needs'; name: string }
  | { is: 'failed'; why: Fault };

/** From the worker to the frame. */
export interface Made {
  parts?: Part[];
  said: Said;
}

const MOST_PAGES = 1_000_000;

/** What code that a file may have taken over says; nothing if it is another message than these. */
export function readSaid(value: unknown): Said | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { is, page, pages, less, name, why } = value as Record<string, unknown>;
  if (is === 'needs' && typeof name === 'string') return { is, name };
  if (is === 'failed') return { is, why: FAULTS.find((fault) => fault === why) ?? 'broken' };
  if (is !== 'shown' || typeof less !== 'boolean' || !isCount(page) || !isCount(pages)) return undefined;
  return page <= pages ? { is, page, pages, less } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_PAGES;
}
