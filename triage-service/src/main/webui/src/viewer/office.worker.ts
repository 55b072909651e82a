import './bounds';
import { HEAD, sniff } from '../format/sniff';
import { Ends } from '../metadata/ends';
import { inspect, isDrawable } from '../metadata/inspect';
import { answer, say } from './answer';
import { readMail } from './mail';
import { readOffice } from './office';
import { PICTURES, type Pages, type Piece } from './pages';
import type { Part } from './protocol';

/** Pictures in a document are no wider than the frame, and half as fine again. */
const WIDEST = 1200;

let file = new ArrayBuffer();

async function show(): Promise<void> {
  const bytes = new Uint8Array(file);
  const pages: Pages = sniff(bytes.subarray(0, HEAD)).extension === 'zip' ? readOffice(bytes) : await readMail(bytes);
  const parts: Part[] = [];
  let less = pages.cut;
  for (const piece of pages.pieces) {
    const part = await shown(piece);
    if (part === undefined) less = true;
    else parts.push(part);
  }
  const pictures = parts.flatMap((part) => ('bitmap' in part ? [part.bitmap] : []));
  say({ parts, said: { is: 'shown', page: 1, pages: 1, less } }, pictures);
}

/** Nothing for what no browser draws, or what would fill the memory. */
async function shown(piece: Piece): Promise<Part | undefined> {
  if (!('picture' in piece)) return piece;
  const type = PICTURES[sniff(piece.picture.subarray(0, HEAD)).extension];
  const { picture } = inspect(Ends.of(piece.picture));
  if (type === undefined || picture === undefined || !isDrawable(picture)) return undefined;
  try {
    const resizeWidth = Math.min(picture.width, WIDEST);
    const blob = new Blob([piece.picture as Uint8Array<ArrayBuffer>], { type });
    return { bitmap: await createImageBitmap(blob, { resizeWidth, resizeQuality: 'high' }), words: '' };
  } catch {
    return undefined;
  }
}

answer({
  open: (given) => {
    file = given;
  },
  show,
});
