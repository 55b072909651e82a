import { describe, expect, it } from 'vitest';
import { queueSecret } from '../../fixture/keys.ts';
import { tipZip, zip, type ZipEntry } from '../../fixture/zip.ts';
import { readContainer } from './container';
import { BOUNDS } from './contents';
import { joined } from './joined';
import { Pull } from './pull';
import { Refused, type Reason } from './refused';

const bytes = (text: string) => new TextEncoder().encode(text);
const LIMIT = 2 ** 31 - 1;
const X25519 = 'age1cqrdvqms4lgjtdr63l4dhmlcaau4d4nr3gjnulkeg3unk6t9z34sajps90';

interface Tip {
  version: number;
  topic: string;
  message: string;
  answers: Record<string, string>;
  replyTo: string;
  files: { entry: string; name: string; type: string; size: number }[];
}

function tip(...files: Uint8Array[]): Tip {
  return {
    version: 1,
    topic: 'threat',
    message: 'Salam',
    answers: { where: 'here' },
    replyTo: '',
    files: files.map((file, index) => ({
      entry: `files/${index + 1}`,
      name: `name ${index + 1}`,
      type: 'text/plain',
      size: file.length,
    })),
  };
}

const tipJson = (content: object = tip()): ZipEntry => ({ name: 'tip.json', bytes: bytes(JSON.stringify(content)) });
const padding: ZipEntry = { name: 'padding', bytes: new Uint8Array(100), known: true };

/** In chunks of awkward sizes, so that every field is cut somewhere. */
function streamOf(whole: Uint8Array, size = 7): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= whole.length) controller.close();
      else controller.enqueue(whole.subarray(at, (at += size)));
    },
  });
}

function read(whole: Uint8Array, chunk?: number, limit = LIMIT) {
  return readContainer(new Pull(streamOf(whole, chunk), limit), () => () => undefined);
}

async function reasonFor(whole: Uint8Array, limit?: number): Promise<Reason | undefined> {
  return read(whole, 64, limit).then(
    () => undefined,
    (cause: unknown) => {
      if (cause instanceof Refused) return cause.reason;
      throw cause;
    },
  );
}

function changed(whole: Uint8Array, at: number, to: number): Uint8Array {
  const copy = whole.slice();
  copy[at < 0 ? copy.length + at : at] = to;
  return copy;
}

