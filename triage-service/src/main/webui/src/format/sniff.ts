/** The type of a file by its first bytes. The source's word for it, and its name, count for nothing here. */
export interface Kind {
  words: string;
  /** A harmless extension: nothing that a double click would run or that a browser would render as a page. */
  extension: string;
  /** What may happen when somebody opens it. */
  risk?: string;
}

/** As many first bytes as {@link sniff} wants to see. */
export const HEAD = 4096;

const UNKNOWN: Kind = { words: 'unknown', extension: 'bin' };
const EMPTY: Kind = { words: 'empty', extension: 'bin' };
const TEXT: Kind = { words: 'text', extension: 'txt' };
/** Not `eml`, which a double click would open in a mail program. */
const MAIL: Kind = { words: 'mail', extension: TEXT.extension };

interface Magic extends Kind {
  at: number;
  bytes: string;
}

/** Longer and rarer first, where one is the other's prefix. */
const MAGIC: readonly Magic[] = [
  { at: 0, bytes: '\xff\xd8\xff', words: 'JPEG image', extension: 'jpg' },
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', words: 'PNG image', extension: 'png' },
  { at: 0, bytes: 'GIF87a', words: 'GIF image', extension: 'gif' },
  { at: 0, bytes: 'GIF89a', words: 'GIF image', extension: 'gif' },
  { at: 8, bytes: 'WEBP', words: 'WebP image', extension: 'webp' },
  { at: 4, bytes: 'ftyphei', words: 'HEIC image', extension: 'heic' },
  { at: 4, bytes: 'ftyphev', words: 'HEIC image', extension: 'heic' },
  { at: 4, bytes: 'ftypmif1', words: 'HEIC image', extension: 'heic' },
  { at: 4, bytes: 'ftypmsf1', words: 'HEIC image', extension: 'heic' },
  { at: 4, bytes: 'ftypavif', words: 'AVIF image', extension: 'avif' },
  { at: 4, bytes: 'ftypM4A', words: 'M4A sound', extension: 'm4a' },
  { at: 4, bytes: 'ftypqt', words: 'QuickTime film', extension: 'mov' },
  { at: 4, bytes: 'ftyp', words: 'MP4 film', extension: 'mp4' },
  { at: 0, bytes: '\x1aE\xdf\xa3', words: 'Matroska or WebM film', extension: 'mkv' },
  { at: 8, bytes: 'WAVE', words: 'WAV sound', extension: 'wav' },
  { at: 0, bytes: 'OggS', words: 'Ogg sound', extension: 'ogg' },
  { at: 0, bytes: 'ID3', words: 'MP3 sound', extension: 'mp3' },
  { at: 0, bytes: '\xff\xfb', words: 'MP3 sound', extension: 'mp3' },
  { at: 0, bytes: '%PDF-', words: 'PDF document', extension: 'pdf' },
  { at: 0, bytes: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', words: 'old Office document', extension: 'bin' },
  { at: 0, bytes: 'PK\x03\x04', words: 'ZIP archive or Office document', extension: 'zip' },
  { at: 0, bytes: '7z\xbc\xaf\x27\x1c', words: '7z archive', extension: '7z' },
  { at: 0, bytes: 'Rar!\x1a\x07', words: 'RAR archive', extension: 'rar' },
  { at: 0, bytes: '\x1f\x8b', words: 'gzip archive', extension: 'gz' },
  { at: 0, bytes: 'MZ', words: 'Windows program', extension: 'bin' },
  { at: 0, bytes: '\x7fELF', words: 'Linux program', extension: 'bin' },
  { at: 0, bytes: '\xcf\xfa\xed\xfe', words: 'macOS program', extension: 'bin' },
  { at: 0, bytes: '\xca\xfe\xba\xbe', words: 'program', extension: 'bin' },
];

/** What WebP and WAV begin with. */
const RIFF = { at: 0, bytes: 'RIFF' };

export function isText(kind: Kind): boolean {
  return kind.extension === TEXT.extension;
}

export function sniff(head: Uint8Array): Kind {
  if (head.length === 0) return EMPTY;
  const match = MAGIC.find((magic) => startsWith(head, magic) && (magic.at !== 8 || startsWith(head, RIFF)));
  if (match !== undefined) return risked(match);
  if (!looksLikeText(head)) return { ...UNKNOWN, risk: UNSURE };
  if (isMail(head)) return { ...MAIL, risk: MAILED };
  return isMarkup(head) ? { ...TEXT, risk: MARKUP } : TEXT;
}

const PROGRAM = 'A program: opening it runs it. Never open it.';
const DOCUMENT =
  'Can run things and call home when it is opened: only on a machine without network, or turned into pictures first.';
const PACKED = 'Holds other files, and can unpack to more than a disk holds: only on a machine without network.';
const MARKUP = 'Markup: a browser would run what is in it. Show it as text; do not open the saved file in a browser.';
const MAILED =
  'A mail: a mail program would fetch what is in it, and tell who is reading. Do not open the saved file in one.';
const UNSURE = 'Nobody can say what it is: only on a machine without network.';

function risked({ words, extension }: Kind): Kind {
  if (words.includes('program')) return { words, extension, risk: PROGRAM };
  if (/PDF|old Office/.test(words)) return { words, extension, risk: DOCUMENT };
  return words.includes('archive') ? { words, extension, risk: PACKED } : { words, extension };
}

/** RFC 5322: it begins with its headers, of which a mail has a few that no other text has. */
function isMail(head: Uint8Array): boolean {
  const [headers = ''] = new TextDecoder().decode(head).split(/\r?\n\r?\n/);
  if (!/^(?:From |[\w-]+:)/.test(headers)) return false;
  const names = headers.match(/^(?:from|to|date|subject|received|return-path|message-id|mime-version):/gim) ?? [];
  return new Set(names.map((name) => name.toLowerCase())).size >= 3;
}

function isMarkup(head: Uint8Array): boolean {
  return /<(!doctype|html|svg|script|\?xml|iframe|body)\b/i.test(new TextDecoder().decode(head));
}

function startsWith(head: Uint8Array, magic: Pick<Magic, 'at' | 'bytes'>): boolean {
  const found = String.fromCharCode(...head.subarray(magic.at, magic.at + magic.bytes.length));
  return found === magic.bytes;
}

/** UTF-8 without control characters other than tab and line ends; the head may cut the last character in two. */
function looksLikeText(head: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    return !/[\x00-\x08\x0b\x0e-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
}
