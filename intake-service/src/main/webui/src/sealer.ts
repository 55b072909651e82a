// The page's side of the Worker.

import type { FromWorker, Order, ToWorker } from './worker.ts';

/** Sealing failed in the browser: a file could not be read, or anything else. Nothing else is tried by itself. */
export class SealingFailed extends Error {
  constructor(readonly kind: 'file' | 'sealing') {
    super(kind);
  }
}

export interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  last: boolean;
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

/** One tip being sealed in a Worker of its own. */
export class Sealer {
  private readonly worker: Worker;

  constructor() {
    this.worker = new Worker((rule?.createScriptURL(SCRIPT) ?? SCRIPT) as string, { type: 'module' });
  }

  /** Bytes of the sealed file. */
  async begin(order: Order): Promise<number> {
    const answer = await this.ask({ seal: order });
    if ('size' in answer) return answer.size;
    throw new SealingFailed('sealing');
  }

  async next(): Promise<Piece> {
    const answer = await this.ask({ more: true });
    if ('piece' in answer) return { bytes: answer.piece, last: answer.last };
    throw new SealingFailed('sealing');
  }

  /** Ends the Worker, and with it the key of the file. */
  end(): void {
    this.worker.terminate();
  }

  private ask(message: ToWorker): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      const failed = () => {
        reject(new SealingFailed('sealing'));
      };
      this.worker.onerror = failed;
      this.worker.onmessageerror = failed;
      this.worker.onmessage = (event: MessageEvent<FromWorker>) => {
        if ('trouble' in event.data) reject(new SealingFailed(event.data.trouble));
        else resolve(event.data);
      };
      this.worker.postMessage(message);
    });
  }
}
