import { latin1, textOf, utf16, viewOf } from './ends';
import { place, type Facts } from './facts';

/** TIFF 6.0, Exif 3.0, DNG 1.7: what names a device, a person or a time. */
const NAMES: Readonly<Record<number, string>> = {
  0x010e: 'Description',
  0x010f: 'Camera maker',
  0x0110: 'Camera',
  0x0131: 'Software',
  0x0132: 'Changed',
  0x013b: 'Artist',
  0x013c: 'Computer',
  0x8298: 'Copyright',
  0x9003: 'Taken',
  0x9004: 'Created',
  0x9010: 'Time zone',
  0x9011: 'Time zone',
  0x9012: 'Time zone',
  0x9286: 'Comment',
  0xa420: 'Identifier',
  0xa430: 'Owner of the camera',
  0xa431: 'Serial number of the camera',
  0xa434: 'Lens',
  0xa435: 'Serial number of the lens',
  0xc62f: 'Serial number of the camera',
  0xfde8: 'Owner of the camera',
  0xfde9: 'Serial number of the camera',
};
/** As Windows adds them, in its own alphabet. */
const WIDE: Readonly<Record<number, string>> = {
  0x9c9b: 'Title',
  0x9c9c: 'Comment',
  0x9c9d: 'Author',
  0x9c9e: 'Keywords',
  0x9c9f: 'Subject',
};
const EXIF = 0x8769;
const GPS = 0x8825;
const MAKERS_NOTE = 0x927c;
const USERS_COMMENT = 0x9286;
const THUMBNAIL = 0x0201;
const ASCII = 2;
const UTF8 = 129;
const MOST_ENTRIES = 200;
const LONGEST = 1000;

interface Entry {
  tag: number;
  type: number;
  bytes: Uint8Array;
}

interface Directory {
  entries: Entry[];
  next: number;
}

/** @throws RangeError if it is not built as TIFF is */
export function exif(bytes: Uint8Array, facts: Facts): void {
  const view = viewOf(bytes);
  const little = latin1(bytes.subarray(0, 2)) === 'II';
  // A directory may point at itself: these four are all that there is to read.
  const main = directory(bytes, view.getUint32(4, little), little, facts);
  tell(main, facts);
  const inside = (wanted: number) => {
    const at = main.entries.find(({ tag }) => tag === wanted)?.bytes;
    return at && directory(bytes, viewOf(at).getUint32(0, little), little, facts);
  };
  const more = inside(EXIF);
  if (more !== undefined) tell(more, facts);
  const gps = inside(GPS);
  if (gps !== undefined) tellPlace(gps.entries, little, facts);
  if (main.next > 0 && directory(bytes, main.next, little, facts).entries.some(({ tag }) => tag === THUMBNAIL))
    facts.add('Small picture inside', 'present');
}

const WIDTHS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

function directory(bytes: Uint8Array, start: number, little: boolean, facts: Facts): Directory {
  const view = viewOf(bytes);
  const count = Math.min(view.getUint16(start, little), MOST_ENTRIES);
  const entries: Entry[] = [];
  facts.work.spend(count * 64);
  if (view.getUint16(start, little) > MOST_ENTRIES) facts.leftOut();
  for (let entry = 0, at = start + 2; entry < count && at + 12 <= bytes.length; entry++, at += 12) {
    const type = view.getUint16(at + 2, little);
    const size = view.getUint32(at + 4, little) * (WIDTHS[type] ?? 1);
    const from = size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    entries.push({
      tag: view.getUint16(at, little),
      type,
      bytes: bytes.subarray(from, from + Math.min(size, LONGEST)),
    });
  }
  const after = start + 2 + count * 12;
  return { entries, next: after + 4 <= bytes.length ? view.getUint32(after, little) : 0 };
}

function tell({ entries }: Directory, facts: Facts): void {
  for (const { tag, type, bytes } of entries) {
    const [name, wide] = [NAMES[tag], WIDE[tag]];
    if (tag === MAKERS_NOTE) facts.add('Notes of the camera', 'present');
    else if (wide !== undefined) facts.add(wide, utf16(bytes, 'utf-16le'));
    else if (tag === USERS_COMMENT) facts.add('Comment', comment(bytes));
    else if (name !== undefined && (type === ASCII || type === UTF8)) facts.add(name, textOf(bytes));
  }
}

/** Its first eight bytes say which alphabet. */
function comment(bytes: Uint8Array): string {
  const text = bytes.subarray(8);
  return latin1(bytes.subarray(0, 7)) === 'UNICODE' ? utf16(text, 'utf-16be') : textOf(text);
}

function tellPlace(entries: readonly Entry[], little: boolean, facts: Facts): void {
  const of = (tag: number) => entries.find((entry) => entry.tag === tag)?.bytes ?? new Uint8Array();
  const numbers = (tag: number) => {
    const bytes = of(tag);
    return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => {
      const view = viewOf(bytes);
      return view.getUint32(index * 8, little) / view.getUint32(index * 8 + 4, little);
    });
  };
  const degrees = (tag: number, below: string) => {
    const [whole, minutes = 0, seconds = 0] = numbers(tag);
    if (whole === undefined) return NaN;
    return (whole + minutes / 60 + seconds / 3600) * (latin1(of(tag - 1).subarray(0, 1)) === below ? -1 : 1);
  };
  const [height] = numbers(6);
  const metres = height === undefined ? undefined : height * (of(5)[0] === 1 ? -1 : 1);
  facts.add('Place', place(degrees(2, 'S'), degrees(4, 'W'), metres) ?? 'says where it was taken (GPS)');
  const [hour, minute, second] = numbers(7);
  const clock = [hour, minute, second].map((each) => String(Math.floor(each ?? NaN)).padStart(2, '0')).join(':');
  if (/^\d\d:\d\d:\d\d$/.test(clock)) facts.add('Taken', `${textOf(of(29)).replace(/\0/g, '')} ${clock} UTC`);
}
