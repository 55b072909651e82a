// Writes words.d.ts: which arguments each sentence of the console takes.
//   node build/words.js
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argumentsOf } from './arguments.js';

const home = join(import.meta.dirname, '..');
const english = JSON.parse(readFileSync(join(home, 'src/words/en.json'), 'utf8'));
const lines = Object.entries(english).map(([key, message]) => {
  const fields = Object.entries(argumentsOf(message)).map(([name, kind]) => `${name}: ${kind}`);
  return `  '${key}': ${fields.length === 0 ? 'null' : `{ ${fields.join('; ')} }`};`;
});
writeFileSync(join(home, 'words.d.ts'), `export interface Arguments {\n${lines.join('\n')}\n}\n`);
