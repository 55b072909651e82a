import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the console may weigh, gzipped, in bytes. */
const LIMIT = 250_000;

/** Weighs what was built; a console that is too heavy is an error. */
export function measure(directory) {
  const bytes = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + gzipSync(readFileSync(join(entry.parentPath, entry.name))).length, 0);
  if (bytes > LIMIT) throw new Error(`The console weighs ${bytes} bytes gzipped; it may weigh ${LIMIT}.`);
  return `The console weighs ${bytes} bytes gzipped, of ${LIMIT} allowed.`;
}
