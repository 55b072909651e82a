import { Gap, latin1, textOf, utf16, viewOf, type Ends } from './ends';
import { exif } from './exif';
import { nameOf, placeOf, timeOf, type Facts } from './facts';
import { MOST_XML } from './tags';
import { xmp } from './xmp';

/** ISO 14496-12 and QuickTime: MP4, MOV, M4A, HEIC, AVIF. */
interface Box {
  type: string;
  from: number;
  to: number;
}

const MOST_BOXES = 5000;
const DEEPEST = 8;
const MOST_TEXT = 1000;
const MOST_TABLE = 65_536;
/** Seconds from 1904 to 1970. */
const EPOCH = 2_082_844_800;
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** What is in these is boxes. */
const NESTED = new Set(['moov', 'trak', 'mdia', 'udta']);
/** Tracks of these are picture and sound; others, subtitles too, may say at each second where it was. */
const SEEN_OR_HEARD = new Set(['vide', 'soun', 'pict', 'auxv', 'hint']);

/** Without the sign that they begin with. */
const TEXTS: Readonly<Record<string, string>> = {
  xyz: 'Place',
  nam: 'Title',
  ART: 'Author',
  aut: 'Author',
  wrt: 'Author',
  day: 'Created',
  too: 'Written with',
  swr: 'Software',
  enc: 'Made by',
  prd: 'Made by',
  mak: 'Camera maker',
  mod: 'Camera',
  hst: 'Computer',
  cmt: 'Comment',
  inf: 'Description',
  des: 'Description',
  cpy: 'Copyright',
  ed1: 'Changed',
};
/** 3GPP TS 26.244, and what is in lists of iTunes. */
const MORE: Readonly<Record<string, string>> = {
  auth: 'Author',
  perf: 'Author',
  aART: 'Author',
  titl: 'Title',
  dscp: 'Description',
  desc: 'Description',
  cprt: 'Copyright',
  manu: 'Camera maker',
  modl: 'Camera',
  ownr: 'Owner of the camera',
  apID: 'Account',
};

export function boxes(file: Ends, facts: Facts): void {
  new Boxes(file, facts).walk(0, file.size, 0);
}

class Boxes {
  private left = MOST_BOXES;
  private keys: string[] = [];

  constructor(
    private readonly file: Ends,
    private readonly facts: Facts,
  ) {}

  walk(from: number, to: number, depth: number): void {
    for (const box of this.in(from, to)) this.tell(box, depth);
  }

  /** @throws RangeError if one is longer than what it is in; Gap once there were too many */
  private *in(from: number, to: number): Generator<Box> {
    for (let at = from; at + 8 <= to;) {
      if (this.left-- === 0) throw new Gap();
      const head = this.file.view(at, 8);
      let begin = at + 8;
      let size = head.getUint32(0);
      if (size === 1) {
        size = Number(this.file.view(begin, 8).getBigUint64(0));
        begin += 8;
      } else if (size === 0) size = to - at;
      // Lists of QuickTime end in a zero.
      if (head.getUint32(0) === 0 && head.getUint32(4) === 0) return;
      if (at + size < begin || at + size > to) throw new RangeError('a box ends behind what it is in');
      yield { type: latin1(this.file.slice(at + 4, at + 8)), from: begin, to: at + size };
      at += size;
    }
  }

  private tell(box: Box, depth: number): void {
    const { type, from, to } = box;
    if (depth > DEEPEST) throw new Gap();
    if (NESTED.has(type)) this.walk(from, to, depth + 1);
    else if (type === 'meta') this.meta(box, depth + 1);
    else if (['mvhd', 'tkhd', 'mdhd'].includes(type)) this.made(from);
    else if (type === 'hdlr') this.handler(from);
    else if (type === 'uuid') {
      const name = Array.from(this.file.slice(from, from + 16), (each) => each.toString(16).padStart(2, '0')).join('');
      if (name === XMP_UUID) xmp(this.file.upTo(from + 16, to, MOST_XML), this.facts);
    } else if (type === 'XMP_') xmp(this.file.upTo(from, to, MOST_XML), this.facts);
    else if (type.startsWith('\xa9')) this.texts(type.slice(1), from, to);
    else if (type === 'loci') this.facts.add('Place', 'says where it was taken (GPS)');
    else if (Object.hasOwn(MORE, type) && to - from > 6) this.facts.add(MORE[type] ?? type, this.wide(from + 6, to));
  }

  private made(from: number): void {
    const long = this.file.view(from, 1).getUint8(0) === 1;
    const seconds = long
      ? Number(this.file.view(from + 4, 8).getBigUint64(0))
      : this.file.view(from + 4, 4).getUint32(0);
    // Some telephones count from 1970.
    if (seconds > 0) this.facts.add('Created', timeOf((seconds > EPOCH ? seconds - EPOCH : seconds) * 1000));
  }

  private handler(from: number): void {
    if (!SEEN_OR_HEARD.has(this.word(from + 8)))
      this.facts.add('Metadata', 'holds data beside picture and sound: it may say where it was, second by second');
  }

  /** Strings of QuickTime, each with its length and language before it. */
  private texts(name: string, from: number, to: number): void {
    for (let at = from; at + 4 <= to;) {
      const size = this.file.view(at, 2).getUint16(0);
      if (at + 4 + size > to) break;
      this.text(TEXTS[name] ?? name, textOf(this.file.upTo(at + 4, at + 4 + size, MOST_TEXT)));
      at += 4 + size;
    }
  }

