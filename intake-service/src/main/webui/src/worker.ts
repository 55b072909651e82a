// The Worker's side: it seals tips and opens replies, and gives its network up before it reads anything. So what it reads of a file can
// leave it only through the page, sealed, and a receipt's key not at all.

import { Encrypter } from 'age-encryption';
import type { ReceiptParameters } from '#sealing/manifest.js';
import { decide, derive, parse } from '#sealing/receipt.js';
import { Container, Unreadable, type Content, type Source } from './container.ts';
import { base64url, fromBase64url } from './receipt.ts';
import { identityOf, open } from './reply.ts';
import { padme } from './size.ts';

export interface Order {
  recipient: string;
  content: Content;
  files: Source[];
}

/** What a source takes back of one tip. */
export type Decision = 'withdraw-alert' | 'withdraw-details';

/** The page asks for one chunk after the other, so no more than one is ever waiting. */
export type ToWorker =
  | { seal: Order }
  | { more: true }
  | { derive: { receipt: string; parameters: ReceiptParameters } }
  | { open: Uint8Array<ArrayBuffer> }
  | { decide: Decision; salt: string }
  | { give: 'decisions' };

export type FromWorker =
  | { size: number }
  | { chunk: Uint8Array<ArrayBuffer>; last: boolean }
  | { mailbox: string }
  | { text: string }
  | { signed: string }
  | { trouble: 'file' | 'other' };

/** What the service takes at most in one request. */
export const CHUNK = 1024 * 1024;

/** The sealed file of a tip, in chunks; its size is known before the first one and is a Padmé size. */
export async function seal({ recipient, content, files }: Order): Promise<[number, AsyncGenerator<Uint8Array>]> {
  const container = new Container(content, files);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(streamOf(container.bytes()));
  return [container.sealed, chunks(sealed, container.sealed)];
}

async function* chunks(sealed: ReadableStream<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(Math.min(CHUNK, size));
  let held = 0;
  let before = 0;
  const reader = sealed.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    for (let at = 0; at < read.value.length;) {
      const part = read.value.subarray(at, at + chunk.length - held);
      chunk.set(part, held);
      held += part.length;
      at += part.length;
      if (held === chunk.length && before + held < size) {
        yield chunk;
        before += held;
        held = 0;
        chunk = new Uint8Array(Math.min(CHUNK, size - before));
      } else if (part.length === 0) {
        throw new Error('more was sealed than was planned');
      }
    }
  }
  // The last chunk is held back until the end shows that the whole has the planned size: nobody can open half a tip.
  if (before + held !== size || padme(size) !== size) throw new Error('less was sealed than was planned');
  yield chunk;
}

function streamOf(bytes: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next = await bytes.next();
      if (next.done) controller.close();
      else if (next.value.length > 0) controller.enqueue(next.value);
      else await this.pull?.(controller);
    },
  });
}

/** All that could make a connection in a Worker. */
const NETWORK = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebTransport',
  'EventSource',
  'Worker',
  'importScripts',
  'caches',
];

/** Answers the page; to be called in a Worker. */
export function serve(): void {
  for (const name of NETWORK)
    Object.defineProperty(self, name, { value: undefined, writable: false, configurable: false });
  let sealed: AsyncGenerator<Uint8Array> | undefined;
  let left = 0;
  let identity = '';
  let decisions: Uint8Array = new Uint8Array();

  const answer = async (message: ToWorker): Promise<FromWorker> => {
    if ('seal' in message) {
      [left, sealed] = await seal(message.seal);
      return { size: left };
    }
    if ('derive' in message) {
      const { mailboxId, identitySeed, decisionSeed } = derive(
        parse(message.derive.receipt),
        message.derive.parameters,
      );
      identity = identityOf(identitySeed);
      decisions = decisionSeed;
      return { mailbox: base64url(mailboxId) };
    }
    if ('open' in message) return { text: await open(message.open, identity) };
    if ('decide' in message)
      return { signed: base64url(decide(decisions, fromBase64url(message.salt), message.decide)) };
    if ('give' in message) return { signed: base64url(decisions) };
    const next = await sealed?.next();
    if (next === undefined || next.done) throw new Error('nothing is left');
    left -= next.value.length;
    return { chunk: next.value as Uint8Array<ArrayBuffer>, last: left === 0 };
  };

  self.onmessage = (event: MessageEvent<ToWorker>) => {
    answer(event.data).then(
      (message) => {
        self.postMessage(message, { transfer: 'chunk' in message ? [message.chunk.buffer] : [] });
      },
      (cause: unknown) => {
        self.postMessage({ trouble: cause instanceof Unreadable ? 'file' : 'other' } satisfies FromWorker);
      },
    );
  };
}
