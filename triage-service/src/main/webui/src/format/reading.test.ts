import { beforeAll, describe, expect, it } from 'vitest';
import { queueSecret, sealTo, type QueueSecret } from '../../fixture/keys.ts';
import { jpeg } from '../../fixture/metadata.ts';
import { tipZip, zip } from '../../fixture/zip.ts';
import { Failure } from '../api/failure';
import { Work } from '../metadata/work';
import { joined } from './joined';
import { readFile, readTip, type Opened } from './reading';
import { Unopened } from './sealed';

const bytes = (text: string) => new TextEncoder().encode(text);
const nothing = () => undefined;
let queue: QueueSecret;

beforeAll(async () => {
  queue = await queueSecret('threat');
});

const FILES = [
  bytes('21:40 first knock\n'),
  new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array<number>(150_000).fill(9)]),
];
const CONTENT = {
  version: 1,
  topic: 'threat',
  message: 'Kömək edin',
  answers: {},
  replyTo: '',
  files: [
    { entry: 'files/1', name: 'notes.txt', type: 'text/plain', size: FILES[0]?.length },
    { entry: 'files/2', name: 'van.exe', type: 'image/png', size: FILES[1]?.length },
  ],
};

async function sealed(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return sealTo(queue.recipient, plain);
}

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

function outcome(stream: ReadableStream<Uint8Array>, identity = queue.identity): Promise<Opened | string> {
  return readTip(stream, identity, nothing).catch((cause: unknown) =>
    cause instanceof Unopened || cause instanceof Failure ? cause.kind : `unexpected: ${String(cause)}`,
  );
}

describe('readTip', () => {
  it('opens a tip and says what its files look like', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    // When
    const opened = await outcome(streamOf(tip));
    // Then
    expect(opened).toMatchObject({
      form: 'tip',
      message: 'Kömək edin',
      files: [
        { number: 1, size: 18, kind: { extension: 'txt' }, claimed: { name: 'notes.txt' } },
        { number: 2, size: 150_008, kind: { words: 'PNG image' }, claimed: { name: 'van.exe' } },
      ],
    });
  });

  it('reads nothing of what its files say for a row', async () => {
    // Given
    const tip = await sealed(jpeg());
    // When
    const opened = await readTip(streamOf(tip), queue.identity, nothing, Work.none());
    // Then
    expect(opened).toMatchObject({ form: 'one-file', file: { facts: [{ name: 'Metadata' }], picture: undefined } });
  });

  it('tells how far it has come, in sealed bytes', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    const told: number[] = [];
    // When
    await readTip(streamOf(tip.subarray(0, 90_000), tip.subarray(90_000)), queue.identity, (count) => told.push(count));
    // Then
    expect(told).toEqual([90_000, tip.length]);
  });

  it.each(['%PDF-1.7 a file of the source’s own', ''])(
    'shows what is not our container as one file: "%s"',
    async (text) => {
      // Given
      const plain = bytes(text);
      const tip = await sealed(plain);
      // When
      const opened = await outcome(streamOf(tip));
      // Then
      expect(opened).toMatchObject({ form: 'one-file', file: { size: plain.length, claimed: undefined } });
    },
  );

  it('shows a container that lies as one file and says why', async () => {
    // Given
    const plain = zip([{ name: 'x.sh', bytes: new Uint8Array(200_000) }]);
    const tip = await sealed(plain);
    // When
    const opened = await outcome(streamOf(tip));
    // Then
    expect(opened).toMatchObject({ form: 'one-file', why: 'entry-name', file: { size: plain.length } });
  });

  it('says that no key of ours opens it', async () => {
    // Given
    const tip = await sealed(bytes('x'));
    const other = await queueSecret('threat');
    // When
    const opened = await outcome(streamOf(tip), other.identity);
    // Then
    expect(opened).toBe('wrong-key');
  });

  it('gives nothing of a tip that ends too early, wherever the cut is', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    const cuts = [0, 10, 500, 2000, 65_000, 100_000, tip.length - 1];
    // When
    const outcomes = await Promise.all(cuts.map((cut) => outcome(streamOf(tip.subarray(0, cut)))));
    // Then
    expect(new Set(outcomes)).toEqual(new Set(['damaged']));
  });

  it('gives nothing of a tip in which a byte was changed', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    const changed = tip.slice();
    changed[100_000] = (changed[100_000] ?? 0) ^ 1;
    // When
    const opened = await outcome(streamOf(changed));
    // Then
    expect(opened).toBe('damaged');
  });

  it('gives nothing of a tip to which something was added', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    // When
    const opened = await outcome(streamOf(tip, bytes('more')));
    // Then
    expect(opened).toBe('damaged');
  });

  it('tells a connection that broke off from a damaged file', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    let pulls = 0;
    const breaking = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(tip.subarray(0, 90_000));
        else controller.error(new TypeError('network error'));
      },
    });
    // When
    const opened = await outcome(breaking);
    // Then
    expect(opened).toBe('offline');
  });

  it('stops reading a header that does not end', async () => {
    // Given
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks++;
        controller.enqueue(bytes(chunks === 1 ? 'age-encryption.org/v1\n' : 'x'.repeat(65_536)));
      },
    });
    // When
    const opened = await outcome(endless);
    // Then
    expect(opened).toBe('damaged');
    expect(chunks).toBeLessThan(10);
  });
});

describe('readFile', () => {
  it('takes out one file', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    // When
    const pieces = await readFile(streamOf(tip), queue.identity, 'tip', 2);
    // Then
    expect(Buffer.compare(joined(pieces), FILES[1] ?? bytes(''))).toBe(0);
  });

  it('gives the whole of what is not our container', async () => {
    // Given
    const plain = new Uint8Array(200_000).fill(5);
    const tip = await sealed(plain);
    // When
    const pieces = await readFile(streamOf(tip), queue.identity, 'one-file', 1);
    // Then
    expect(Buffer.compare(joined(pieces), plain)).toBe(0);
  });

  it('gives nothing if the rest of the tip is damaged', async () => {
    // Given
    const tip = await sealed(tipZip(CONTENT, FILES, 5000));
    // When
    const taking = readFile(streamOf(tip.subarray(0, -1)), queue.identity, 'tip', 1);
    // Then
    await expect(taking).rejects.toThrow(new Unopened('damaged'));
  });
});
