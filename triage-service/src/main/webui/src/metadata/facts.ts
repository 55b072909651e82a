import { Gap } from './ends';
import type { Work } from './work';

/** What a file says about who made it, with what, when and where. Its values are a stranger's: shown as text, never believed. */
export interface Fact {
  name: string;
  value: string;
}

const MOST = 40;
const LONGEST_NAME = 40;
/** What it costs to compare a fact with those before it, beside its characters. */
const EACH = 256;
/** Characters of a value that are kept. */
export const LONGEST = 200;

/** Collects facts up to a bound, each once. */
export class Facts {
  readonly all: Fact[] = [];

  constructor(readonly work: Work) {}

  /** Broken on purpose or not: nothing behind a fault is read. */
  attempt(read: () => void): void {
    try {
      read();
    } catch (cause) {
      if (cause instanceof Gap) this.leftOut();
      else this.note('broken, not shown');
    }
  }

  /** Says that not all of the file was read. */
  leftOut(): void {
    this.note('not all of this file was looked through');
  }

  /** @throws Gap once there were too many */
  add(name: string, value: string): void {
    this.work.spend(EACH + name.length + value.length);
    const fact = { name: tidy(name, LONGEST_NAME), value: tidy(value, LONGEST) };
    if (fact.value === '' || this.all.some((each) => each.name === fact.name && each.value === fact.value)) return;
    if (this.all.length < MOST) this.all.push(fact);
    else this.note('more than is shown here');
  }

  /** Once, however many facts there are. */
  private note(value: string): void {
    if (!this.all.some((each) => each.name === 'Metadata' && each.value === value))
      this.all.push({ name: 'Metadata', value });
  }
}

function tidy(text: string, longest: number): string {
  return text
    .slice(0, 4 * longest)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed();
}

/** Signed degrees as a person copies them into a map; nothing if no such place exists. */
export function place(latitude: number, longitude: number, height?: number): string | undefined {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  const metres = height === undefined || !Number.isFinite(height) ? '' : `, ${Math.round(height)} m`;
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}${metres}`;
}

/** ISO 6709, as telephones write it: "+40.4093+049.8671+012.300/". Others stay as they are. */
export function placeOf(iso6709: string): string {
  const [, latitude, longitude, height] =
    /^([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/.exec(iso6709) ?? [];
  return place(Number(latitude), Number(longitude), height === undefined ? undefined : Number(height)) ?? iso6709;
}

/** To the second, as files have it; nothing for a time that no file can have been made at. */
export function timeOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Names that sounds, films and tables of tags give to the same thing, in lower case. */
const NAMES: Readonly<Record<string, string>> = {
  artist: 'Author',
  performer: 'Author',
  author: 'Author',
  composer: 'Author',
  title: 'Title',
  displayname: 'Title',
  comment: 'Comment',
  description: 'Description',
  subject: 'Subject',
  keywords: 'Keywords',
  copyright: 'Copyright',
  encoder: 'Made by',
  encoded_by: 'Made by',
  producer: 'Made by',
  software: 'Software',
  version: 'Software',
  make: 'Camera maker',
  manufacturer: 'Camera maker',
  model: 'Camera',
  date: 'Created',
  date_recorded: 'Taken',
  creationdate: 'Created',
  creation_time: 'Created',
  location: 'Place',
  iso6709: 'Place',
  organization: 'Organisation',
  identifier: 'Identifier',
};

/** Our name for a tag, by the last part of the name it has; that name where we have none. */
export function nameOf(tag: string): string {
  const last = tag.slice(tag.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(NAMES, last) ? (NAMES[last] ?? tag) : tag;
}
