import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the console may weigh, gzipped, in bytes: what every page loads first, and later: languages, and lists for who makes a key; and viewers, each with its first file. */
const LIMITS = { atOnce: 260_000, later: 1_000_000, viewers: 2_000_000 };

/** Weighs what was built; a console that is too heavy is an error. */
export function measure(directory) {
  const weights = { atOnce: 0, later: 0, viewers: 0 };
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = gzipSync(readFileSync(join(entry.parentPath, entry.name))).length;
    weights[kindOf(entry.name)] += bytes;
  }
  for (const [when, limit] of Object.entries(LIMITS))
    if (weights[when] > limit)
      throw new Error(`The console weighs ${weights[when]} bytes gzipped (${when}); it may weigh ${limit}.`);
  return `The console weighs ${weights.atOnce} bytes gzipped, of ${LIMITS.atOnce} allowed, ${weights.later} more that a page loads later, and ${weights.viewers} of viewers.`;
}

function kindOf(name) {
  if (/^viewer|\.(wasm|ttf|pfb)$/.test(name)) return 'viewers';
  return name.startsWith('later-') ? 'later' : 'atOnce';
}
