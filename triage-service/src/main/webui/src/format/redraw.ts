import type { Picture } from './inspect';

/** Larger pictures are not drawn: a small file can claim to be huge and fill the memory. */
const MOST_PIXELS = 60_000_000;
/** The longer side of what is shown; enough to read a photographed page. */
const LONGEST_SIDE = 2400;

export function isDrawable(picture: Picture | undefined): picture is Picture {
  return (
    picture !== undefined && picture.width > 0 && picture.height > 0 && picture.width * picture.height <= MOST_PIXELS
  );
}

/** Redraws a picture: the result has its colours, and nothing else from the file. */
export async function redraw(pieces: BlobPart[], picture: Picture): Promise<Blob> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  // No type: the browser looks at the bytes, and draws no SVG here.
  const bitmap = await createImageBitmap(new Blob(pieces));
  try {
    if (!isDrawable({ width: bitmap.width, height: bitmap.height })) throw new Error('larger than it claimed');
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(bitmap.width * scale)),
      Math.max(1, Math.round(bitmap.height * scale)),
    );
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    bitmap.close();
  }
}
