import { Decrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import { Container, Unreadable, type Content, type Source } from './container.ts';
import { HEADER, padme, paddedPlain, sealedSize } from './size.ts';
import { CHUNK, seal } from './worker.ts';

const CONTENT: Content = { topic: 'threat', message: 'Kömək edin.', answers: { danger: 'none' }, replyTo: '' };

function file(size: number): Source {
  return new File([Uint8Array.from({ length: size }, (_, i) => i * 7)], 'a.bin', { type: 'video/mp4' });
}

async function all(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

/** Around every edge: of a block, a read, a chunk of age, and the Padmé sizes nearby. */
const EDGES = [0, 1, 65_535, 65_536, 131_070, 196_608, 1_048_560, 1 << 20].flatMap((edge) =>
  [-2500, -40, -1, 0, 1, 17].map((step) => Math.max(0, edge + step)),
);

it('writes exactly the size that it said, and it is a Padmé size', async () => {
  for (const size of EDGES) {
    // When
    const container = new Container(CONTENT, [file(size)]);
    const { length } = await all(container.bytes());
    // Then
    expect(sealedSize(length), `a file of ${size}`).toBe(container.sealed);
    expect(padme(container.sealed)).toBe(container.sealed);
    expect(container.sealed).toBeGreaterThanOrEqual(64 * 1024);
  }
});

it('finds for any size the next one that both age and Padmé have', () => {
  for (let plain = 63_000; plain < 5_000_000; plain += 977) {
    // When
    const padded = paddedPlain(plain);
    // Then
    expect(padded).toBeGreaterThanOrEqual(plain);
    expect(padme(sealedSize(padded))).toBe(sealedSize(padded));
  }
});

it('seals in chunks of at most a megabyte that open again', async () => {
  // Given
  const identity = await generateHybridIdentity();
  const order = { recipient: await identityToRecipient(identity), content: CONTENT, files: [file(2_500_000), file(0)] };
  // When
  const [size, chunks] = await seal(order);
  const lengths: number[] = [];
  const sealed = await all(
    (async function* () {
      for await (const chunk of chunks) {
        lengths.push(chunk.length);
        yield chunk;
      }
    })(),
  );
  // Then
  expect(sealed.length).toBe(size);
  expect(Math.max(...lengths)).toBe(CHUNK);
  expect(lengths.slice(0, -1).every((length) => length === CHUNK)).toBe(true);
  expect(new TextDecoder().decode(sealed.subarray(HEADER - 48, HEADER))).toMatch(/^--- .{43}\n$/);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const plain = await decrypter.decrypt(sealed);
  // Compared as buffers: millions of numbers, one by one, take a minute.
  expect(Buffer.compare(plain, await all(new Container(CONTENT, order.files).bytes()))).toBe(0);
});

it('stops at a file that has changed since it was chosen', async () => {
  // Given
  const nothing = { arrayBuffer: () => Promise.reject(new Error()) };
  const shorter: Source = { ...nothing, name: 'a', type: '', size: 100, slice: () => new Blob(['short']) };
  const gone: Source = { ...shorter, slice: () => nothing };
  const saidToBeEmpty: Source = { ...shorter, size: 0 };
  // Then
  await expect(all(new Container(CONTENT, [shorter]).bytes())).rejects.toThrow(Unreadable);
  await expect(all(new Container(CONTENT, [gone]).bytes())).rejects.toThrow(Unreadable);
  await expect(all(new Container(CONTENT, [saidToBeEmpty]).bytes())).rejects.toThrow(Unreadable);
});

it('mends what the container would refuse, and cuts no character in two', async () => {
  // Given
  const name = `${'a'.repeat(254)}😀.jpg`;
  const empty = new Blob([]);
  const odd: Source = {
    name,
    type: 'x'.repeat(300),
    size: 0,
    slice: () => empty,
    arrayBuffer: () => empty.arrayBuffer(),
  };
  // When
  const bytes = await all(new Container({ ...CONTENT, message: 'half \ud83d pair' }, [odd]).bytes());
  const text = new TextDecoder().decode(bytes);
  // Then
  expect(text).toContain(`"name":"${'a'.repeat(254)}","type":"${'x'.repeat(255)}"`);
  expect(text).toContain('"message":"half \ufffd pair"');
});
