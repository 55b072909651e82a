import { describe, expect, it } from 'vitest';
import { joined } from '../format/joined';
import { clean, isCleanable } from './clean';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const big = (value: number, width: number) =>
  Uint8Array.from({ length: width }, (_, index) => (value / 256 ** (width - 1 - index)) & 0xff);
const little = (value: number, width: number) => big(value, width).reverse();
const text = (parts: Uint8Array[]) => new TextDecoder('latin1').decode(joined(parts));
const NAME = 'R. Mammadov';

function cleaned(file: Uint8Array, extension: string): string {
  const found = text(clean([file], extension));
  expect(found).not.toContain('Mammadov');
  return found;
}

const segment = (marker: number, data: Uint8Array) =>
  joined([Uint8Array.of(0xff, marker), big(data.length + 2, 2), data]);
const DQT = segment(0xdb, new Uint8Array(65));
const DHT = segment(0xc4, new Uint8Array(18).fill(1, 1, 2));
const SOF = segment(0xc0, bytes('\x08\0\x08\0\x08\x01\x01\x11\0'));
const SOS = segment(0xda, bytes('\x01\x01\0\0\x3f\0'));
const DRI = segment(0xdd, big(4, 2));

/** Not a picture that a browser draws, but built as one; the walk takes real ones. */
function jpegOf(turned: number, ...more: Uint8Array[]): Uint8Array {
  const tiff = joined([
    bytes('II*\0'),
    little(8, 4),
    little(1, 2),
    little(0x0112, 2),
    little(3, 2),
    little(1, 4),
    little(turned, 4),
  ]);
  return joined([
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, bytes('JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01RGB')),
    segment(0xe1, joined([bytes('Exif\0\0'), tiff, bytes(NAME)])),
    segment(0xe2, bytes(`MPF\0${NAME}`)),
    segment(0xed, bytes(`Photoshop 3.0\0${NAME}`)),
    segment(0xee, bytes('Adobe\0d\0\0\0\0\x01')),
    segment(0xfe, bytes(NAME)),
    ...more,
    DQT,
    DHT,
    SOF,
    DRI,
    SOS,
    bytes('\x01\xff\0\x02\xff\xd0\x03'),
    SOS,
    bytes('\x04'),
    Uint8Array.of(0xff, 0xd9),
    bytes(NAME),
  ]);
}

const chunk = (name: string, data: string) =>
  joined([bytes(name), little(data.length, 4), bytes(data), new Uint8Array(data.length & 1)]);

function riffOf(form: string, ...chunks: Uint8Array[]): Uint8Array {
  const body = joined([bytes(form), ...chunks]);
  return joined([bytes('RIFF'), little(body.length, 4), body, bytes(NAME)]);
}

const PCM = '\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0';
const pngChunk = (type: string, data: string) => joined([big(data.length, 4), bytes(type), bytes(data), big(0, 4)]);
const pngOf = (...chunks: Uint8Array[]) =>
  joined([
    bytes('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', 'x'.repeat(13)),
    ...chunks,
    pngChunk('IDAT', 'picture'),
    pngChunk('IEND', ''),
    bytes(NAME),
  ]);

const GIF = 'GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff';
const LOOP = '!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0';
const FRAME = ',\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0';
const gifOf = (extra: string) =>
  bytes(`${GIF}${LOOP}!\xfe\x0b${NAME}\0!\xff\x0bXMP DataXMP\x0b${NAME}\0${extra}${FRAME};${NAME}`);

