// Called by Maven: installs what the lock file names and builds the form's script, each only if something changed.
//   node build/build.js <output directory>
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the script may weigh, gzipped, in bytes: at 20 kB/s through Tor, three seconds. */
const LIMIT = 60_000;

const home = dirname(import.meta.dirname);
const output = resolve(process.argv[2] ?? join(home, 'dist'));

const DEPENDENCIES = ['package.json', 'package-lock.json', '.npmrc'];
const SOURCES = ['src', 'vite.config.ts', 'tsconfig.json', 'build', '../../../../sealing/src/main/js'];

const installed = hash(DEPENDENCIES);
const installedStamp = join(home, 'node_modules', '.penah-installed');
if (read(installedStamp) !== installed) {
  run('npm', ['ci']);
  writeFileSync(installedStamp, installed);
}

const built = `${hash([...DEPENDENCIES, ...SOURCES])} ${output}`;
const builtStamp = join(home, 'node_modules', '.penah-built');
const script = join(output, 'form.js');
if (read(builtStamp) === built && existsSync(script)) {
  console.log("The form's script is as its sources say; nothing to build.");
} else {
  run('npx', ['vite', 'build', '--outDir', output, '--emptyOutDir', '--logLevel', 'warn']);
  weigh();
  writeFileSync(builtStamp, built);
}

function weigh() {
  const bytes = gzipSync(readFileSync(script)).length;
  if (readdirSync(output).length > 1) throw new Error('the script is one file, for one hash is signed');
  if (bytes > LIMIT) throw new Error(`the script weighs ${bytes} bytes gzipped; it may weigh ${LIMIT}`);
  console.log(`The form's script weighs ${bytes} bytes gzipped, of ${LIMIT} allowed.`);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: home, stdio: 'inherit' });
  if (error) throw new Error(`${command} could not be started: the script is built with Node 20.19 or newer and npm.`);
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