  private text(name: string, value: string): void {
    this.facts.add(name, name === 'Place' ? placeOf(value.trim()) : value);
  }

  private wide(from: number, to: number): string {
    const bytes = this.file.upTo(from, to, MOST_TEXT);
    return bytes[0] === 0xfe || bytes[0] === 0xff ? utf16(bytes, 'utf-16be') : textOf(bytes);
  }

  private meta({ from, to }: Box, depth: number): void {
    // QuickTime has no version before the first box.
    const begin = to - from >= 8 && this.word(from + 4) === 'hdlr' ? from : from + 4;
    const found = [...this.in(begin, to)];
    for (const { type, from: start, to: end } of found) {
      if (type === 'keys') this.readKeys(start, end);
      else if (type === 'XMP_' || type === 'uuid') this.tell({ type, from: start, to: end }, depth);
    }
    for (const { type, from: start, to: end } of found) if (type === 'ilst') this.list(start, end);
    this.items(found);
  }

  private readKeys(from: number, to: number): void {
    this.keys = [...this.in(from + 8, to)].map((key) => textOf(this.file.upTo(key.from, key.to, MOST_TEXT)));
  }

  private list(from: number, to: number): void {
    for (const item of this.in(from, to)) {
      const parts = [...this.in(item.from, item.to)];
      const number = viewOf(this.file.slice(item.from - 4, item.from)).getUint32(0);
      const named = parts.find(({ type }) => type === 'name');
      const key = this.keys[number - 1];
      const own = named === undefined ? undefined : textOf(this.file.upTo(named.from + 4, named.to, MOST_TEXT));
      for (const data of parts) if (data.type === 'data') this.data(this.nameIn(own ?? key, item.type), data);
    }
  }

  private nameIn(own: string | undefined, type: string): string {
    if (own !== undefined) return nameOf(own);
    if (type.startsWith('\xa9')) return TEXTS[type.slice(1)] ?? type.slice(1);
    return MORE[type] ?? type;
  }

  private data(name: string, { from, to }: Box): void {
    const kind = this.file.view(from, 4).getUint32(0);
    const bytes = this.file.upTo(from + 8, to, MOST_TEXT);
    if (kind === 1) this.text(name, textOf(bytes));
    else if (kind === 2) this.text(name, utf16(bytes, 'utf-16be'));
    else if (kind === 13 || kind === 14) this.facts.add('Small picture inside', 'present');
  }

  /** A picture's Exif and XMP, wherever they lie. */
  private items(found: readonly Box[]): void {
    const of = (type: string) => found.find((box) => box.type === type);
    const [listed, places, data] = [of('iinf'), of('iloc'), of('idat')];
    if (listed === undefined || places === undefined) return;
    const wanted = new Map<number, string>();
    const version = this.file.view(listed.from, 1).getUint8(0);
    for (const { type, from, to } of this.in(listed.from + (version === 0 ? 6 : 8), listed.to)) {
      if (type !== 'infe') continue;
      const long = this.file.view(from, 1).getUint8(0) === 3;
      const kind = this.word(from + (long ? 10 : 8));
      const id = long ? this.file.view(from + 4, 4).getUint32(0) : this.file.view(from + 4, 2).getUint16(0);
      const about = latin1(this.file.upTo(from, to, MOST_TEXT));
      if (kind === 'Exif' || (kind === 'mime' && about.includes('application/rdf+xml'))) wanted.set(id, kind);
    }
    for (const [id, at] of placesOf(this.file.upTo(places.from, places.to, MOST_TABLE), new Set(wanted.keys()))) {
      const from = at.inside ? (data?.from ?? this.file.size) + at.from : at.from;
      const bytes = this.file.upTo(from, from + at.size, MOST_XML);
      if (wanted.get(id) === 'mime') xmp(bytes, this.facts);
      else exif(bytes.subarray(4 + viewOf(bytes).getUint32(0)), this.facts);
    }
  }

  private word(at: number): string {
    return latin1(this.file.slice(at, at + 4));
  }
}

interface Place {
  from: number;
  size: number;
  /** In the box of the data of items, and not in the file. */
  inside: boolean;
}

/** Where the first part of each wanted item lies (ISO 14496-12, 8.11.3). */
function placesOf(bytes: Uint8Array, wanted: ReadonlySet<number>): Map<number, Place> {
  const view = viewOf(bytes);
  const version = view.getUint8(0);
  const widths = [view.getUint8(4) >> 4, view.getUint8(4) & 15, view.getUint8(5) >> 4, view.getUint8(5) & 15];
  const [offsets = 0, lengths = 0, bases = 0, indexes = 0] = widths;
  let at = 6;
  const number = (width: number) => {
    let value = 0;
    for (let left = width; left > 0; left--) value = value * 256 + view.getUint8(at++);
    return value;
  };
  const found = new Map<number, Place>();
  for (let items = number(version === 2 ? 4 : 2); items > 0 && at < bytes.length; items--) {
    const id = number(version === 2 ? 4 : 2);
    const inside = version > 0 && (number(2) & 15) === 1;
    number(2);
    const base = number(bases);
    const extents = number(2);
    if (extents === 0) continue;
    const index = version > 0 ? indexes : 0;
    at += index;
    const from = base + number(offsets);
    const size = number(lengths);
    at += (extents - 1) * (index + offsets + lengths);
    if (wanted.has(id) && !found.has(id)) found.set(id, { from, size, inside });
  }
  return found;
}
