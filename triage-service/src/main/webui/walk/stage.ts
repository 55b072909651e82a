import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Page,
  type PageScreenshotOptions,
} from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

const PLACES = [
  process.env.PENAH_CHROMIUM,
  // It draws no window, which takes a third off the processor time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Where Chromium is; nothing if this machine has none. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

/** Keeps a picture for human eyes, where PENAH_PHOTOGRAPHS names a folder. */
export async function photograph(page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> {
  const folder = process.env.PENAH_PHOTOGRAPHS;
  if (folder !== undefined) await page.screenshot({ ...options, path: join(folder, `${name}.png`) });
}

/** The console as built, under its content policy, with a service in memory behind it. */
export class Stage {
  /** What the browser complained about: blocked content, uncaught errors, requests to somewhere else. */
  private readonly complaints: string[] = [];
  private readonly pages: Page[] = [];
  private server!: PreviewServer;
  private browser!: Browser;
  private origin!: string;

  /** For the walks of one `describe`: set before them and struck behind them; each leaves its pages, which complained of nothing. */
  static forWalks(): Stage {
    const stage = new Stage();
    beforeAll(() => stage.set());
    afterEach(async () => {
      for (const page of stage.pages.splice(0)) await Stage.leave(page);
      expect(stage.complaints.splice(0)).toEqual([]);
    });
    afterAll(() => stage.strike());
    return stage;
  }

  private async set(): Promise<void> {
    this.server = await preview({
      logLevel: 'warn',
      build: { outDir: inject('built') },
      preview: { port: 0, host: 'localhost' },
    });
    this.browser = await chromium.launch({
      ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
    this.origin = new URL(this.server.resolvedUrls?.local[0] ?? '').origin;
  }

  /** @throws if the service in memory was asked, or would have answered, what the contract of the real one does not have */
  private async strike(): Promise<void> {
    const response = await fetch(`${this.origin}/fixture/breaches`);
    const breaches = (await response.json()) as string[];
    await this.browser.close();
    await this.server.close();
    if (breaches.length > 0) throw new Error([...new Set(breaches)].join('\n'));
  }

  /** A page at the desk, on a world that nobody has touched yet. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
    this.pages.push(page);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedScript/.test(message.text())) this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.origin) && !request.url().startsWith('blob:'))
        this.complaints.push(request.url());
    });
    await this.tell('fresh', page);
    await page.goto(this.origin);
    return page;
  }

  /** Takes away the complaints that a walk asked for. */
  provoked(): string[] {
    return this.complaints.splice(0);
  }

  /** Closes a page; a handler that still answers its requests is ignored. */
  private static async leave(page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().close();
  }

  async tell(
    what:
      | 'clocks'
      | 'hold'
      | 'send-held'
      | 'rauf-answers'
      | 'company'
      | 'fresh'
      | 'news'
      | 'more'
      | 'empty'
      | 'lockless'
      | 'passkey'
      | 'slip-in'
      | 'rot'
      | 'epoch'
      | 'slip-in-rauf'
      | 'slip-in-epoch'
      | 'sign'
      | 'forge-key'
      | 'forge-telephone'
      | 'change-telephone'
      | 'no-root-key'
      | 'flood'
      | 'almost'
      | 'spam'
      | 'calm'
      | 'backlog'
      | 'false-alarms'
      | 'tidy-away'
      | 'back'
      | 'nudge'
      | 'colleague'
      | 'agree-to-cancel'
      | 'cannot-open'
      | 'ask'
      | 'silence'
      | 'agree-to-destroy'
      | 'agree-to-end'
      | 'orphan'
      | 'agree-to-admit'
      | 'altered'
      | 'ignore'
      | 'recovery'
      | 'hostile'
      | 'forge'
      | 'answer'
      | 'lapse'
      | 'hold-ends'
      | 'as-kamran'
      | 'as-aysel'
      | 'as-rauf'
      | 'as-leyla'
      | 'as-nigar'
      | 'as-orkhan',
    page: Page,
  ): Promise<void> {
    await page.request.get(`${this.origin}/fixture/${what}`);
  }

  /** The recovery key, the root key, what a member who left may have copied, and every copy of a key that the service keeps. */
  async keys(page: Page): Promise<{ recoveryFile: string; rootKey: string; raufs: string; copies: string[] }> {
    const response = await page.request.get(`${this.origin}/fixture/keys`);
    return (await response.json()) as { recoveryFile: string; rootKey: string; raufs: string; copies: string[] };
  }

  /** What the source of all these tips reads when they come back. */
  readAsSource(page: Page): Promise<string[]> {
    return this.readAs('source', page);
  }

  /** What the partner fetches by now; it fetches each once. */
  readAsPartner(page: Page): Promise<string[]> {
    return this.readAs('partner', page);
  }

  private async readAs(whom: 'source' | 'partner', page: Page): Promise<string[]> {
    const response = await page.request.get(`${this.origin}/fixture/${whom}`);
    const { identity, replies } = (await response.json()) as { identity: string; replies: string[] };
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return Promise.all(
      replies.map(async (reply) => (await decrypter.decrypt(Buffer.from(reply, 'base64'), 'text')).trimEnd()),
    );
  }

  /** What axe finds wrong with the page as it is. */
  static async barriers(page: Page): Promise<string[]> {
    await page.evaluate(AXE);
    return page.evaluate(async (rules) => {
      const { violations } = await window.axe.run({ runOnly: rules });
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
    }, RULES);
  }
}
