// Writes a tip's container as org.penah.sealing.tip.TipWriter does (docs/contracts/tip-container.md).

import { crc32 } from './crc32.ts';
import { paddedPlain, sealedSize } from './size.ts';

/** What the source said. Text is cut and mended where the container would refuse it. */
export interface Content {
  topic: string;
  message: string;
  answers: Record<string, string>;
  replyTo: string;
}

/** As much of a File as is needed here. */
export interface Source {
  name: string;
  type: string;
  size: number;
  slice(from: number, to: number): Readable;
  arrayBuffer(): Promise<ArrayBuffer>;
}

type Readable = Pick<Source, 'arrayBuffer'>;

/** A file cannot be read, or is not as long as it was when it was chosen. */
export class Unreadable extends Error {}

const LONGEST_NAME = 255;
const LONGEST_CONTAINER = 2 ** 31 - 1;
const BLOCK = 0xffff;
/** Read at a time: whole blocks, so that the size of the container is known before its first byte. */
const READ = 16 * BLOCK;
const ZEROS = new Uint8Array(64 * 1024);

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;
const LOCAL_LENGTH = 30;
const DESCRIPTOR_LENGTH = 16;
const DIRECTORY_LENGTH = 46;
const END_LENGTH = 22;
const VERSION = 20;
const DEFLATED = 8;
const HAS_DESCRIPTOR = 8;
const FIRST_DAY_OF_1980 = 0x21;
const LAST_BLOCK = Uint8Array.of(1, 0, 0, 0xff, 0xff);

interface Entry {
  name: string;
  streamed: boolean;
  crc: number;
  stored: number;
  size: number;
  at: number;
}

/** One tip: how large it will be when it is sealed, and its bytes before that. */
export class Container {
  /** Bytes of the sealed file, which is of a Padmé size. */
  readonly sealed: number;
  private readonly json: Uint8Array;
  private readonly padding: number;
  private readonly entries: Entry[] = [];
  private at = 0;

  constructor(
    content: Content,
    private readonly files: Source[],
  ) {
    this.json = new TextEncoder().encode(tipJson(content, files));
    const streamed = [
      ...files.map((file, i) => [entryName(i), file.size] as const),
      ['tip.json', this.json.length] as const,
    ];
    const around = LOCAL_LENGTH + DIRECTORY_LENGTH;
    const plain = streamed.reduce(
      (sum, [name, size]) => sum + around + 2 * name.length + storedSize(size) + DESCRIPTOR_LENGTH,
      around + 2 * 'padding'.length + END_LENGTH,
    );
    const padded = paddedPlain(plain);
    this.padding = padded - plain;
    this.sealed = sealedSize(padded);
    if (padded > LONGEST_CONTAINER) throw new RangeError('a tip has at most 2^31 - 1 bytes');
  }

