import { Gap, latin1, textOf, utf16, viewOf, type Ends } from './ends';
import { nameOf, type Facts } from './facts';
import { MOST_XML } from './tags';
import { properties, xmp } from './xmp';

const MOST_TAGS = 2 ** 20;
const MOST_TEXT = 1000;
const MOST_FRAMES = 500;
const MOST_PACKETS = 6;

/** Names of ID3, the fourth version and the second; others stay as they are. */
const ID3: Readonly<Record<string, string>> = {
  TPE1: 'Author',
  TP1: 'Author',
  TIT2: 'Title',
  TT2: 'Title',
  TCOM: 'Author',
  TEXT: 'Author',
  TENC: 'Made by',
  TEN: 'Made by',
  TSSE: 'Written with',
  TSS: 'Written with',
  TCOP: 'Copyright',
  TCR: 'Copyright',
  TOWN: 'Account',
  TPUB: 'Organisation',
  TDRC: 'Created',
  TYER: 'Created',
  TYE: 'Created',
  TDEN: 'Created',
  TDTG: 'Changed',
  COMM: 'Comment',
  COM: 'Comment',
  UFID: 'Identifier',
  PRIV: 'Identifier',
};

/** ID3 before and behind the sound of an MP3. */
export function mp3(file: Ends, facts: Facts): void {
  if (file.size >= 10 && latin1(file.slice(0, 3)) === 'ID3')
    facts.attempt(() => {
      id3(file.upTo(0, file.size, MOST_TAGS), facts);
    });
  if (file.size < 128) return;
  const last = file.slice(file.size - 128, file.size);
  if (latin1(last.subarray(0, 3)) !== 'TAG') return;
  const fields = [
    ['Title', 3, 33],
    ['Author', 33, 63],
    ['Title', 63, 93],
    ['Created', 93, 97],
    ['Comment', 97, 127],
  ] as const;
  for (const [name, from, to] of fields) facts.add(name, textOf(last.subarray(from, to)));
}

function id3(bytes: Uint8Array, facts: Facts): void {
  const [version = 0, , flags = 0] = bytes.subarray(3, 6);
  const seven = (at: number) => bytes.subarray(at, at + 4).reduce((sum, each) => sum * 128 + (each & 127), 0);
  let body = bytes.subarray(10, 10 + seven(6));
  if ((flags & 0x80) !== 0 && version < 4) body = body.filter((each, at) => each !== 0 || body[at - 1] !== 0xff);
  const view = viewOf(body);
  const [name, head] = version === 2 ? [3, 6] : [4, 10];
  let at = (flags & 0x40) === 0 || version === 2 ? 0 : view.getUint32(0) + (version === 4 ? 0 : 4);
  let frames = 0;
  for (; frames < MOST_FRAMES && at + head < body.length && body[at] !== 0; frames++) {
    let size = version === 2 ? view.getUint32(at + 2) & 0xffffff : view.getUint32(at + 4);
    if (version === 4) size = [3, 2, 1, 0].reduce((sum, each) => sum + ((size >>> (8 * each)) & 127) * 128 ** each, 0);
    frame(latin1(body.subarray(at, at + name)), body.subarray(at + head, at + head + size), facts);
    at += head + size;
  }
  // Longer than what is kept of it, or of too many parts.
  if (at > body.length || 10 + seven(6) > bytes.length || frames === MOST_FRAMES) throw new Gap();
}

function frame(id: string, data: Uint8Array, facts: Facts): void {
  const name = ID3[id] ?? id;
  if (id === 'APIC' || id === 'PIC') facts.add('Small picture inside', 'present');
  else if (id === 'TXXX' || id === 'TXX') {
    const [title, text] = strings(data[0], data.subarray(1));
    facts.add(nameOf(title), text);
  } else if (id.startsWith('T')) facts.add(name, strings(data[0], data.subarray(1)).join(' '));
  else if (id === 'COMM' || id === 'COM') facts.add(name, strings(data[0], data.subarray(4)).join(' '));
  else if (id === 'UFID' || id === 'PRIV') facts.add(name, latin1(data.subarray(0, MOST_TEXT)));
  else if (id.startsWith('W')) facts.add(id, latin1(data.subarray(0, MOST_TEXT)));
  else if (id === 'GEOB') facts.add(id, 'present');
}

/** Two strings, divided by a zero; the first is empty where there is but one. */
function strings(encoding: number | undefined, data: Uint8Array): [string, string] {
  const bytes = data.subarray(0, MOST_TEXT);
  const wide = encoding === 1 || encoding === 2;
  const text = wide ? utf16(bytes, 'utf-16be') : textOf(bytes);
  const at = text.indexOf('\0');
  const [first, second] = at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
  return second === '' ? ['', first] : [first, second.replace(/^[\ufeff\ufffe]/, '')];
}

