// One mailbox, whose key is only in the Worker.

import type { ReceiptParameters } from '#sealing/manifest.js';
import { InWorker, WorkFailed } from './in-worker.ts';
import type { Decision } from './worker.ts';

export class Opener extends InWorker {
  /**
   * Derives what the receipt opens.
   *
   * @returns the mailbox's id in base64url: all that the service needs to find it, and nothing that opens a reply
   */
  async begin(receipt: string, parameters: ReceiptParameters): Promise<string> {
    const answer = await this.ask({ derive: { receipt, parameters } });
    if ('mailbox' in answer) return answer.mailbox;
    throw new WorkFailed('other');
  }

  /** The signature under a decision about the tip with this salt. */
  async decide(decision: Decision, salt: string): Promise<string> {
    const answer = await this.ask({ decide: decision, salt });
    if ('signed' in answer) return answer.signed;
    throw new WorkFailed('other');
  }

  /** What signs decisions about all tips of this receipt: to be given away only with an end to all of them. */
  async decisions(): Promise<string> {
    const answer = await this.ask({ give: 'decisions' });
    if ('signed' in answer) return answer.signed;
    throw new WorkFailed('other');
  }

  /** The text of a reply; fails if it is not a reply as ours are. */
  async open(sealed: Uint8Array<ArrayBuffer>): Promise<string> {
    const answer = await this.ask({ open: sealed });
    if ('text' in answer) return answer.text;
    throw new WorkFailed('other');
  }
}
