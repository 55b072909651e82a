import { describe, expect, it } from 'vitest';
import { inspect, isDrawable } from './inspect';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const NONE = new Uint8Array();

/** A JPEG whose Exif names a camera, a person and a place. */
function jpegOf(make: string, artist: string): Uint8Array {
  const values = `${make}\0${artist}\0`;
  const entries = [
    entry(0x010f, make.length + 1, 50),
    entry(0x013b, artist.length + 1, 50 + make.length + 1),
    [0x25, 0x88, 4, 0, 1, 0, 0, 0, 200, 0, 0, 0],
  ].flat();
  const tiff = [...bytes('II'), 42, 0, 8, 0, 0, 0, 3, 0, ...entries, 0, 0, 0, 0, ...bytes(values)];
  const app1 = [...bytes('Exif\0\0'), ...tiff];
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 100, 0, 200, 1, 1, 0x11, 0];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0, app1.length + 2, ...app1, ...frame, 0xff, 0xda, 0, 2]);
}

function entry(tag: number, length: number, at: number): number[] {
  return [tag & 0xff, tag >> 8, 2, 0, length, 0, 0, 0, at, 0, 0, 0];
}

describe('inspect', () => {
  it('says whose camera it was, who took it and that it says where', () => {
    // When
    const { facts, picture } = inspect(jpegOf('Nokia 3310', 'R. Mammadov'), NONE);
    // Then
    expect(facts).toEqual([
      { name: 'Camera maker', value: 'Nokia 3310' },
      { name: 'Artist', value: 'R. Mammadov' },
      { name: 'Place', value: 'says where it was taken (GPS)' },
    ]);
    expect(picture).toEqual({ width: 200, height: 100 });
  });

  it('says who wrote a PDF, and that it acts on its own', () => {
    // When
    const { facts } = inspect(bytes('%PDF-1.7 /OpenAction 3 0 R'), bytes('<< /Author (Leyla) /Producer(Word) >>'));
    // Then
    expect(facts).toEqual([
      { name: 'Author', value: 'Leyla' },
      { name: 'Made by', value: 'Word' },
      { name: 'Warning', value: 'has parts that act on their own when it is opened' },
    ]);
  });

  it('does not draw a small file that claims to be huge', () => {
    // Given
    const png = Uint8Array.from([
      ...bytes('\x89PNG\r\n\x1a\n'),
      0,
      0,
      0,
      13,
      ...bytes('IHDR'),
      0,
      1,
      0,
      0,
      0,
      1,
      0,
      0,
      8,
      2,
    ]);
    // When
    const { picture } = inspect(png, NONE);
    // Then
    expect(picture).toEqual({ width: 65_536, height: 65_536 });
    expect(isDrawable(picture)).toBe(false);
  });

  it('takes no harm from what is broken at any byte', () => {
    // Given
    const whole = jpegOf('Nokia 3310', 'R. Mammadov');
    // When
    const results = Array.from({ length: whole.length * 4 }, (_, index) => {
      const broken = whole.slice(0, index % 4 === 0 ? Math.floor(index / 4) : whole.length);
      if (broken.length > 3) broken[3 + (index % (broken.length - 3))] = 0xff - (index % 7);
      return inspect(broken, NONE);
    });
    // Then
    expect(results.every(({ facts }) => facts.length <= 20)).toBe(true);
    expect(results.flatMap(({ facts }) => facts)).toContainEqual({ name: 'Metadata', value: 'broken, not shown' });
  });
});
