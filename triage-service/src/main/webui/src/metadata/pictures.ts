import { Gap, latin1, textOf, viewOf, type Ends } from './ends';
import { exif } from './exif';
import { timeOf, type Facts } from './facts';
import { MOST_XML } from './tags';
import { unpacked } from './unpack';
import { xmp } from './xmp';

export interface Picture {
  width: number;
  height: number;
}

const XAP = 'http://ns.adobe.com/xap/1.0/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const LONGEST = 1000;
const MOST_BLOCKS = 10_000;

export function jpeg(file: Ends, facts: Facts): Picture | undefined {
  let picture: Picture | undefined;
  let at = 2;
  while (at + 4 <= file.size) {
    const head = file.view(at, 4);
    const marker = head.getUint8(1);
    const length = head.getUint16(2);
    if (head.getUint8(0) !== 0xff || length < 2 || marker === 0xda) break;
    const data = file.upTo(at + 4, at + 2 + length, length);
    const begins = (word: string) => latin1(data.subarray(0, word.length)) === word;
    if (marker === 0xe1 && begins('Exif\0\0'))
      facts.attempt(() => {
        exif(data.subarray(6), facts);
      });
    else if (marker === 0xe1 && begins(XAP)) xmp(data.subarray(XAP.length), facts);
    else if (marker === 0xed && begins(PHOTOSHOP))
      facts.attempt(() => {
        iptc(data.subarray(PHOTOSHOP.length), facts);
      });
    else if (marker === 0xfe) facts.add('Comment', textOf(data.subarray(0, LONGEST)));
    else if (isFrame(marker)) picture = { height: viewOf(data).getUint16(1), width: viewOf(data).getUint16(3) };
    at += 2 + length;
  }
  return picture;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** IPTC-IIM 4.2: what picture desks write. */
const IPTC: Readonly<Record<number, string>> = {
  5: 'Title',
  25: 'Keywords',
  55: 'Created',
  65: 'Written with',
  80: 'Author',
  85: 'Author',
  90: 'Place',
  92: 'Place',
  95: 'Place',
  101: 'Place',
  105: 'Title',
  110: 'Organisation',
  115: 'Organisation',
  116: 'Copyright',
  118: 'Contact',
  120: 'Description',
  122: 'Author',
};

function iptc(bytes: Uint8Array, facts: Facts): void {
  const view = viewOf(bytes);
  for (let at = 0; at + 12 <= bytes.length && latin1(bytes.subarray(at, at + 4)) === '8BIM';) {
    const name = 1 + view.getUint8(at + 6);
    const from = at + 6 + name + (name & 1) + 4;
    const size = view.getUint32(from - 4);
    if (view.getUint16(at + 4) === 0x0404) records(bytes.subarray(from, from + size), facts);
    at = from + size + (size & 1);
  }
}

function records(bytes: Uint8Array, facts: Facts): void {
  const view = viewOf(bytes);
  for (let at = 0; at + 5 <= bytes.length && view.getUint8(at) === 0x1c;) {
    const end = at + 5 + view.getUint16(at + 3);
    const name = view.getUint8(at + 1) === 2 ? IPTC[view.getUint8(at + 2)] : undefined;
    if (name !== undefined) facts.add(name, textOf(bytes.subarray(at + 5, end)));
    at = end;
  }
}

export function png(file: Ends, facts: Facts): Picture {
  const header = file.view(16, 8);
  facts.attempt(() => {
    chunks(file, facts);
  });
  return { width: header.getUint32(0), height: header.getUint32(4) };
}

function chunks(file: Ends, facts: Facts): void {
  for (let at = 8; at + 12 <= file.size;) {
    const length = file.view(at, 4).getUint32(0);
    const type = latin1(file.slice(at + 4, at + 8));
    const data = () => file.upTo(at + 8, at + 8 + length, MOST_XML);
    if (type === 'eXIf')
      facts.attempt(() => {
        exif(data(), facts);
      });
    else if (type === 'tEXt') {
      const [name, text] = split(data());
      facts.add(latin1(name), textOf(text.subarray(0, LONGEST)));
    } else if (type === 'zTXt') {
      const [name, text] = split(data());
      facts.add(latin1(name), textOf(unpacked(text.subarray(1), LONGEST, facts.work)));
    } else if (type === 'iTXt') international(data(), facts);
    else if (type === 'tIME') {
      const time = viewOf(data());
      const [month, day, hour, minute, second] = [2, 3, 4, 5, 6].map((place) => time.getUint8(place));
      facts.add('Changed', timeOf(Date.UTC(time.getUint16(0), (month ?? 0) - 1, day, hour, minute, second)));
    } else if (type === 'IEND') break;
    at += 12 + length;
  }
}

function international(data: Uint8Array, facts: Facts): void {
  const [name, rest] = split(data);
  const [, behindLanguage] = split(rest.subarray(2));
  const [, text] = split(behindLanguage);
  const plain = rest[0] === 1 ? unpacked(text, MOST_XML, facts.work) : text;
  if (latin1(name) === 'XML:com.adobe.xmp') xmp(plain, facts);
  else facts.add(latin1(name), textOf(plain.subarray(0, LONGEST)));
}

/** Before and behind the first zero byte. */
function split(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const at = bytes.indexOf(0);
  return at < 0 ? [bytes, new Uint8Array()] : [bytes.subarray(0, at), bytes.subarray(at + 1)];
}

export function gif(file: Ends, facts: Facts): Picture {
  const header = file.view(6, 5);
  const picture = { width: header.getUint16(0, true), height: header.getUint16(2, true) };
  let at = 13 + colours(header.getUint8(4));
  // A browser draws what is there of it.
  facts.attempt(() => {
    for (let blocks = 0; ; blocks++) {
      if (blocks === MOST_BLOCKS) throw new Gap();
      const kind = file.view(at, 1).getUint8(0);
      if (kind === 0x2c) at = endOfBlocks(file, at + 11 + colours(file.view(at + 9, 1).getUint8(0)));
      else if (kind === 0x21) {
        const label = file.view(at + 1, 1).getUint8(0);
        const end = endOfBlocks(file, at + 2);
        const data = file.upTo(at + 2, end, MOST_XML);
        if (label === 0xfe) facts.add('Comment', textOf(data.subarray(1, 1 + Math.min(data[0] ?? 0, LONGEST))));
        else if (label === 0xff && latin1(data.subarray(1, 12)) === 'XMP DataXMP') xmp(data.subarray(12), facts);
        at = end;
      } else break;
    }
  });
  return picture;
}

function colours(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function endOfBlocks(file: Ends, from: number): number {
  let at = from;
  for (let size = file.view(at, 1).getUint8(0); size !== 0; size = file.view(at, 1).getUint8(0)) at += 1 + size;
  return at + 1;
}

export function webp(file: Ends, facts: Facts): Picture | undefined {
  let picture: Picture | undefined;
  // Of a long animation, the middle was not kept.
  facts.attempt(() => {
    for (let at = 12; at + 8 <= file.size;) {
      const type = latin1(file.slice(at, at + 4));
      const length = file.view(at + 4, 4).getUint32(0, true);
      const data = () => file.upTo(at + 8, at + 8 + length, MOST_XML);
      if (type === 'EXIF')
        facts.attempt(() => {
          exif(latin1(data().subarray(0, 6)) === 'Exif\0\0' ? data().subarray(6) : data(), facts);
        });
      else if (type === 'XMP ') xmp(data(), facts);
      else if (type === 'VP8X' && picture === undefined) {
        const size = file.view(at + 12, 6);
        const little24 = (from: number) => size.getUint16(from, true) + size.getUint8(from + 2) * 65_536;
        picture = { width: little24(0) + 1, height: little24(3) + 1 };
      } else if (type === 'VP8L' && picture === undefined) {
        const bits = file.view(at + 9, 4).getUint32(0, true);
        picture = { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      } else if (type === 'VP8 ' && picture === undefined) {
        const size = file.view(at + 14, 4);
        picture = { width: size.getUint16(0, true) & 0x3fff, height: size.getUint16(2, true) & 0x3fff };
      }
      at += 8 + length + (length & 1);
    }
  });
  return picture;
}

/** The largest of the sizes that an AVIF names. */
export function avif(file: Ends): Picture | undefined {
  const front = file.beginning.subarray(0, 65_536);
  const view = viewOf(front);
  const text = latin1(front);
  let picture: Picture | undefined;
  for (let at = text.indexOf('ispe'); at >= 0 && at + 16 <= front.length; at = text.indexOf('ispe', at + 1)) {
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (picture === undefined || found.width * found.height > picture.width * picture.height) picture = found;
  }
  return picture;
}
