// Called by Maven: installs what the lock file names and builds the console, each only if something changed.
//   node build/build.js <output directory>
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { measure } from './size.js';

const home = dirname(import.meta.dirname);
const output = resolve(process.argv[2] ?? join(home, 'dist'));

const DEPENDENCIES = ['package.json', 'package-lock.json', '.npmrc'];
const SOURCES = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'build',
  '../../../../sealing/src/main/js',
  '../../../../docs/contracts/step-kinds.json',
];

const installed = hash(DEPENDENCIES);
const installedStamp = join(home, 'node_modules', '.penah-installed');
if (read(installedStamp) !== installed) {
  run('npm', ['ci']);
  writeFileSync(installedStamp, installed);
}

const built = `${hash([...DEPENDENCIES, ...SOURCES])} ${output}`;
const builtStamp = join(home, 'node_modules', '.penah-built');
if (read(builtStamp) === built && existsSync(join(output, 'index.html'))) {
  console.log('The console is as its sources say; nothing to build.');
} else {
  run('npx', ['vite', 'build', '--outDir', output, '--emptyOutDir', '--logLevel', 'warn']);
  console.log(measure(output));
  writeFileSync(builtStamp, built);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: home, stdio: 'inherit' });
  if (error) throw new Error(`${command} could not be started: the console is built with Node 20.19 or newer and npm.`);
  if (status !== 0) process.exit(status ?? 1);
}

function hash(paths) {
  const digest = createHash('sha256');
  for (const file of paths.flatMap(filesUnder)) digest.update(`${file}\0`).update(readFileSync(join(home, file)));
  return digest.digest('hex');
}

function filesUnder(path) {
  if (!statSync(join(home, path)).isDirectory()) return [path];
  return readdirSync(join(home, path))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