  /** The plain container, never more than a megabyte of it at a time. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    for (const [i, file] of this.files.entries()) yield* this.entry(entryName(i), read(file));
    yield* this.entry('tip.json', [this.json]);
    yield* this.pad();
    yield this.directory();
  }

  private async *entry(name: string, pieces: AsyncIterable<Uint8Array> | Uint8Array[]): AsyncGenerator<Uint8Array> {
    const entry: Entry = { name, streamed: true, crc: 0, stored: 0, size: 0, at: this.at };
    yield this.counted(local(entry));
    for await (const piece of pieces) {
      entry.crc = crc32(entry.crc, piece);
      entry.size += piece.length;
      yield this.counted(inBlocks(piece));
    }
    entry.stored = storedSize(entry.size);
    yield this.counted(LAST_BLOCK);
    yield this.counted(numbers(DESCRIPTOR_LENGTH, [DESCRIPTOR, 4], [entry.crc, 4], [entry.stored, 4], [entry.size, 4]));
    this.entries.push(entry);
  }

  private *pad(): Generator<Uint8Array> {
    const zeros = zerosOf(this.padding);
    const crc = zeros.reduce(crc32, 0);
    const entry: Entry = {
      name: 'padding',
      streamed: false,
      crc,
      stored: this.padding,
      size: this.padding,
      at: this.at,
    };
    yield this.counted(local(entry));
    for (const piece of zeros) yield this.counted(piece);
    this.entries.push(entry);
  }

  private directory(): Uint8Array {
    const headers = this.entries.map(inDirectory);
    const length = headers.reduce((sum, header) => sum + header.length, 0);
    const count = this.entries.length;
    const end = numbers(END_LENGTH, [END, 4], [0, 4], [count, 2], [count, 2], [length, 4], [this.at, 4]);
    return joined([...headers, end]);
  }

  private counted(bytes: Uint8Array): Uint8Array {
    this.at += bytes.length;
    return bytes;
  }
}

async function* read(file: Source): AsyncGenerator<Uint8Array> {
  // Of a file that went away a browser says that it is empty. No slice of it fails, but the whole does.
  if (file.size === 0) await bytesOf(file, 0);
  for (let at = 0; at < file.size; at += READ) {
    const to = Math.min(at + READ, file.size);
    yield bytesOf(file.slice(at, to), to - at);
  }
}

async function bytesOf(part: Readable, length: number): Promise<Uint8Array> {
  const bytes = await part.arrayBuffer().catch(() => {
    throw new Unreadable();
  });
  if (bytes.byteLength !== length) throw new Unreadable();
  return new Uint8Array(bytes);
}

/** Blocks of deflate that are stored as they are (RFC 1951, section 3.2.4): a compressed size would tell about the content. */
function inBlocks(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    parts.push(numbers(5, [0, 1], [block.length, 2], [~block.length, 2]), block);
  }
  return joined(parts);
}

function storedSize(size: number): number {
  return size + 5 * Math.ceil(size / BLOCK) + LAST_BLOCK.length;
}

function local(entry: Entry): Uint8Array {
  const sizes = entry.streamed ? [0, 0, 0] : [entry.crc, entry.stored, entry.size];
  return joined([numbers(LOCAL_LENGTH, [LOCAL, 4], ...common(entry, sizes)), ascii(entry.name)]);
}

function inDirectory(entry: Entry): Uint8Array {
  const facts = common(entry, [entry.crc, entry.stored, entry.size]);
  const header = numbers(DIRECTORY_LENGTH, [DIRECTORY, 4], [VERSION, 2], ...facts);
  new DataView(header.buffer).setUint32(DIRECTORY_LENGTH - 4, entry.at, true);
  return joined([header, ascii(entry.name)]);
}

function common(entry: Entry, sizes: number[]): [number, number][] {
  return [
    [VERSION, 2],
    [entry.streamed ? HAS_DESCRIPTOR : 0, 2],
    [entry.streamed ? DEFLATED : 0, 2],
    [0, 2],
    [FIRST_DAY_OF_1980, 2],
    ...sizes.map((size): [number, number] => [size, 4]),
    [entry.name.length, 2],
  ];
}

/** Numbers with their lengths in bytes, little-endian, and zeros up to the given length. */
function numbers(length: number, ...values: [number, number][]): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const [value, count] of values) {
    for (let i = 0; i < count; i++) bytes[at++] = value >>> (8 * i);
  }
  return bytes;
}

function zerosOf(length: number): Uint8Array[] {
  const whole = Array.from({ length: Math.floor(length / ZEROS.length) }, () => ZEROS);
  return [...whole, ZEROS.subarray(0, length % ZEROS.length)];
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function tipJson({ topic, message, answers, replyTo }: Content, files: Source[]): string {
  return JSON.stringify({
    version: 1,
    topic,
    message: whole(message),
    answers,
    replyTo,
    files: files.map((file, i) => ({
      entry: entryName(i),
      name: cut(file.name),
      type: cut(file.type),
      size: file.size,
    })),
  });
}

function entryName(index: number): string {
  return `files/${index + 1}`;
}

/** At most 255 UTF-16 units, and no half of a surrogate pair. */
function cut(text: string): string {
  return whole(text.slice(0, LONGEST_NAME).replace(/[\ud800-\udbff]$/, ''));
}

function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
