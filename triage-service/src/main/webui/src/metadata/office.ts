import { latin1, textOf, viewOf, type Ends } from './ends';
import type { Facts } from './facts';
import { MOST_XML, readTags } from './tags';
import { unpacked } from './unpack';
import type { Work } from './work';
import { properties, writers } from './xmp';

interface Entry {
  name: string;
  packed: boolean;
  size: number;
  at: number;
}

const END = 'PK\x05\x06';
const DIRECTORY = 'PK\x01\x02';
const MOST_ENTRIES = 10_000;

const PROPERTIES = /^(?:docProps\/(?:core|app|custom)\.xml|meta\.xml)$/;
/** Who changed it or wrote in its margin. */
const WRITERS =
  /^(?:content|word\/(?:document|people|comments|header\d*|footer\d*|footnotes|endnotes)|ppt\/(?:commentAuthors|authors)|xl\/(?:comments\d*|persons\/person))\.xml$/;
/** A template lies in a folder that may have its owner's name. */
const TEMPLATE = 'word/_rels/settings.xml.rels';
/** Excel writes in which folder it lay. */
const WORKBOOK = 'xl/workbook.xml';
const THUMBNAIL = /^(?:docProps|Thumbnails)\/thumbnail\./;

/** Word, Excel, PowerPoint since 2007 and OpenDocument; of another ZIP nothing. */
export function office(file: Ends, facts: Facts): void {
  for (const entry of entries(file, facts))
    facts.attempt(() => {
      tell(file, entry, facts);
    });
}

function tell(file: Ends, entry: Entry, facts: Facts): void {
  if (PROPERTIES.test(entry.name)) properties(read(file, entry, facts.work), facts);
  else if (WRITERS.test(entry.name)) writers(read(file, entry, facts.work), facts);
  else if (entry.name === TEMPLATE) template(read(file, entry, facts.work), facts);
  else if (entry.name === WORKBOOK) workbook(read(file, entry, facts.work), facts);
  else if (THUMBNAIL.test(entry.name)) facts.add('Small picture inside', 'present');
}

function template(bytes: Uint8Array, facts: Facts): void {
  readTags(bytes, facts.work, {
    open: ({ attributes }) => {
      if (attributes.TargetMode === 'External') facts.add('Template', attributes.Target ?? '');
    },
  });
}

function workbook(bytes: Uint8Array, facts: Facts): void {
  readTags(bytes, facts.work, {
    open: ({ name, attributes }) => {
      if (name === 'absPath') facts.add('Computer', attributes.url ?? '');
    },
  });
}

/** What the directory at the end lists (PKWARE APPNOTE, 4.3.12). */
function entries(file: Ends, facts: Facts): Entry[] {
  const start = Math.max(file.tail, file.size - 65_557);
  const found = latin1(file.slice(start, file.size)).lastIndexOf(END);
  if (found < 0) return [];
  const end = file.view(start + found, 22);
  const listed: Entry[] = [];
  let at = end.getUint32(16, true);
  if (end.getUint16(10, true) > MOST_ENTRIES) facts.leftOut();
  for (let left = Math.min(end.getUint16(10, true), MOST_ENTRIES); left > 0; left--) {
    const view = file.view(at, 46);
    if (latin1(file.slice(at, at + 4)) !== DIRECTORY) throw new RangeError('no entry begins here');
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(place, true)) as [number, number, number];
    listed.push({
      name: textOf(file.slice(at + 46, at + 46 + name)),
      packed: view.getUint16(10, true) === 8,
      size: view.getUint32(20, true),
      at: view.getUint32(42, true),
    });
    at += 46 + name + extra + comment;
  }
  return listed;
}

function read(file: Ends, { at, packed, size }: Entry, work: Work): Uint8Array {
  const header = viewOf(file.slice(at, at + 30));
  const from = at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const bytes = file.upTo(from, from + size, MOST_XML);
  return packed ? unpacked(bytes, MOST_XML, work, 'raw') : bytes;
}
