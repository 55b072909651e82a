// The page's side of the Worker.

import type { FromWorker, ToWorker } from './worker.ts';

/** The Worker could not do it: a file could not be read, or anything else. Nothing else is tried by itself. */
export class WorkFailed extends Error {
  constructor(readonly kind: 'file' | 'other') {
    super(kind);
  }
}

/** Where the service serves this very script; the manifest names it so. */
export const SCRIPT = '/assets/form.js';

/** The one rule that the content policy names: it makes the address of our own script and nothing else. */
const rule = (globalThis as Partial<Window & typeof globalThis>).trustedTypes?.createPolicy('penah-worker', {
  createScriptURL: (address) => {
    if (address !== SCRIPT) throw new TypeError('Only this script may be started.');
    return address;
  },
});

/** A Worker of its own, asked one thing after the other. */
export abstract class InWorker {
  private readonly worker: Worker;

  constructor() {
    this.worker = new Worker((rule?.createScriptURL(SCRIPT) ?? SCRIPT) as string, { type: 'module' });
  }

  /** Ends the Worker, and with it every key that it holds. */
  end(): void {
    this.worker.terminate();
  }

  protected ask(message: ToWorker): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      const failed = () => {
        reject(new WorkFailed('other'));
      };
      this.worker.onerror = failed;
      this.worker.onmessageerror = failed;
      this.worker.onmessage = (event: MessageEvent<FromWorker>) => {
        if ('trouble' in event.data) reject(new WorkFailed(event.data.trouble));
        else resolve(event.data);
      };
      this.worker.postMessage(message);
    });
  }
}
