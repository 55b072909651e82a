import { unzipSync } from 'fflate';
import { TooLarge } from './bounds';
import { MOST_ROWS, Pages } from './pages';
import { attribute, readXml, type Element } from './xml';

/** What all files that are read may unpack to. */
const MOST = 256_000_000;
const WIDEST = 60;
const MOST_NAMES = 2000;

interface Entry {
  name: string;
  size: number;
}

/** A ZIP of which only what is asked for is unpacked. */
class Package {
  readonly entries: Entry[] = [];
  private readonly pictures = new Map<string, Uint8Array | undefined>();
  private unpacked = 0;

  constructor(private readonly bytes: Uint8Array) {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        this.entries.push({ name, size: originalSize });
        return false;
      },
    });
  }

  has(name: string): boolean {
    return this.entries.some((entry) => entry.name === name);
  }

  read(name: string): Uint8Array | undefined {
    const found = unzipSync(this.bytes, {
      filter: (entry) => {
        if (entry.name !== name) return false;
        this.unpacked += entry.originalSize;
        if (this.unpacked > MOST) throw new TooLarge();
        return true;
      },
    });
    return found[name];
  }

  /** Unpacked once, however often it is asked for. */
  picture(name: string): Uint8Array | undefined {
    if (!this.pictures.has(name)) this.pictures.set(name, this.read(name));
    return this.pictures.get(name);
  }

  /** The names that match, in the order of the numbers in them. */
  numbered(pattern: RegExp): string[] {
    const number = (name: string) => Number(pattern.exec(name)?.[1]);
    return this.entries
      .map(({ name }) => name)
      .filter((name) => pattern.test(name))
      .sort((one, other) => number(one) - number(other));
  }
}

/** Text and pictures of a Word, Excel, PowerPoint or OpenDocument file; of another ZIP the names in it. */
export function readOffice(bytes: Uint8Array): Pages {
  const zip = new Package(bytes);
  const pages = new Pages();
  const told = (name: string, title?: string) => {
    if (title !== undefined) pages.title(title);
    flow(zip, name, pages);
  };
  if (zip.has('word/document.xml')) {
    told('word/document.xml');
    for (const name of zip.numbered(/^word\/(?:footnotes|endnotes|comments|header(\d+)|footer(\d+))\.xml$/)) told(name);
  } else if (zip.has('ppt/presentation.xml')) {
    const slides = zip.numbered(/^ppt\/slides\/slide(\d+)\.xml$/);
    slides.forEach((name, index) => {
      told(name, String(index + 1));
    });
    // Each under the number of its slide: not every slide has one.
    const slideOf = new Map(
      slides.flatMap((name, index) => [...relations(zip, name).values()].map((to) => [to, index])),
    );
    const notes = zip.numbered(/^ppt\/notesSlides\/notesSlide(\d+)\.xml$/);
    notes.sort((one, other) => (slideOf.get(one) ?? Infinity) - (slideOf.get(other) ?? Infinity));
    for (const name of notes) {
      const slide = slideOf.get(name);
      told(name, slide === undefined ? '' : String(slide + 1));
    }
  } else if (zip.has('xl/workbook.xml')) sheets(zip, pages);
  else if (zip.has('content.xml') && zip.has('mimetype')) told('content.xml');
  else {
    pages.table(zip.entries.slice(0, MOST_NAMES).map(({ name, size }) => [name, String(size)]));
    pages.cut = zip.entries.length > MOST_NAMES;
  }
  return pages;
}

/** Paragraphs, tables and pictures of Word, PowerPoint and OpenDocument: their tags have the same local names, or none in common. */
function flow(zip: Package, name: string, pages: Pages): void {
  const pictures = relations(zip, name);
  const open = name === 'content.xml';
  let paragraph = '';
  let heading = false;
  let depth = 0;
  let cell = '';
  let blank = 0;
  let deleted = 0;
  let row: string[] = [];
  let rows: string[][] = [];
  // Those without words are counted only: the last ones of a row may be thousands.
  const put = (times: number) => {
    if (cell === '') {
      blank += times;
      return;
    }
    pages.cut ||= row.length + blank + times > WIDEST;
    while (blank-- > 0 && row.length < WIDEST) row.push('');
    for (let left = times; left > 0 && row.length < WIDEST; left--) row.push(cell);
    blank = 0;
    cell = '';
  };
  const end = () => {
    if (depth > 0) cell += cell === '' ? paragraph : `\n${paragraph}`;
    else if (heading) pages.title(paragraph);
    else pages.text(paragraph);
    paragraph = '';
    heading = false;
  };
  const whole = readXml(zip.read(name) ?? new Uint8Array(), {
    open: (element, parents) => {
      const parent = parents.at(-1)?.name;
      if (['tracked-changes', 'delText'].includes(element.name)) {
        deleted++;
        pages.cut = true;
      }
      if (deleted > 0) return;
      if (element.name === 'p' || element.name === 'h') heading = element.name === 'h';
      else if (element.name === 'pStyle') heading = /^(heading|title)/i.test(attribute(element, 'val') ?? '');
      else if (isTable(element)) {
        if (open && depth === 0) pages.title(attribute(element, 'name') ?? '');
        depth++;
      } else if (element.name === 'tab' && parent !== 'tabs' && parent !== 'tabLst') paragraph += '\t';
      else if (['br', 'cr', 'line-break'].includes(element.name)) paragraph += '\n';
      else if (open && element.name === 's') paragraph += ' ';
      else if (open && element.name === 'page') pages.title(attribute(element, 'name') ?? '');
      const file = pictureOf(element, pictures);
      if (file !== undefined) pages.picture(() => zip.picture(file));
    },
    text: (text, parents) => {
      if (deleted > 0) return;
      if (open ? parents.some(({ name: each }) => each === 'p' || each === 'h') : parents.at(-1)?.name === 't')
        paragraph += text;
    },
    close: (element) => {
      if (['tracked-changes', 'delText'].includes(element.name)) deleted--;
      else if (deleted > 0) return;
      else if (element.name === 'p' || element.name === 'h') end();
      else if (['tc', 'table-cell', 'covered-table-cell'].includes(element.name))
        put(times(element, 'number-columns-repeated'));
      else if (['tr', 'table-row'].includes(element.name)) {
        let left = times(element, 'number-rows-repeated');
        if (row.some((each) => each !== '')) while (left-- > 0 && rows.length <= MOST_ROWS) rows.push(row);
        row = [];
        blank = 0;
      } else if (isTable(element) && --depth === 0) {
        pages.table(rows);
        rows = [];
      }
    },
  });
  // A file that breaks off closes nothing.
  depth = 0;
  end();
  pages.table(rows);
  pages.cut ||= !whole;
}

