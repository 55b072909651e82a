import './bounds';
import { notAlone } from './alone';
import 'pdfjs-dist/build/pdf.worker.mjs';
import { getDocument, PasswordException, type PDFDocumentProxy } from 'pdfjs-dist';
import { answer, fail, say } from './answer';

notAlone();

/** At most, in pixels: of a page, and of one picture in it. */
const PAGE = 12_000_000;
const WIDEST = 4096;
const PICTURE = 40_000_000;
const LONGEST_TEXT = 20_000;

const waiting = new Map<string, (bytes: Uint8Array) => void>();
let opened: Promise<PDFDocumentProxy>;
let wide = 800;
let less = false;
/** Pages of which something is missing; it is said once only, and nothing of it if a page is shown again. */
const lacking = new Set<number>();

/** The library says in a warning what it leaves out; these say only how it does what it does. */
const HARMLESS = /^Warning: (?:TT:|CFF stem|No CMYK ICC|Failed to compile PostScript)/;
Object.assign(console, {
  warn: (words: unknown) => {
    less ||= !HARMLESS.test(String(words));
  },
});

/** Has no name of a host: what the library needs, the desk hands over. */
class Handed {
  fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      waiting.set(filename, (bytes) => {
        if (bytes.length > 0) resolve(bytes);
        else reject(new Error());
      });
      say({ said: { is: 'needs', name: filename } });
    });
  }
}

interface Canvas {
  canvas: OffscreenCanvas | null;
  context: OffscreenCanvasRenderingContext2D | null;
}

class Canvases {
  create(width: number, height: number): Canvas {
    const canvas = new OffscreenCanvas(width, height);
    return { canvas, context: canvas.getContext('2d') };
  }

  reset({ canvas }: Canvas, width: number, height: number): void {
    if (canvas !== null) Object.assign(canvas, { width, height });
  }

  destroy(each: Canvas): void {
    this.reset(each, 0, 0);
    each.canvas = each.context = null;
  }

  getNoAlphaContext(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D | null {
    return canvas.getContext('2d', { alpha: false });
  }
}

/** Filters of a document are SVG, which no worker has. What the library does without them it does by reading back. */
class Filters {
  private readonly mask = readsBack() ? 'none' : 'opacity(0.5)';

  addFilter = (): string => 'none';
  addHCMFilter = (): string => 'none';
  addKnockoutFilter = (): string => 'none';
  addAlphaFilter = (): string => this.mask;
  addLuminosityFilter = (): string => {
    less ||= this.mask !== 'none';
    return this.mask;
  };

  destroy = (): void => undefined;
}

/** Tor Browser gives noise to who reads a canvas back: there all of a soft mask is half transparent, so that nothing hides behind noise. */
function readsBack(): boolean {
  const pen = new OffscreenCanvas(8, 8).getContext('2d');
  if (pen === null) return false;
  pen.fillStyle = 'rgb(96, 96, 96)';
  pen.fillRect(0, 0, 8, 8);
  return new Set(pen.getImageData(0, 0, 8, 8).data).size === 2;
}

function open(file: ArrayBuffer): Promise<PDFDocumentProxy> {
  const task = getDocument({
    data: new Uint8Array(file),
    verbosity: 1,
    maxImageSize: PICTURE,
    canvasMaxAreaInBytes: 4 * PICTURE,
    // Letters are drawn as paths: no font of a stranger reaches the browser's own reader of fonts.
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    cMapUrl: '/',
    standardFontDataUrl: '/',
    wasmUrl: '/',
    CanvasFactory: Canvases,
    FilterFactory: Filters,
    BinaryDataFactory: Handed,
  });
  task.onPassword = () => {
    fail('locked');
  };
  return task.promise;
}

async function show(number: number): Promise<void> {
  less = typeof WebAssembly === 'undefined';
  const pdf = await opened;
  const page = await pdf.getPage(Math.min(number, pdf.numPages));
  less ||= lacking.has(page.pageNumber);
  const plain = page.getViewport({ scale: 1 });
  const scale = Math.min(
    wide / plain.width,
    WIDEST / plain.width,
    WIDEST / plain.height,
    Math.sqrt(PAGE / plain.width / plain.height),
  );
  const viewport = page.getViewport({ scale });
  const canvas = new OffscreenCanvas(Math.max(1, viewport.width), Math.max(1, viewport.height));
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
  const bitmap = canvas.transferToImageBitmap();
  const words = await page.getTextContent().then(
    ({ items }) => items.map((item) => ('str' in item ? item.str : '')).join(' '),
    () => '',
  );
  page.cleanup();
  if (less) lacking.add(page.pageNumber);
  say(
    {
      parts: [{ bitmap, words: words.slice(0, LONGEST_TEXT) }],
      said: { is: 'shown', page: page.pageNumber, pages: pdf.numPages, less },
    },
    [bitmap],
  );
}

answer({
  open: (file, width) => {
    wide = width;
    opened = open(file);
  },
  show,
  given: (name, bytes) => {
    waiting.get(name)?.(bytes);
    waiting.delete(name);
  },
  faultOf: (cause) => (cause instanceof PasswordException ? 'locked' : undefined),
});
