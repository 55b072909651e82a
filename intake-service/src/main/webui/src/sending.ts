// One tip on its way: sealed in the Worker, brought in chunks, then named in the form.

import { contentOf, inClear, isDanger, queueBefore, type Draft } from './draft.ts';
import { fetchWorker } from './in-worker.ts';
import type { Keys } from './keys.ts';
import type { Panel } from './panel.ts';
import { base64url, mailboxOf } from './receipt.ts';
import { post, type Answer } from './request.ts';
import { Sealer } from './sealer.ts';
import { Forgotten, Stopped, trying, upload, type Way } from './upload.ts';

/** Beginning again more often than this helps nobody. */
const MOST_TIMES = 5;
const FORM_WAIT = 3_000;

export class Sending {
  /** The id of the mailbox that the tip goes to. */
  mailbox = '';
  private paused = false;
  private stopped = false;
  private wake: () => void = () => undefined;
  private request = new AbortController();
  private once = '';

  constructor(private readonly panel: Panel) {}

  /** Seals and sends; answers with the page that the service answered with. */
  async send(draft: Draft, checked: Promise<Keys>, once: string): Promise<Answer> {
    const { config } = this.panel;
    this.once = once;
    this.panel.showProgress((button) => {
      this.press(button);
    });
    // Only now, for until the form is inert it could be sent a second time.
    const keys = await checked;
    const mailbox = await mailboxOf(draft.receipt, keys.manifest.receipt);
    const queue = isDanger(draft) ? config.dangerQueue : (queueBefore(draft) ?? config.queues.get(draft.topic) ?? '');
    this.mailbox = mailbox.id;
    const { epoch, recipient } = keys.epoch(queue);
    const order = { recipient, content: contentOf(draft, mailbox.replyTo), files: draft.files };
    const id = await this.bring(order);
    const fields = {
      once: this.once,
      sealing: 'browser',
      ...inClear(draft),
      mailbox: mailbox.hash,
      decisions: mailbox.decisions,
      epoch: String(epoch),
      upload: id,
    };
    return this.nameIn(fields);
  }

  private async bring(order: Parameters<Sealer['begin']>[0]): Promise<string> {
    for (let times = 1; ; times++) {
      await fetchWorker();
      const sealer = new Sealer();
      // Another file key each time, so another name: bytes of two sealings never meet.
      const id = base64url(crypto.getRandomValues(new Uint8Array(32)));
      try {
        const size = await sealer.begin(order);
        await upload(() => sealer.next(), this.way(id, size));
        return id;
      } catch (cause) {
        if (!(cause instanceof Forgotten) || times === MOST_TIMES) throw cause;
        this.panel.tellProgress('again');
      } finally {
        sealer.end();
      }
    }
  }

  private way(id: string, size: number): Way {
    const { panel } = this;
    return {
      send: (bytes, offset, onSent) =>
        post(
          panel.config.chunks,
          bytes,
          'status',
          {
            'Content-Type': 'application/octet-stream',
            'Penah-Form': this.once,
            'Penah-Upload': id,
            'Penah-Offset': String(offset),
          },
          onSent,
          this.request.signal,
        ),
      wait: (milliseconds) => this.wait(milliseconds),
      goOn: () => this.goOn(),
      onSent: (bytes) => {
        panel.setProgress(bytes / size);
      },
      onLost: () => {
        if (!this.paused && !this.stopped) panel.tellProgress('lost');
      },
      renew: (form) => {
        this.once = form;
      },
    };
  }

  /** The last step: small, and sent again until it is answered, for a repeated one makes no second tip. */
  private async nameIn(fields: Record<string, string>): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    for (;;) {
      await this.goOn();
      const answer = await trying(() =>
        post(this.panel.form.action, body, 'page', {}, () => undefined, this.request.signal),
      );
      if (answer !== undefined) return answer;
      if (!this.paused) this.panel.tellProgress('lost');
      await this.wait(FORM_WAIT);
    }
  }

  private press(button: 'pause' | 'resume' | 'stop'): void {
    this.paused = button === 'pause';
    this.stopped = button === 'stop';
    this.panel.setPaused(this.paused);
    if (button === 'resume') {
      this.request = new AbortController();
    } else {
      this.request.abort();
      if (this.paused) this.panel.tellProgress('paused');
    }
    this.wake();
  }

  private wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async goOn(): Promise<void> {
    while (this.paused && !this.stopped) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    if (this.stopped) throw new Stopped();
  }
}
