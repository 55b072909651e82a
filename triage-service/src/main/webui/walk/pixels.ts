import { inflateSync } from 'node:zlib';
import type { Locator } from 'playwright-core';

/** The colour that is nearest to the upper left corner of what is seen, as red, green, blue. */
export async function colourIn(seen: Locator): Promise<number[]> {
  return pixel(await seen.screenshot(), 40, 40);
}

/** One pixel of a PNG with 8 bits a channel and no interlacing, as browsers photograph. */
export function pixel(png: Buffer, x: number, y: number): number[] {
  const width = png.readUInt32BE(16);
  const channels = png[25] === 6 ? 4 : 3;
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(packed));
  const stride = width * channels;
  let above = new Uint8Array(stride);
  for (let row = 0; row <= y; row++) {
    const filter = rows[row * (stride + 1)] ?? 0;
    const line = Uint8Array.from(rows.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    line.forEach((value, at) => {
      const left = at < channels ? 0 : (line[at - channels] ?? 0);
      const up = above[at] ?? 0;
      const corner = at < channels ? 0 : (above[at - channels] ?? 0);
      line[at] = value + ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0);
    });
    above = line;
  }
  return [...above.subarray(x * channels, x * channels + 3)];
}

/** PNG (W3C, third edition), 9.4. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
