import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { preview } from 'vite';
import { inject, vi } from 'vitest';
import { PASSPHRASE } from '../fixture/keys.ts';

/** Where Firefox is, from which Tor Browser is made; nothing if this machine has none. */
export const FIREFOX = ['/usr/bin/firefox-esr'].find(existsSync);

/** As Tor Browser sets them at its level Standard, as far as they matter to pages; and silent on its own. */
const PREFERENCES: Readonly<Record<string, boolean | number | string>> = {
  'privacy.resistFingerprinting': true,
  'privacy.resistFingerprinting.letterboxing': true,
  'privacy.firstparty.isolate': true,
  'dom.serviceWorkers.enabled': false,
  'media.peerconnection.enabled': false,
  'browser.privatebrowsing.autostart': true,
  'marionette.port': 0,
  'app.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  // Saves into the profile, which goes.
  'browser.download.folderList': 2,
};

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/**
 * Playwright drives only the Firefox that it brings, so this speaks Marionette, the protocol that Firefox itself has: JSON arrays
 * `[0, number, command, parameters]`, each after its length and a colon.
 */
export class Firefox {
  private number = 0;
  private received = Buffer.alloc(0);

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
    private readonly socket: Socket,
  ) {}

  /**
   * @param more preferences beyond those of the level Standard
   * @param behind a command that runs the command behind it, such as strace
   */
  static async start(
    more: Readonly<Record<string, boolean | number | string>> = {},
    behind: readonly string[] = [],
  ): Promise<Firefox> {
    const profile = mkdtempSync(join(tmpdir(), 'penah-firefox-'));
    const preferences = Object.entries({ ...PREFERENCES, ...more, 'browser.download.dir': profile }).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
    );
    writeFileSync(join(profile, 'user.js'), preferences.join(''));
    const [program, ...args] = [...behind, FIREFOX ?? '', '--headless', '--no-remote', '--marionette'];
    const started = spawn(program, [...args, '--profile', profile, '--width', '1440', '--height', '1000'], {
      stdio: 'ignore',
      // Leads a group of all that it starts, which can be ended whole.
      detached: true,
    });
    const active = join(profile, 'MarionetteActivePort');
    const port = await until(() => existsSync(active) && Number(readFileSync(active, 'utf8')), active);
    const socket = connect(port, '127.0.0.1');
    const firefox = new Firefox(started, profile, socket);
    await firefox.read();
    await firefox.command('WebDriver:NewSession', {});
    return firefox;
  }

  async open(url: string): Promise<void> {
    await this.command('WebDriver:Navigate', { url });
  }

  /** What a function body returns in the page; it gets the arguments as `arguments`. */
  async run(script: string, ...args: unknown[]): Promise<unknown> {
    return this.command('WebDriver:ExecuteScript', { script, args });
  }

  /** Waits for what an XPath names, and clicks it. */
  async click(path: string): Promise<void> {
    await this.command('WebDriver:ElementClick', { id: await this.find(path) });
  }

  async type(path: string, text: string): Promise<void> {
    await this.command('WebDriver:ElementSendKeys', { id: await this.find(path), text });
  }

  async photograph(path: string): Promise<Buffer> {
    const png = await this.command('WebDriver:TakeScreenshot', { id: await this.find(path), full: false });
    return Buffer.from(String(png), 'base64');
  }

  async find(path: string): Promise<string> {
    return until(async () => {
      const looking = this.command('WebDriver:FindElement', { using: 'xpath', value: path });
      const found = (await looking.catch(() => undefined)) as Record<string, string> | undefined;
      return found?.[ELEMENT];
    }, path);
  }

  /** A file that it has saved whole. */
  async saved(name: RegExp): Promise<Buffer> {
    return until(() => {
      const file = readdirSync(this.profile).find((each) => name.test(each));
      if (file === undefined || existsSync(join(this.profile, `${file}.part`))) return undefined;
      const bytes = readFileSync(join(this.profile, file));
      return bytes.length > 0 && bytes;
    }, String(name));
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    const quit = this.command('Marionette:Quit', { flags: ['eForceQuit'] }).then(() => ended);
    await Promise.race([quit, setTimeout(20_000)]).catch(() => undefined);
    this.socket.destroy();
    if (this.process.exitCode === null) process.kill(-(this.process.pid ?? 0), 'SIGKILL');
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async command(name: string, parameters: object): Promise<unknown> {
    const number = ++this.number;
    const said = Buffer.from(JSON.stringify([0, number, name, parameters]));
    this.socket.write(Buffer.concat([Buffer.from(`${said.length}:`), said]));
    const [, answered, error, result] = (await this.read()) as [number, number, { message: string } | null, unknown];
    if (answered !== number) throw new Error(`answered ${answered}, not ${number}`);
    if (error !== null) throw new Error(`${name}: ${error.message}`);
    return typeof result === 'object' && result !== null && 'value' in result ? result.value : result;
  }

  private async read(): Promise<unknown> {
    for (;;) {
      const colon = this.received.indexOf(0x3a);
      const length = colon < 0 ? NaN : Number(this.received.toString('latin1', 0, colon));
      if (this.received.length >= colon + 1 + length) {
        const message = this.received.toString('utf8', colon + 1, colon + 1 + length);
        this.received = this.received.subarray(colon + 1 + length);
        return JSON.parse(message) as unknown;
      }
      this.received = Buffer.concat([this.received, await this.next()]);
    }
  }

  private next(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.socket.off('data', came).off('error', failed).off('close', closed).pause();
      };
      const came = (data: Buffer) => {
        done();
        resolve(data);
      };
      const failed = (cause: Error) => {
        done();
        reject(cause);
      };
      const closed = () => {
        failed(new Error('Firefox has hung up'));
      };
      this.socket.once('data', came).once('error', failed).once('close', closed).resume();
    });
  }
}

export interface Desk {
  firefox: Firefox;
  close: () => Promise<void>;
}

/** @param start as of Firefox.start */
export async function openDesk(...start: Parameters<typeof Firefox.start>): Promise<Desk> {
  const server = await preview({
    logLevel: 'warn',
    build: { outDir: inject('built') },
    preview: { port: 0, host: 'localhost' },
  });
  const { origin } = new URL(server.resolvedUrls?.local[0] ?? '');
  await fetch(`${origin}/fixture/fresh`);
  await fetch(`${origin}/fixture/hostile`);
  const firefox = await Firefox.start(...start);
  await firefox.open(origin);
  return {
    firefox,
    close: async () => {
      await firefox.end();
      await server.close();
    },
  };
}

/** The hostile tip, open at the desk of aysel. */
export async function openHostile(...start: Parameters<typeof Firefox.start>): Promise<Desk> {
  const desk = await openDesk(...start);
  const { firefox } = desk;
  try {
    await firefox.type('//label[contains(., "Passphrase of aysel")]/following::input[1]', PASSPHRASE);
    await firefox.click('//button[normalize-space()="Unlock"]');
    await firefox.find('//*[contains(normalize-space(.), "Key open: aysel")]');
    await firefox.click('(//*[@data-tip])[last() - 3]');
  } catch (cause) {
    await desk.close();
    throw cause;
  }
  return desk;
}

/** What a look finds, once it finds something. */
async function until<T>(
  look: () => T | undefined | false | 0 | Promise<T | undefined | false | 0>,
  what: string,
): Promise<T> {
  return vi.waitFor(
    async () => {
      const found = await look();
      if (found === undefined || found === false || found === 0) throw new Error(`not there: ${what}`);
      return found;
    },
    { timeout: 60_000, interval: 100 },
  );
}