describe('readContainer', () => {
  it.each([1, 7, 64, 65_536])('reads a tip that comes in chunks of %i bytes', async (chunk) => {
    // Given
    const files = [bytes('first'), new Uint8Array(70_000).fill(3)];
    const given: Uint8Array[][] = [];
    const pull = new Pull(streamOf(tipZip(tip(...files), files), chunk), LIMIT);
    // When
    const contents = await readContainer(pull, (number) => {
      const pieces: Uint8Array[] = [];
      given[number - 1] = pieces;
      return (piece) => pieces.push(piece.slice());
    });
    // Then
    expect(contents).toMatchObject({ topic: 'threat', message: 'Salam', answers: [['where', 'here']] });
    expect(given.map((pieces, index) => Buffer.compare(joined(pieces), files[index] ?? new Uint8Array()))).toEqual([
      0, 0,
    ]);
  });

  it('takes tip.json between the files', async () => {
    // Given
    const whole = zip([tipJson(tip(bytes('x'))), { name: 'files/1', bytes: bytes('x') }, padding]);
    // When
    const contents = await read(whole);
    // Then
    expect(contents.files).toHaveLength(1);
  });

  it('refuses a container that is cut anywhere', async () => {
    // Given
    const whole = tipZip(tip(bytes('abc')), [bytes('abc')], 20);
    // When
    const reasons = await Promise.all([...whole.keys()].map((length) => reasonFor(whole.subarray(0, length))));
    // Then
    expect(new Set(reasons)).toEqual(new Set(['truncated']));
  });

  it('never takes a container of which one bit was turned for a different tip', async () => {
    // Given
    const whole = tipZip(tip(bytes('abc')), [bytes('abc')], 20);
    const original = JSON.stringify(await read(whole));
    // When
    const outcomes = await Promise.all(
      [...whole.keys()].map((at) =>
        read(changed(whole, at, (whole[at] ?? 0) ^ 1), 64).then(
          (contents) => JSON.stringify(contents) === original,
          (cause: unknown) => cause instanceof Refused,
        ),
      ),
    );
    // Then
    expect(outcomes.every((outcome) => outcome)).toBe(true);
  });

  const good = tipZip(tip(bytes('abc')), [bytes('abc')], 20);
  const empty = tipZip(tip(), [], 20);
  const firstBlock = 30 + 'files/1'.length;

  it.each<[Reason, string, Uint8Array]>([
    ['not-a-tip', 'something else', bytes('%PDF-1.7 and so on')],
    ['trailing-bytes', 'bytes behind the end', joined([good, bytes('x')])],
    ['entry-name', 'a path', zip([{ name: '../x', bytes: bytes('x') }, tipJson(), padding])],
    ['entry-name', 'a long name', zip([{ name: 'files/1000', bytes: bytes('x') }, tipJson(), padding])],
    ['entry-name', 'a gap in the numbers', zip([{ name: 'files/2', bytes: bytes('x') }, tipJson(), padding])],
    ['entry-name', 'an entry behind the padding', zip([padding, tipJson()])],
    ['entry-name', 'a name that begins with ours', zip([{ name: 'files/1x', bytes: bytes('x') }, tipJson(), padding])],
    ['duplicate-entry', 'two texts', zip([tipJson(), tipJson(), padding])],
    ['missing-entry', 'no text', zip([padding])],
    ['missing-entry', 'no padding', zip([tipJson()])],
    ['missing-entry', 'a listed file that is not there', zip([tipJson(tip(bytes('x'))), padding])],
    ['missing-entry', 'a file that is not listed', zip([{ name: 'files/1', bytes: bytes('x') }, tipJson(), padding])],
    ['size', 'a listed size that is not true', tipZip(tip(bytes('abcd')), [bytes('abc')])],
    ['encoding', 'a compressed block', changed(good, firstBlock, 5)],
    ['encoding', 'unused bits of a block header', changed(good, firstBlock, 8)],
    ['encoding', 'unused bits of the last block header', changed(good, firstBlock + 5 + 3, 9)],
    ['encoding', 'an encrypted entry', changed(good, 6, 9)],
    ['encoding', 'an extra field', changed(good, 28, 1)],
    ['encoding', 'a newer version', changed(good, 4, 45)],
    ['size', 'a size before bytes whose size follows them', changed(good, 22, 3)],
    [
      'content',
      'a file listed as another',
      tipZip({ ...tip(), files: [{ ...tip(bytes('abc')).files[0], entry: 'files/2' }] }, [bytes('abc')]),
    ],
    ['directory', 'another place of an entry', changed(good, -22 - 'padding'.length - 4, 1)],
    ['checksum', 'a changed byte of a file', changed(good, firstBlock + 5, 0)],
    ['directory', 'a comment', changed(good, -2, 1)],
    ['directory', 'another number of entries', changed(good, -12, 9)],
  ])('refuses as %s: %s', async (reason, _what, whole) => {
    // When
    const found = await reasonFor(whole);
    // Then
    expect(found).toBe(reason);
  });

  it('refuses a symbolic link', async () => {
    // Given
    const attributes = empty.length - 22 - (46 + 'padding'.length) + 38;
    // When
    const found = await reasonFor(changed(empty, attributes + 3, 0xa1));
    // Then
    expect(found).toBe('not-a-plain-file');
  });

  it('refuses more than a hundred files', async () => {
    // Given
    const files = Array.from({ length: 101 }, (_, index) => ({ name: `files/${index + 1}`, bytes: bytes('x') }));
    // When
    const found = await reasonFor(zip([...files, tipJson(), padding]));
    // Then
    expect(found).toBe('too-many-entries');
  });

  it('stops at its limit', async () => {
    // When
    const found = await reasonFor(good, 200);
    // Then
    expect(found).toBe('too-large');
  });

  it('stops at 2 GB', async () => {
    // Given: the padding is said to be so long
    const from = empty.length - 22 - 2 * 46 - 'tip.json'.length - 'padding'.length - 20;
    const header = empty.slice(0, from);
    const sizes = new DataView(header.buffer, from - 'padding'.length - 12, 8);
    [0, 4].forEach((at) => {
      sizes.setUint32(at, 2 ** 31, true);
    });
    const whole = new ReadableStream<Uint8Array>({
      start: (controller) => {
        [header, new Uint8Array(2 ** 31)].forEach((chunk) => {
          controller.enqueue(chunk);
        });
      },
    });
    // When
    const found = readContainer(new Pull(whole, BOUNDS.container), () => () => undefined);
    // Then
    await expect(found).rejects.toMatchObject({ reason: 'too-large' });
  });

  it.each<[string, object | string]>([
    ['another version', { ...tip(), version: 2 }],
    ['an unknown field', { ...tip(), sender: 'x' }],
    [
      'a name of every object',
      '{"toString":1,"version":1,"topic":"","message":"","answers":{},"replyTo":"","files":[]}',
    ],
    ['a missing field', { version: 1, topic: '', message: '', answers: {}, replyTo: '' }],
    ['null', { ...tip(), message: null }],
    ['a long message', { ...tip(), message: 'x'.repeat(100_001) }],
    ['replies to nobody', { ...tip(), replyTo: null }],
    ['replies to something else', { ...tip(), replyTo: 'age1pq1qqqq' }],
    ['replies to a key of an older kind', { ...tip(), replyTo: X25519 }],
    ['half a surrogate pair', { ...tip(), message: '\ud83d' }],
    [
      'too many answers',
      { ...tip(), answers: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`q${i}`, ''])) },
    ],
    ['an answer that is no text', { ...tip(), answers: { q: { deep: 1 } } }],
    [
      'a field that is there twice',
      '{"version":1,"topic":"","message":"a","m\\u0065ssage":"b","answers":{},"replyTo":"","files":[]}',
    ],
    [
      'an answer that is there twice',
      '{"version":1,"topic":"","message":"","answers":{"q":"1","q":"2"},"replyTo":"","files":[]}',
    ],
    ['no JSON', '{"version":1'],
    ['more than a mebibyte', ' '.repeat(2 ** 20) + JSON.stringify(tip())],
  ])('refuses as content: %s', async (_what, content) => {
    // Given
    const json = typeof content === 'string' ? content : JSON.stringify(content);
    // When
    const found = await reasonFor(zip([{ name: 'tip.json', bytes: bytes(json) }, padding]));
    // Then
    expect(found).toBe('content');
  });

  it('takes a recipient for replies, and refuses it with one letter changed', async () => {
    // Given
    const { recipient } = await queueSecret('threat');
    const mistyped = recipient.slice(0, -1) + (recipient.endsWith('q') ? 'p' : 'q');
    const withReplyTo = (replyTo: string) => zip([tipJson({ ...tip(), replyTo }), padding]);
    // When
    const contents = await read(withReplyTo(recipient));
    const found = await reasonFor(withReplyTo(mistyped));
    // Then
    expect(contents.replyTo).toBe(recipient);
    expect(found).toBe('content');
  });

  it('takes equal keys in different places, and braces in text', async () => {
    // Given
    const content = { ...tip(), answers: { message: '{"a":1,"a":2}', topic: '"' } };
    // When
    const contents = await read(zip([tipJson(content), padding]));
    // Then
    expect(contents.answers).toEqual([
      ['message', '{"a":1,"a":2}'],
      ['topic', '"'],
    ]);
  });
});
