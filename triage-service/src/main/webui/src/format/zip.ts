import { crc32 } from './crc32';
import type { Pull } from './pull';
import { Refused } from './refused';

/**
 * One strict walk over a ZIP from its first byte to its last (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16). Every
 * byte must be where it is expected: no gap, no extra field, no comment, no attribute, and a directory that repeats the
 * entries exactly. Entries are stored, or deflated in stored blocks only, so nothing can grow: there is no inflater that
 * a bomb could feed on.
 */
export interface Entry {
  name: string;
  size: number;
}

/** Decides, before an entry's first byte, who gets its bytes; refuses a name that has no place. */
export type Target = (name: string) => (piece: Uint8Array) => void;

export interface ZipBounds {
  entries: number;
  nameLength: number;
}

interface Header {
  /** The 26 bytes between signature and name, as the directory has to repeat them. */
  version: number;
  flags: number;
  method: number;
  timeAndDate: number;
  crc: number;
  stored: number;
  size: number;
  name: string;
  at: number;
}

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const DIRECTORY = 0x02014b50;
const END = 0x06054b50;

const STORED = 0;
const DEFLATED = 8;
const HAS_DESCRIPTOR = 1 << 3;
/** The descriptor bit; two that hint at a compression level; one that says UTF-8. The last three change nothing. */
const KNOWN_FLAGS = HAS_DESCRIPTOR | (1 << 1) | (1 << 2) | (1 << 11);
const NEWEST_VERSION = 20;

export async function walkZip(pull: Pull, bounds: ZipBounds, target: Target): Promise<Entry[]> {
  const entries: Header[] = [];
  let signature = await u32(pull);
  if (signature !== LOCAL) throw new Refused('not-a-tip');
  while (signature === LOCAL) {
    if (entries.length === bounds.entries) throw new Refused('too-many-entries');
    entries.push(await entry(pull, bounds, target));
    signature = await u32(pull);
  }
  await directory(pull, entries, signature);
  if ((await pull.some(1)) !== undefined) throw new Refused('trailing-bytes');
  return entries;
}

async function entry(pull: Pull, bounds: ZipBounds, target: Target): Promise<Header> {
  const claimed = await localHeader(pull, bounds);
  const take = target(claimed.name);
  const start = pull.position;
  let crc = 0;
  let size = 0;
  const measure = (piece: Uint8Array) => {
    crc = crc32(crc, piece);
    size += piece.length;
    take(piece);
  };
  await (claimed.method === STORED ? pull.pass(claimed.size, measure) : storedBlocks(pull, measure));
  const measured = { ...claimed, crc, size, stored: pull.position - start };
  compare(claimed.flags & HAS_DESCRIPTOR ? await descriptor(pull) : claimed, measured);
  return measured;
}

async function localHeader(pull: Pull, bounds: ZipBounds): Promise<Header> {
  const at = pull.position - 4;
  const view = await pull.exactly(26);
  const nameLength = view.getUint16(22, true);
  const extraLength = view.getUint16(24, true);
  const header = {
    version: view.getUint16(0, true),
    flags: view.getUint16(2, true),
    method: view.getUint16(4, true),
    timeAndDate: view.getUint32(6, true),
    crc: view.getUint32(10, true),
    stored: view.getUint32(14, true),
    size: view.getUint32(18, true),
  };
  const described = (header.flags & HAS_DESCRIPTOR) !== 0;
  const ours = described ? header.method === DEFLATED : header.method === STORED;
  if (!ours || (header.flags & ~KNOWN_FLAGS) !== 0 || header.version > NEWEST_VERSION || extraLength !== 0) {
    throw new Refused('encoding');
  }
  if (described && (header.crc !== 0 || header.stored !== 0 || header.size !== 0)) throw new Refused('size');
  if (nameLength > bounds.nameLength) throw new Refused('entry-name');
  return { ...header, name: latin1(await pull.exactly(nameLength)), at };
}

/** The stored blocks of a deflate stream (RFC 1951, section 3.2.4), whose unused bits must be zero. */
async function storedBlocks(pull: Pull, take: (piece: Uint8Array) => void): Promise<void> {
  let last = 0;
  while (last === 0) {
    const header = await pull.exactly(5);
    last = header.getUint8(0);
    const length = header.getUint16(1, true);
    if (last > 1 || header.getUint16(3, true) !== (~length & 0xffff)) throw new Refused('encoding');
    await pull.pass(length, take);
  }
}

async function descriptor(pull: Pull): Promise<Pick<Header, 'crc' | 'stored' | 'size'>> {
  const view = await pull.exactly(16);
  if (view.getUint32(0, true) !== DESCRIPTOR) throw new Refused('encoding');
  return { crc: view.getUint32(4, true), stored: view.getUint32(8, true), size: view.getUint32(12, true) };
}

function compare(claimed: Pick<Header, 'crc' | 'stored' | 'size'>, measured: Header): void {
  if (claimed.stored !== measured.stored || claimed.size !== measured.size) throw new Refused('size');
  if (claimed.crc !== measured.crc) throw new Refused('checksum');
}

async function directory(pull: Pull, entries: readonly Header[], firstSignature: number): Promise<void> {
  const start = pull.position - 4;
  let signature = firstSignature;
  for (const header of entries) {
    if (signature !== DIRECTORY) throw new Refused('directory');
    await compareDirectory(pull, header);
    signature = await u32(pull);
  }
  const length = pull.position - 4 - start;
  if (signature !== END) throw new Refused('directory');
  const end = await pull.exactly(18);
  const agrees =
    end.getUint32(0, true) === 0 &&
    end.getUint16(4, true) === entries.length &&
    end.getUint16(6, true) === entries.length &&
    end.getUint32(8, true) === length &&
    end.getUint32(12, true) === start &&
    end.getUint16(16, true) === 0;
  if (!agrees) throw new Refused('directory');
}

async function compareDirectory(pull: Pull, header: Header): Promise<void> {
  const view = await pull.exactly(42);
  if (view.getUint32(34, true) !== 0) throw new Refused('not-a-plain-file');
  // The two bytes at 0 say who made the entry; the rest must repeat what the walk has seen.
  const agrees =
    view.getUint16(2, true) === header.version &&
    view.getUint16(4, true) === header.flags &&
    view.getUint16(6, true) === header.method &&
    view.getUint32(8, true) === header.timeAndDate &&
    view.getUint32(12, true) === header.crc &&
    view.getUint32(16, true) === header.stored &&
    view.getUint32(20, true) === header.size &&
    view.getUint16(24, true) === header.name.length &&
    // Extra field, comment, first disk: none. Internal attributes: none.
    view.getUint32(26, true) === 0 &&
    view.getUint32(30, true) === 0 &&
    view.getUint32(38, true) === header.at;
  if (!agrees || latin1(await pull.exactly(header.name.length)) !== header.name) throw new Refused('directory');
}

async function u32(pull: Pull): Promise<number> {
  return (await pull.exactly(4)).getUint32(0, true);
}

function latin1(view: DataView): string {
  return String.fromCharCode(...new Uint8Array(view.buffer));
}
