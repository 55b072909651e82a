// One tip being sealed, piece by piece.

import { InWorker, WorkFailed } from './in-worker.ts';
import type { Order } from './worker.ts';

export interface Piece {
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

  async next(): Promise<Piece> {
    const answer = await this.ask({ more: true });
    if ('piece' in answer) return { bytes: answer.piece, last: answer.last };
    throw new WorkFailed('other');
  }
}
