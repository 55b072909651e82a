import './bounds';
import libheif from 'libheif-js/libheif-wasm/libheif-bundle.mjs';
import { answer, fail, say } from './answer';

/** As many pixels as a picture may have here anywhere, and as many as are kept of one. */
const MOST = 60_000_000;
const KEPT = 12_000_000;

let file = new ArrayBuffer();

async function show(): Promise<void> {
  if (typeof WebAssembly === 'undefined') {
    fail('no-wasm');
    return;
  }
  const [picture] = new (libheif().HeifDecoder)().decode(new Uint8Array(file));
  if (picture === undefined) throw new Error();
  const [width, height] = [picture.get_width(), picture.get_height()];
  if (width * height > MOST) {
    fail('too-large');
    return;
  }
  const drawn = await new Promise<ImageData | null>((resolve) => {
    picture.display(new ImageData(width, height), resolve);
  });
  if (drawn === null) throw new Error();
  const scale = Math.min(1, Math.sqrt(KEPT / width / height));
  const bitmap = await createImageBitmap(drawn, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
  });
  say({ parts: [{ bitmap, words: '' }], said: { is: 'shown', page: 1, pages: 1, less: false } }, [bitmap]);
}

answer({
  open: (given) => {
    file = given;
  },
  show,
});
