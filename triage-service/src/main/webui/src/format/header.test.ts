import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { HeaderCopy, sealedAgain } from './header';

const TEXT = 'They are outside.\n--- not the end of a header\n';
let old: string;
let other: string;
let file: Uint8Array;
let header: Uint8Array;

beforeAll(async () => {
  old = await generateHybridIdentity();
  other = await generateHybridIdentity();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(old));
  file = await encrypter.encrypt(TEXT);
  header = await headerOf(file, 1000);
});

async function headerOf(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const copy = new HeaderCopy();
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const passed = new Uint8Array(
    await new Response(copy.of(stream) as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
  );
  expect(passed).toEqual(bytes);
  return copy.header ?? new Uint8Array();
}

function openedWith(identity: string, sealed: Uint8Array): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(sealed, 'text');
}

function withHeader(made: Uint8Array): Uint8Array {
  return Buffer.concat([made, file.subarray(header.length)]);
}

describe('a tip that is sealed again', () => {
  it('opens for the other queue, with the payload untouched', async () => {
    // When
    const made = await sealedAgain(header, old, await identityToRecipient(other));
    // Then
    expect(await openedWith(other, withHeader(made))).toBe(TEXT);
    expect(made.length).toBe(1627);
  });

  it('opens no longer for the queue that it left', async () => {
    // When
    const made = await sealedAgain(header, old, await identityToRecipient(other));
    // Then
    await expect(openedWith(old, withHeader(made))).rejects.toThrow('no identity matched');
  });

  it('opens for nobody with a header from another file', async () => {
    // Given
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(old));
    const another = await encrypter.encrypt('another');
    // When
    const made = await sealedAgain(await headerOf(another, 64), old, await identityToRecipient(other));
    // Then
    await expect(openedWith(other, withHeader(made))).rejects.toThrow();
  });

  it.each(['wrong key', 'changed header', 'classic recipient'])('is not made with a %s', async (what) => {
    // Given
    const changed = header.map((byte, at) => (at === header.length - 10 ? byte ^ 1 : byte));
    const recipient = what === 'classic recipient' ? 'age1other' : await identityToRecipient(other);
    // When
    const made = sealedAgain(
      what === 'changed header' ? changed : header,
      what === 'wrong key' ? other : old,
      recipient,
    );
    // Then
    await expect(made).rejects.toThrow();
  });
});

describe('the header of a file', () => {
  it.each([1, 7, 500, 1626, 1627, 1628, 5000])('is kept as the file passes in pieces of %i bytes', async (size) => {
    // When
    const kept = await headerOf(file, size);
    // Then
    expect(kept.length).toBe(1627);
  });
});
