// The page's side of the Worker.

import type { FromWorker, ToWorker } from './worker.ts';

/** The Worker could not do it: a file could not be read, or anything else. The script tries nothing else on its own. */
export class WorkFailed extends Error {
  constructor(readonly kind: 'file' | 'other') {
    super(kind);
  }
}

/** Where the service serves this very script; the manifest names it so. */
export const SCRIPT = '/assets/form.js';

/** The bytes that were checked, under an address of this page. */
let checked: Promise<string> | undefined;
let address = '';

/** The one rule that the content policy names: it takes the address of the checked bytes and nothing else. */
const rule = (globalThis as Partial<Window & typeof globalThis>).trustedTypes?.createPolicy('penah-worker', {
  createScriptURL: (asked) => {
    if (asked !== address) throw new TypeError('Only this script may be started.');
    return asked;
  },
});

/**
 * Fetches the Worker's script, which runs only if it has the hash that the page names and the root key signed: a server that
 * answers only this request with another script gets nothing to seal.
 */
export function fetchWorker(): Promise<void> {
  const { integrity = '' } = document.querySelector<HTMLScriptElement>(`script[src="${SCRIPT}"]`) ?? {};
  if (integrity === '') return Promise.reject(new WorkFailed('other'));
  checked ??= fetch(SCRIPT, { integrity, credentials: 'omit', redirect: 'error' })
    .then((answer) => answer.blob())
    .then((bytes) => (address = URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }))));
  return checked.then(
    () => undefined,
    () => {
      checked = undefined;
      throw new WorkFailed('other');
    },
  );
}

/** A separate Worker that gets one request after the other; its script must be there ({@link fetchWorker}). */
export abstract class InWorker {
  private readonly worker: Worker;

  constructor() {
    this.worker = new Worker((rule?.createScriptURL(address) ?? address) as string, { type: 'module' });
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
