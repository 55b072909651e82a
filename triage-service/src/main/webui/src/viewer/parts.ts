import heic from './heic.worker.ts?viewer';
import office from './office.worker.ts?viewer';
import pdf from './pdf.worker.ts?viewer';
import type { Viewer } from './protocol';

/** Where each viewer's code is; it is asked for when the first file of its kind is shown. */
export const CODE: Readonly<Record<Viewer, string>> = { heic, office, pdf };

const urls = import.meta.glob<string>(
  [
    '../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
);

/** What a viewer may ask for, by name: letters and decoders of pdf.js. */
export const PARTS: ReadonlyMap<string, string> = new Map(
  Object.entries(urls).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
);
