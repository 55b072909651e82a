/** A file's metadata, read from its first and last bytes; nothing in it is run. */
export interface Fact {
  name: string;
  value: string;
}

export interface Picture {
  width: number;
  height: number;
}

/** A small file can claim to be huge and fill the memory: such a picture is not drawn. */
const MOST_PIXELS = 60_000_000;

export function isDrawable(picture: Picture | undefined): boolean {
  return (
    picture !== undefined && picture.width > 0 && picture.height > 0 && picture.width * picture.height <= MOST_PIXELS
  );
}

export interface Inspected {
  facts: Fact[];
  /** Only of pictures that a browser can draw. */
  picture: Picture | undefined;
}

/** The first bytes that {@link inspect} needs; they contain the metadata of pictures. */
export const FRONT = 65_536;
/** As many last bytes; PDF keeps its author there. */
export const BACK = 16_384;

const MOST_FACTS = 20;
const LONGEST = 200;

/** TIFF 6.0 and Exif 2.32: text that names a device, a person or a time. */
const TEXT_TAGS: Readonly<Record<number, string>> = {
  0x010e: 'Description',
  0x010f: 'Camera maker',
  0x0110: 'Camera',
  0x0131: 'Software',
  0x0132: 'Changed',
  0x013b: 'Artist',
  0x8298: 'Copyright',
  0x9003: 'Taken',
  0xa430: 'Owner of the camera',
  0xa431: 'Serial number of the camera',
};
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
const ASCII = 2;

export function inspect(front: Uint8Array, back: Uint8Array): Inspected {
  const start = latin1(front.subarray(0, 16));
  try {
    if (start.startsWith('\xff\xd8\xff')) return jpeg(front);
    if (start.startsWith('\x89PNG')) return png(front);
    if (start.startsWith('GIF8')) return { facts: [], picture: pictureAt(front, 6, true) };
    if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return webp(front);
    if (start.slice(4, 12) === 'ftypavif') return { facts: [], picture: avif(front) };
    if (start.startsWith('%PDF-')) return { facts: pdf(latin1(front) + latin1(back)), picture: undefined };
  } catch {
    // Broken on purpose or not: what could be read of it cannot be believed.
    return { facts: [{ name: 'Metadata', value: 'broken, not shown' }], picture: undefined };
  }
  return { facts: [], picture: undefined };
}

function jpeg(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes);
  const facts: Fact[] = [];
  let picture: Picture | undefined;
  let at = 2;
  while (at + 4 <= bytes.length && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (length < 2 || marker === 0xda) break;
    const end = Math.min(at + 2 + length, bytes.length);
    if (marker === 0xe1 && latin1(bytes.subarray(at + 4, at + 10)) === 'Exif\0\0') {
      facts.push(...tiff(bytes.subarray(at + 10, end)));
    } else if (marker === 0xe1 && latin1(bytes.subarray(at + 4, at + 32)).startsWith('http://ns.adobe.com/xap')) {
      facts.push({ name: 'XMP', value: 'present' });
    } else if (marker === 0xfe) facts.push(fact('Comment', latin1(bytes.subarray(at + 4, end))));
    else if (isFrame(marker)) picture = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + length;
  }
  return { facts: facts.slice(0, MOST_FACTS), picture };
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function png(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes);
  const facts: Fact[] = [];
  let at = 8;
  while (at + 12 <= bytes.length && facts.length < MOST_FACTS) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, Math.min(at + 8 + length, bytes.length));
    if (type === 'eXIf') facts.push(...tiff(data));
    if (type === 'tEXt' || type === 'iTXt') {
      const [name = '', ...value] = latin1(data).split('\0');
      facts.push(fact(name, value.join(' ')));
    }
    if (type === 'IDAT' || type === 'IEND') break;
    at += 12 + length;
  }
  return { facts, picture: { width: view.getUint32(16), height: view.getUint32(20) } };
}

