// Brings a sealed file to the service in chunks. A chunk that was cut off is sent again; the service takes from it what
// it has not got. Decides only; the request and the clock come from outside.

import type { Chunk } from './sealer.ts';
import { Lost, type Answer } from './request.ts';

/** The service no longer has the earlier chunks (they waited too long, or it is another instance): start over. */
export class Forgotten extends Error {}

/** The service will not take it; its page, if it sent one, says why. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly page: Document | null,
  ) {
    super(`refused with ${status}`);
  }
}

/** The source has stopped it. */
export class Stopped extends Error {}

export interface Way {
  /** Sends a chunk that begins at this byte. */
  send(bytes: Uint8Array<ArrayBuffer>, offset: number, onSent: (bytes: number) => void): Promise<Answer>;
  /** Waits before the next try; comes back early if the source asks for it. */
  wait(milliseconds: number): Promise<void>;
  /** Waits while the source has paused, and throws Stopped once they have stopped it. */
  goOn(): Promise<void>;
  onSent(bytes: number): void;
  onLost(): void;
  /** Continues with this token. */
  renew(form: string): void;
}

const LONGEST_WAIT = 30_000;
const TAKEN = 204;
const GAP = 409;
/** The form's token is too young, for people are slower, or too old. */
const FORBIDDEN = 403;
const MOST_TOKENS = 3;
const TOKEN_WAIT = 4_000;
/** Who finds no place for so long, a minute, is told, and may let the server seal instead. */
const BUSY = 503;
const MOST_BUSY = 6;
/** Answers that another try may change: the service is busy or restarting. */
const PASSING = [408, 429, 500, 502, 503, 504];

export async function upload(next: () => Promise<Chunk>, way: Way): Promise<void> {
  for (let offset = 0, last = false; !last;) {
    const chunk = await next();
    last = chunk.last;
    await bring(chunk.bytes, offset, way);
    offset += chunk.bytes.length;
    way.onSent(offset);
  }
}

async function bring(chunk: Uint8Array<ArrayBuffer>, offset: number, way: Way): Promise<void> {
  const end = offset + chunk.length;
  let from = offset;
  for (let tries = 0; ; tries++) {
    await way.goOn();
    const answer = await trying(() =>
      way.send(chunk.subarray(from - offset), from, (bytes) => {
        way.onSent(from + bytes);
      }),
    );
    if (answer?.status === TAKEN && answer.offset === end) return;
    if (answer?.status === GAP) {
      // Within this chunk: somewhere in it the connection broke. Elsewhere: the service does not know of this upload.
      if (!(answer.offset >= offset && answer.offset <= end)) throw new Forgotten();
      from = answer.offset;
      if (from === end) return;
    } else if (answer?.status === FORBIDDEN && answer.form !== null && tries < MOST_TOKENS) {
      way.renew(answer.form);
      await way.wait(TOKEN_WAIT);
    } else if (answer !== undefined && (!PASSING.includes(answer.status) || noPlace(answer, from, tries))) {
      throw new Refused(answer.status, answer.page);
    } else {
      way.onLost();
      await way.wait(Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
    }
  }
}

/** None of it was accepted yet; an upload that has begun keeps its place. */
function noPlace(answer: Answer, from: number, tries: number): boolean {
  return answer.status === BUSY && from === 0 && tries >= MOST_BUSY;
}

/** Undefined if the connection was lost. */
export async function trying<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (cause) {
    if (cause instanceof Lost) return undefined;
    throw cause;
  }
}