/** Ogg (RFC 3533): comments of Vorbis, Opus, Speex, FLAC and Theora are the second packet of their stream. */
export function ogg(file: Ends, facts: Facts): void {
  const packets: Uint8Array[][] = [[]];
  let read = 0;
  for (let at = 0, pages = 0; at + 27 <= file.size && packets.length <= MOST_PACKETS; pages++) {
    if (pages === MOST_FRAMES) throw new Gap();
    if (latin1(file.slice(at, at + 4)) !== 'OggS') throw new RangeError('no page begins here');
    const count = file.view(at + 26, 1).getUint8(0);
    let from = at + 27 + count;
    for (const size of file.slice(at + 27, from)) {
      if (read < MOST_TAGS) packets.at(-1)?.push(file.slice(from, from + size));
      read += size;
      from += size;
      if (size < 255) packets.push([]);
    }
    at = from;
  }
  const [first = '', ...others] = packets.map((pieces) => latin1(pieces[0]?.subarray(0, 8) ?? new Uint8Array()));
  packets.slice(1).forEach((pieces, index) => {
    const packet = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    const before = others[index] ?? '';
    if (before === 'OpusTags') comments(packet.subarray(8), facts);
    else if (before.startsWith('\x03vorbis') || before.startsWith('\x81theora')) comments(packet.subarray(7), facts);
    else if (index === 0 && first.startsWith('Speex')) comments(packet, facts);
    else if (index === 0 && first.startsWith('\x7fFLAC')) comments(packet.subarray(4), facts);
  });
}

/** Vorbis comments: who encoded it, then `NAME=value`. */
function comments(bytes: Uint8Array, facts: Facts): void {
  const view = viewOf(bytes);
  const encoder = view.getUint32(0, true);
  facts.add('Made by', textOf(bytes.subarray(4, 4 + encoder)));
  let at = 8 + encoder;
  for (let left = view.getUint32(at - 4, true), read = 0; left > 0; left--, read++) {
    if (read === MOST_FRAMES) throw new Gap();
    const size = view.getUint32(at, true);
    const text = textOf(bytes.subarray(at + 4, at + 4 + Math.min(size, MOST_TEXT)));
    const is = text.indexOf('=');
    if (/^metadata_block_picture=/i.test(text)) facts.add('Small picture inside', 'present');
    else facts.add(nameOf(text.slice(0, Math.max(0, is))), text.slice(is + 1));
    at += 4 + size;
  }
}

/** RIFF INFO, by its last three letters. */
const INFO: Readonly<Record<string, string>> = {
  ART: 'Author',
  NAM: 'Title',
  CMT: 'Comment',
  CRD: 'Created',
  SFT: 'Software',
  COP: 'Copyright',
  ENG: 'Author',
  TCH: 'Made by',
  SRC: 'Organisation',
  SBJ: 'Subject',
  KEY: 'Keywords',
  PRD: 'Title',
};

/** WAV: what lists, recorders of broadcasters and others wrote. */
export function wav(file: Ends, facts: Facts): void {
  for (let at = 12, chunks = 0; at + 8 <= file.size; chunks++) {
    if (chunks === MOST_FRAMES) throw new Gap();
    const type = latin1(file.slice(at, at + 4));
    const size = file.view(at + 4, 4).getUint32(0, true);
    const data = () => file.upTo(at + 8, at + 8 + size, MOST_XML);
    if (type === 'LIST') info(data(), facts);
    else if (type === 'bext') broadcast(data(), facts);
    else if (type === 'iXML') properties(data(), facts);
    else if (type === '_PMX') xmp(data(), facts);
    else if (type.toLowerCase() === 'id3 ') id3(data(), facts);
    at += 8 + size + (size & 1);
  }
}

function info(bytes: Uint8Array, facts: Facts): void {
  if (latin1(bytes.subarray(0, 4)) !== 'INFO') return;
  const view = viewOf(bytes);
  for (let at = 4; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const type = latin1(bytes.subarray(at, at + 4));
    facts.add(INFO[type.slice(1)] ?? type, textOf(bytes.subarray(at + 8, at + 8 + Math.min(size, MOST_TEXT))));
    at += 8 + size + (size & 1);
  }
  if (bytes.length >= MOST_XML) throw new Gap();
}

/** EBU Tech 3285. */
function broadcast(bytes: Uint8Array, facts: Facts): void {
  const of = (from: number, to: number) => textOf(bytes.subarray(from, to)).replace(/\0.*$/s, '');
  facts.add('Description', of(0, 256));
  facts.add('Made by', of(256, 288));
  facts.add('Identifier', of(288, 320));
  facts.add('Created', `${of(320, 330)} ${of(330, 338)}`);
  facts.add('Written with', of(602, 802));
}
