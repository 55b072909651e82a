import { beginCount, TooLarge } from './bounds';
import type { Fault, Made, Order } from './protocol';

/** What each viewer does; it runs in a worker, which the desk ends with the frame. */
interface Program {
  open: (file: ArrayBuffer, width: number) => void;
  show: (page: number) => Promise<void>;
  given?: (name: string, bytes: Uint8Array) => void;
  faultOf?: (cause: unknown) => Fault | undefined;
}

export function say(made: Made, transfer: Transferable[] = []): void {
  postMessage(made, { transfer });
}

export function fail(why: Fault): void {
  say({ said: { is: 'failed', why } });
}

export function answer({ open, show, given, faultOf }: Program): void {
  addEventListener('message', ({ data }: MessageEvent<Order>) => {
    if ('given' in data) {
      given?.(data.given, new Uint8Array(data.bytes ?? new ArrayBuffer()));
      return;
    }
    beginCount();
    if ('open' in data) open(data.open, data.width);
    show('page' in data ? data.page : 1).catch((cause: unknown) => {
      fail(cause instanceof TooLarge ? 'too-large' : (faultOf?.(cause) ?? 'broken'));
    });
  });
}