/** How often something stands there: at least once, whatever the file says. */
function times(element: Element, name: string): number {
  return Math.max(1, Number(attribute(element, name) ?? 1) || 1);
}

function isTable({ name }: Element): boolean {
  return name === 'tbl' || name === 'table';
}

function pictureOf(element: Element, relations: ReadonlyMap<string, string>): string | undefined {
  if (element.name === 'blip') return relations.get(attribute(element, 'embed') ?? '');
  if (element.name === 'imagedata') return relations.get(attribute(element, 'id') ?? '');
  const place = element.name === 'image' ? attribute(element, 'href') : undefined;
  return place?.startsWith('Pictures/') === true ? place : undefined;
}

/** Which file each relation of a part names, within the package. */
function relations(zip: Package, part: string): Map<string, string> {
  const found = new Map<string, string>();
  const slash = part.lastIndexOf('/') + 1;
  const listed = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  if (!zip.has(listed)) return found;
  readXml(zip.read(listed) ?? new Uint8Array(), {
    open: (element) => {
      const [id, target] = [attribute(element, 'Id'), attribute(element, 'Target')];
      if (id === undefined || target === undefined || attribute(element, 'TargetMode') === 'External') return;
      try {
        found.set(id, decodeURIComponent(new URL(target, `zip:///${part}`).pathname.slice(1)));
      } catch {
        // It names no file in here.
      }
    },
  });
  return found;
}

function sheets(zip: Package, pages: Pages): void {
  const strings = shared(zip);
  const targets = relations(zip, 'xl/workbook.xml');
  const listed: [title: string, name: string][] = [];
  readXml(zip.read('xl/workbook.xml') ?? new Uint8Array(), {
    open: (element) => {
      if (element.name !== 'sheet') return;
      const name = targets.get(attribute(element, 'id') ?? '');
      if (name !== undefined && zip.has(name)) listed.push([attribute(element, 'name') ?? '', name]);
      else pages.cut = true;
    },
  });
  for (const [title, name] of listed) {
    if (pages.full) {
      pages.cut = true;
      break;
    }
    pages.title(title);
    sheet(zip.read(name) ?? new Uint8Array(), strings, pages);
  }
  for (const { name } of zip.entries) if (name.startsWith('xl/media/')) pages.picture(() => zip.picture(name));
}

function shared(zip: Package): string[] {
  const strings: string[] = [];
  if (!zip.has('xl/sharedStrings.xml')) return strings;
  let said = '';
  readXml(zip.read('xl/sharedStrings.xml') ?? new Uint8Array(), {
    text: (text, parents) => {
      if (parents.at(-1)?.name === 't') said += text;
    },
    close: ({ name }) => {
      if (name !== 'si') return;
      strings.push(said);
      said = '';
    },
  });
  return strings;
}

function sheet(bytes: Uint8Array, strings: readonly string[], pages: Pages): void {
  const rows: string[][] = [];
  let row: string[] = [];
  let kind: string | undefined;
  let value = '';
  let place = 0;
  const whole = readXml(bytes, {
    open: (element) => {
      if (element.name !== 'c') return;
      kind = attribute(element, 't');
      place = column(attribute(element, 'r')) ?? row.length;
      value = '';
    },
    text: (text, parents) => {
      const inside = parents.at(-1)?.name;
      if (inside === 'v' || inside === 't') value += text;
    },
    close: ({ name }) => {
      if (name === 'c' && place < WIDEST) {
        while (row.length < place) row.push('');
        row[place] = kind === 's' ? (strings[Number(value)] ?? '') : value;
      } else if (name === 'c') pages.cut = true;
      else if (name === 'row') {
        // One more than are shown says that there was more.
        if (row.length > 0 && rows.length <= MOST_ROWS) rows.push(row);
        row = [];
      }
    },
  });
  pages.table(rows);
  pages.cut ||= !whole;
}

/** Of "AB12" it is 27. */
function column(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? '')?.[0];
  return letters === undefined
    ? undefined
    : Array.from(letters).reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) - 1;
}