describe('a clean copy', () => {
  it('of a JPEG has its tables and scans, and which side is up', () => {
    // When
    const copy = cleaned(jpegOf(6), 'jpg');
    // Then
    const exif = 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0';
    expect(copy).toBe(
      `\xff\xd8\xff\xe1\0\x22${exif}\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0` +
        `\xff\xee\0\x0eAdobe\0d\0\0\0\0\x01${text([DQT, DHT, SOF, DRI, SOS])}\x01\xff\0\x02\xff\xd0\x03${text([SOS])}\x04\xff\xd9`,
    );
    expect(cleaned(jpegOf(1), 'jpg')).not.toContain('Exif');
    expect(cleaned(jpegOf(99), 'jpg')).not.toContain('Exif');
  });

  it('of a PNG has the chunks that make it', () => {
    // When
    const copy = cleaned(
      pngOf(
        pngChunk('tEXt', NAME),
        pngChunk('eXIf', NAME),
        pngChunk('iCCP', NAME),
        pngChunk('caBX', NAME),
        pngChunk('gAMA', 'abcd'),
      ),
      'png',
    );
    // Then
    expect(copy.match(/IHDR|tEXt|eXIf|iCCP|caBX|gAMA|IDAT|IEND/g)).toEqual(['IHDR', 'gAMA', 'IDAT', 'IEND']);
  });

  it('of a GIF loops as it did, and has no comment', () => {
    expect(cleaned(gifOf('!\xf9\x04\0\0\0\0\0'), 'gif')).toBe(`${GIF}${LOOP}!\xf9\x04\0\0\0\0\0${FRAME};`);
    // Longer than it may be: names fit behind it.
    expect(cleaned(gifOf(`!\xf9\x04\0\0\0\0\x0b${NAME}\0`), 'gif')).toBe(`${GIF}${LOOP}${FRAME};`);
  });

  it('of a WebP has no more in a frame, or behind a header, than the picture needs', () => {
    // Given
    const header = `\x2c\0\0\0${'x'.repeat(6)}${NAME}`;
    const frame = `${'f'.repeat(16)}${text([chunk('EXIF', NAME), chunk('ALPH', 'see!'), chunk('VP8 ', 'seen'), chunk('XMP ', NAME)])}`;
    const file = riffOf(
      'WEBP',
      chunk('VP8X', header),
      chunk('ICCP', NAME),
      chunk('ANIM', `backgr${NAME}`),
      chunk('ANMF', frame),
      chunk('EXIF', NAME),
    );
    // When
    const copy = cleaned(file, 'webp');
    // Then
    const kept = `${'f'.repeat(16)}${text([chunk('ALPH', 'see!'), chunk('VP8 ', 'seen')])}`;
    const body = text([
      bytes('WEBP'),
      chunk('VP8X', `\0\0\0\0${'x'.repeat(6)}`),
      chunk('ANIM', 'backgr'),
      chunk('ANMF', kept),
    ]);
    expect(copy).toBe(`RIFF${text([little(body.length, 4)])}${body}`);
  });

  it('of a WAV is what is heard', () => {
    // When
    const copy = cleaned(
      riffOf(
        'WAVE',
        chunk('bext', NAME),
        chunk('fmt ', PCM),
        chunk('LIST', `INFO${NAME}`),
        chunk('data', 'even'),
        chunk('id3 ', NAME),
      ),
      'wav',
    );
    // Then
    expect(copy).toBe(`RIFF\x28\0\0\0WAVEfmt \x10\0\0\0${PCM}data\x04\0\0\0even`);
  });

  it.each([
    ['a JPEG that ends in a scan', jpegOf(1).subarray(0, -20), 'jpg'],
    ['a JPEG without segments', bytes('\xff\xd8\xff\xd8\xff\xe0'), 'jpg'],
    ['a JPEG with a name behind a table', jpegOf(1, segment(0xdb, joined([new Uint8Array(65), bytes(NAME)]))), 'jpg'],
    ['a JPEG with a name behind a length', jpegOf(1, segment(0xdd, bytes(`\0\x04${NAME}`))), 'jpg'],
    ['a JPEG with a name in a segment that no picture needs', jpegOf(1, segment(0xf0, bytes(NAME))), 'jpg'],
    ['a PNG with a name at its end', joined([pngOf().subarray(0, -12 - NAME.length), pngChunk('IEND', NAME)]), 'png'],
    ['a PNG with a name behind its colours', pngOf(pngChunk('sRGB', `\0${NAME}`)), 'png'],
    ['a WebP with nothing in it', riffOf('WEBP'), 'webp'],
    [
      'a WAV that ends nowhere',
      joined([
        bytes('RIFF'),
        little(0xffffffff, 4),
        bytes('WAVE'),
        chunk('fmt ', PCM),
        bytes('data'),
        little(0xffffffff, 4),
        bytes(NAME),
      ]),
      'wav',
    ],
    ['a WAV without samples', riffOf('WAVE', chunk('fmt ', PCM), chunk('data', '')), 'wav'],
    [
      'a WAV that is an MP3 inside',
      riffOf('WAVE', chunk('fmt ', `\x55${PCM.slice(1)}`), chunk('data', `ID3${NAME}`)),
      'wav',
    ],
    ['a WAV of two sounds', riffOf('WAVE', chunk('fmt ', PCM), chunk('data', 'even'), chunk('data', NAME)), 'wav'],
    [
      'a WAV whose numbers are the other way round',
      joined([bytes('RIFX'), riffOf('WAVE', chunk('fmt ', PCM), chunk('data', 'even')).subarray(4)]),
      'wav',
    ],
  ])('is not made of %s', (_, file, extension) => {
    expect(() => clean([file], extension)).toThrow(RangeError);
  });

  it('of a file cut or changed anywhere is either refused or says no name', () => {
    // Given
    const wave = riffOf('WAVE', chunk('fmt ', PCM), chunk('LIST', NAME), chunk('data', 'even'));
    const whole = [
      ['jpg', jpegOf(6)],
      ['png', pngOf(pngChunk('tEXt', NAME))],
      ['gif', gifOf('')],
      ['wav', wave],
    ] as const;
    const tried = (file: Uint8Array, extension: string) => {
      try {
        return text(clean([file], extension)).includes('Mammadov') ? `says it: ${extension}` : 'made';
      } catch (cause) {
        return cause instanceof RangeError ? 'refused' : String(cause);
      }
    };
    // When
    const endings = whole.flatMap(([extension, file]) =>
      Array.from({ length: file.length }, (_, at) => [
        tried(file.subarray(0, at), extension),
        tried(file.with(at, 0xff - (file[at] ?? 0)), extension),
      ]).flat(),
    );
    // Then
    expect(new Set(endings)).toEqual(new Set(['made', 'refused']));
  });

  it('is offered of those kinds alone', () => {
    expect(['jpg', 'png', 'gif', 'webp', 'wav'].every(isCleanable)).toBe(true);
    expect(['pdf', 'bin', 'txt', 'heic', 'mp4', 'mp3', 'ogg', 'constructor'].some(isCleanable)).toBe(false);
  });
});