function webp(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes);
  const little24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  const facts: Fact[] = [];
  let picture: Picture | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const type = latin1(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    if (type === 'EXIF') {
      const data = bytes.subarray(at + 8, Math.min(at + 8 + length, bytes.length));
      facts.push(...tiff(latin1(data.subarray(0, 6)) === 'Exif\0\0' ? data.subarray(6) : data));
    } else if (type === 'XMP ') facts.push({ name: 'XMP', value: 'present' });
    else if (type === 'VP8X') picture = { width: little24(at + 12) + 1, height: little24(at + 15) + 1 };
    else if (type === 'VP8L' && picture === undefined) {
      const bits = view.getUint32(at + 9, true);
      picture = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    } else if (type === 'VP8 ' && picture === undefined) {
      picture = { width: view.getUint16(at + 14, true) & 0x3fff, height: view.getUint16(at + 16, true) & 0x3fff };
    }
    at += 8 + length + (length & 1);
  }
  return { facts: facts.slice(0, MOST_FACTS), picture };
}

/** The largest of the sizes that it names. */
function avif(bytes: Uint8Array): Picture | undefined {
  const view = viewOf(bytes);
  const text = latin1(bytes);
  let picture: Picture | undefined;
  for (let at = text.indexOf('ispe'); at >= 0 && at + 16 <= bytes.length; at = text.indexOf('ispe', at + 1)) {
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (picture === undefined || found.width * found.height > picture.width * picture.height) picture = found;
  }
  return picture;
}

function tiff(bytes: Uint8Array): Fact[] {
  const view = viewOf(bytes);
  const little = latin1(bytes.subarray(0, 2)) === 'II';
  const facts: Fact[] = [];
  const directories = [view.getUint32(4, little)];
  // A directory may point at itself; three are all that there is to read.
  for (let index = 0; index < directories.length && index < 3; index++) {
    const start = directories[index] ?? 0;
    if (start === 0 || start + 2 > bytes.length) continue;
    const count = Math.min(view.getUint16(start, little), 100);
    for (let entry = 0; entry < count; entry++) {
      const at = start + 2 + entry * 12;
      if (at + 12 > bytes.length) break;
      const tag = view.getUint16(at, little);
      const name = TEXT_TAGS[tag];
      if (tag === EXIF_POINTER) directories.push(view.getUint32(at + 8, little));
      else if (tag === GPS_POINTER) facts.push({ name: 'Place', value: 'says where it was taken (GPS)' });
      else if (name !== undefined && view.getUint16(at + 2, little) === ASCII) {
        const size = view.getUint32(at + 4, little);
        const from = size <= 4 ? at + 8 : view.getUint32(at + 8, little);
        facts.push(fact(name, latin1(bytes.subarray(from, from + Math.min(size, LONGEST)))));
      }
    }
  }
  return facts;
}

function pdf(text: string): Fact[] {
  const names = { Author: 'Author', Creator: 'Written with', Producer: 'Made by', Title: 'Title' };
  const facts = Object.entries(names).flatMap(([key, name]) => {
    const found = new RegExp(`/${key} ?\\(((?:[^()\\\\]|\\\\.){1,200})\\)`).exec(text);
    return found?.[1] === undefined ? [] : [fact(name, found[1])];
  });
  if (/\/(JavaScript|JS|OpenAction|Launch|AA)\b/.test(text)) {
    facts.push({ name: 'Warning', value: 'has parts that act on their own when it is opened' });
  }
  return facts;
}

function pictureAt(bytes: Uint8Array, at: number, little: boolean): Picture {
  const view = viewOf(bytes);
  return { width: view.getUint16(at, little), height: view.getUint16(at + 2, little) };
}

function fact(name: string, value: string): Fact {
  return { name: name.slice(0, 40), value: value.split('\0').join(' ').trim().slice(0, LONGEST) };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Each byte as the character of its number; a decoder named latin1 would read Windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
