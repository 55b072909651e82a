import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE } from '../fixture/hostile.ts';
import { clean } from '../src/clean/clean.ts';
import { joined } from '../src/format/joined.ts';
import { FIREFOX, openHostile, type Firefox } from './firefox';

const MAY_TRACE = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

/** What copies from a file to a file was seen when the first was written. */
const WRITES = 'trace=write,pwrite64,writev,pwritev,pwritev2,splice';
const DRAFT = 'Words that a member began and did not send';

/** How each kind of file is looked at, whether it is harmless or not. */
const LOOKS: readonly (readonly [name: string, ...files: number[]])[] = [
  ['Show picture', 1, 5, 15, 16, 17],
  ['Show as text', 2, 3, 21],
  ['Play sound', 8],
  ['Show film', 25],
  ['Show document', 4, 9, 10, 11, 12, 13, 14, 18, 19, 20, 21, 22, 23, 24, 26],
];

/** A tip with a file of each kind, in the browser that the staff guide names, with each write of it traced. */
describe.skipIf(FIREFOX === undefined || !MAY_TRACE)('what Firefox as Tor Browser sets it leaves of a tip', () => {
  const folder = mkdtempSync(join(tmpdir(), 'penah-trace-'));
  const trace = join(folder, 'trace');
  const asked: string[] = [];
  let network: Server;
  /** Of each file, the parts of the tip that were written into it. */
  let left: Map<string, Set<string>>;

  beforeAll(async () => {
    network = await socks(asked);
    const { firefox, close } = await openHostile(
      {
        'network.proxy.type': 1,
        'network.proxy.socks': '127.0.0.1',
        'network.proxy.socks_port': (network.address() as AddressInfo).port,
        'network.proxy.socks_remote_dns': true,
      },
      ['strace', '-f', '-qq', '--seccomp-bpf', '-y', '-xx', '-s', '8000000', '-e', WRITES, '-o', trace],
    );
    try {
      await read(firefox);
      await firefox.click('//button[starts-with(normalize-space(), "Save clean")][contains(., "file 1)")]');
      await firefox.saved(/-clean\.png$/);
      await firefox.open('http://a-control.example/').catch(() => undefined);
    } finally {
      await close();
    }
    left = await written(trace, parts());
  }, 240_000);

  afterAll(() => {
    network.close();
    rmSync(folder, { recursive: true });
  });

  it('nothing of it is written to the disk but what a member saves', () => {
    const saved = [...left].filter(([path]) => path.endsWith('.png.part'));
    expect([...left.keys()].filter((path) => !path.endsWith('.png.part'))).toEqual([]);
    expect(saved.map(([, found]) => found.has('its clean copy'))).toEqual([true]);
  });

  it('nobody beyond the desk is asked for anything', () => {
    expect(asked).toContain('a-control.example');
    expect(asked.filter((host) => !/^a-control\.example$|\.(mozilla|firefox)\.(com|net|org)$/.test(host))).toEqual([]);
  });
});

async function read(firefox: Firefox): Promise<void> {
  for (const [name, ...files] of LOOKS) {
    for (const file of files) {
      await firefox.click(`//button[starts-with(normalize-space(), "${name}")][contains(., "file ${file})")]`);
      // Seen, or refused with a word.
      await firefox.find(
        `//iframe[@title="View of file ${file}"] | //*[@aria-label="Text of file ${file}"]` +
          ` | //li[.//button[contains(., "file ${file})")]]//*[@role="alert"]/p`,
      );
    }
  }
  await firefox.type('(//textarea)[1]', DRAFT);
}

/** What nobody may find on the disk, by what it is. */
function parts(): ReadonlyMap<string, Buffer> {
  const { message = '', files = [] } = HOSTILE[0] ?? {};
  const found = new Map<string, Buffer>();
  const add = (what: string, text: string) => {
    found.set(what, Buffer.from(text)).set(`${what}, in UTF-16`, Buffer.from(text, 'utf16le'));
  };
  add('the message', message);
  add('a draft', DRAFT);
  add('who made a file', 'R. Mammadov');
  found.set('its clean copy', telling(joined(clean([files[0]?.bytes ?? new Uint8Array()], 'png'))));
  files.forEach(({ name, bytes }, index) => {
    add(`name of file ${index + 1}`, name);
    found.set(`bytes of file ${index + 1}`, telling(bytes));
  });
  return found;
}

/** The 32 bytes of a file's second half that are most unlike others'. */
function telling(bytes: Uint8Array): Buffer {
  const half = bytes.subarray(Math.min(bytes.length >> 1, bytes.length - 32));
  const parts = Array.from({ length: half.length - 31 }, (_, at) => half.subarray(at, at + 32));
  return Buffer.from(parts.reduce((best, part) => (new Set(part).size > new Set(best).size ? part : best)));
}

async function written(trace: string, parts: ReadonlyMap<string, Buffer>): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  const hex = (text: string) => Buffer.from(text.replaceAll('\\x', ''), 'hex');
  for await (const line of createInterface({ input: createReadStream(trace, 'latin1') })) {
    if (/^\d+ +splice\(/.test(line)) found.set(line, new Set());
    const call = /^\d+ +\w+\(\d+<((?:\\x..)*)>/.exec(line);
    if (call === null) continue;
    const path = hex(call[1] ?? '').toString();
    // A pipe or a socket is no file.
    if (!path.startsWith('/')) continue;
    const bytes = Buffer.concat(
      [...line.slice(call[0].length).matchAll(/"((?:\\x..)*)"/g)].map(([, text = '']) => hex(text)),
    );
    for (const [name, part] of parts) {
      if (bytes.includes(part)) found.set(path, (found.get(path) ?? new Set()).add(name));
    }
  }
  return found;
}

/** Leads nowhere, and notes whom somebody asks for (RFC 1928). */
function socks(asked: string[]): Promise<Server> {
  const network = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request) => {
        asked.push(request[3] === 3 ? request.toString('latin1', 5, 5 + (request[4] ?? 0)) : request.toString('hex'));
        socket.destroy();
      });
    });
  });
  return new Promise((resolve) =>
    network.listen(0, '127.0.0.1', () => {
      resolve(network);
    }),
  );
}
