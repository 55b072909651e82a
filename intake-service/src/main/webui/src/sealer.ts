// One tip being sealed, chunk by chunk.

import { InWorker, WorkFailed } from './in-worker.ts';
import type { Order } from './worker.ts';

export interface Chunk {
  bytes: Uint8Array<ArrayBuffer>;
  last: boolean;
}

export class Sealer extends InWorker {
  /** Bytes of the sealed file. */
  async begin(order: Order): Promise<number> {
    const answer = await this.ask({ seal: order });
    if ('size' in answer) return answer.size;
    throw new WorkFailed('other');
  }

  async next(): Promise<Chunk> {
    const answer = await this.ask({ more: true });
    if ('chunk' in answer) return { bytes: answer.chunk, last: answer.last };
    throw new WorkFailed('other');
  }
}
