import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { clean } from '../src/clean/clean.ts';
import { joined } from '../src/format/joined.ts';
import { CHROMIUM, Stage } from './stage';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const big = (value: number, width: number) =>
  Uint8Array.from({ length: width }, (_, index) => (value / 256 ** (width - 1 - index)) & 0xff);
const little = (value: number, width: number) => big(value, width).reverse();
const NAME = 'R. Mammadov, 40.4093N 49.8671E.';

/** Pictures that a browser made, with a name put into them: cleaned, they are the same to the last pixel. */
describe.skipIf(CHROMIUM === undefined)('clean copies in Chromium', () => {
  const stage = Stage.forWalks();
  let page: Page;

  async function drawn(type: string): Promise<Uint8Array> {
    const found = await page.evaluate(async (wanted) => {
      const canvas = new OffscreenCanvas(61, 37);
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no pen');
      for (let stripe = 0; stripe < 61; stripe++) {
        pen.fillStyle = `rgb(${stripe * 4}, ${255 - stripe * 3}, ${(stripe * 37) % 256})`;
        pen.fillRect(stripe, 0, 1, 37 - stripe / 2);
      }
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: wanted })).arrayBuffer())];
    }, type);
    return Uint8Array.from(found);
  }

  const pixels = (file: Uint8Array, type: string) =>
    page.evaluate(
      async ({ list, type: said }) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(list)], { type: said }));
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        const pen = canvas.getContext('2d');
        pen?.drawImage(picture, 0, 0);
        const data = pen?.getImageData(0, 0, picture.width, picture.height).data ?? [];
        return `${picture.width}x${picture.height} ${[...data].join(' ')}`;
      },
      { list: [...file], type },
    );

  const segment = (marker: number, data: Uint8Array) =>
    joined([Uint8Array.of(0xff, marker), big(data.length + 2, 2), data]);
  const turned = joined([
    bytes('Exif\0\0II*\0'),
    little(8, 4),
    little(1, 2),
    little(0x0112, 2),
    little(3, 2),
    little(1, 4),
    little(6, 4),
    little(0, 4),
    bytes(NAME),
  ]);
  const chunk = (type: string, text: string) => joined([bytes(type), little(text.length, 4), bytes(text)]);

  const WITH_NAME: Readonly<Record<string, (plain: Uint8Array) => Uint8Array>> = {
    jpeg: (plain) =>
      joined([plain.subarray(0, 2), segment(0xe1, turned), segment(0xfe, bytes(NAME)), plain.subarray(2), bytes(NAME)]),
    // Its sum is wrong, which matters to no browser in a chunk that says nothing of the picture.
    png: (plain) =>
      joined([
        plain.subarray(0, 33),
        big(NAME.length + 7, 4),
        bytes(`tEXtAuthor\0${NAME}`),
        big(0, 4),
        plain.subarray(33),
      ]),
    // Chromium writes the header that says what else is in it.
    webp: (plain) => {
      const whole = plain.slice();
      whole.set([(whole[20] ?? 0) | 0x0c], 20);
      const body = joined([whole.subarray(8), chunk('EXIF', `${NAME} `), chunk('XMP ', `${NAME} `)]);
      return joined([bytes('RIFF'), little(body.length, 4), body]);
    },
  };

  beforeEach(async () => {
    page = await stage.open();
  });

  it.each([
    ['jpeg', 'jpg', '37x61'],
    ['png', 'png', '61x37'],
    ['webp', 'webp', '61x37'],
  ])('of a %s are the same to the last pixel', async (type, extension, size) => {
    // Given
    const plain = await drawn(`image/${type}`);
    const file = WITH_NAME[type]?.(plain) ?? plain;
    // When
    const copy = joined(clean([file], extension));
    // Then
    const before = await pixels(file, `image/${type}`);
    expect(before.startsWith(`${size} `)).toBe(true);
    expect(await pixels(copy, `image/${type}`)).toBe(before);
    expect(new TextDecoder('latin1').decode(copy)).not.toContain('Mammadov');
  });
});
