import { describe, expect, it } from 'vitest';
import * as made from '../../fixture/metadata.ts';
import { Ends } from './ends';
import { inspect, isDrawable } from './inspect';
import { Work } from './work';

const { bytes, NAME, SAID } = made;
const said = (file: Uint8Array) => inspect(Ends.of(file)).facts.map(({ name, value }) => [name, value]);
const XMP = [
  ['Written with', 'Photoshop'],
  ['Camera', 'iPhone'],
  ['Author', `${NAME} & son`],
  ['Created', '2026-11-27T12:00:00+04:00'],
];
const NOON = '2026-11-27 08:00:00 UTC';
const TRACK = 'holds data beside picture and sound: it may say where it was, second by second';
const OGG = [
  ['Made by', 'libopus 1.4'],
  ['Author', NAME],
  ['Place', 'Bakı'],
  ['Comment', 'x'.repeat(200)],
];

const LEFT_OUT = { name: 'Metadata', value: 'not all of this file was looked through' };

/** Each kind, a small file of it, and what it says. */
const KINDS: readonly [kind: string, file: Uint8Array, facts: string[][]][] = [
  ['JPEG', made.jpeg(), [...SAID, ...XMP, ['Author', 'Leyla'], ['Place', 'Gəncə'], ['Comment', 'şərh']]],
  ['PNG', made.png(), [...SAID, ['Author', NAME], ...XMP, ['Changed', '2026-11-27 12:00:00 UTC']]],
  ['GIF', made.gif(), [['Comment', 'Leyla'], ...XMP]],
  ['WebP', made.webp(), [...SAID, ...XMP]],
  ['HEIC', made.heic(), [...SAID, ...XMP]],
  ['AVIF', made.heic('avif'), [...SAID, ...XMP]],
  [
    'MOV',
    made.mov(),
    [
      ['Created', NOON],
      ['Metadata', TRACK],
      ['Camera', 'iPhone 15'],
      ['Camera maker', 'Apple'],
      ['Place', '40.40930, 49.86710, 12 m'],
      ['Software', '14'],
    ],
  ],
  [
    'MP4',
    made.mp4(),
    [
      ['Created', NOON],
      ['Place', '40.40930, 49.86710'],
      ['Author', 'Leyla'],
    ],
  ],
  [
    'M4A',
    made.m4a(),
    [
      ['Author', NAME],
      ['Written with', 'Voice Memos'],
      ['Small picture inside', 'present'],
      ['Made by', 'Leyla’s phone'],
    ],
  ],
  [
    'WebM',
    made.webm(),
    [
      ['Made by', 'Chrome'],
      ['Created', NOON],
      ['Author', NAME],
    ],
  ],
  [
    'MP3',
    made.mp3(),
    [
      ['Author', NAME],
      ['Written with', 'Lavf60'],
      ['Comment', 'for the lawyer'],
      ['Camera maker', 'Nokia'],
      ['Small picture inside', 'present'],
      ['Title', 'Title'],
      ['Author', 'Leyla'],
    ],
  ],
  ['Opus', made.ogg('OpusHead', 'OpusTags'), OGG],
  ['Vorbis', made.ogg('\x01vorbis', '\x03vorbis'), OGG],
  [
    'WAV',
    made.wav(),
    [
      ['Description', 'in the car'],
      ['Made by', 'ZOOM H5'],
      ['Identifier', 'REF-7'],
      ['Created', '2026-11-27 12:00:00'],
      ['Author', NAME],
      ['Software', 'Audacity'],
    ],
  ],
  [
    'PDF',
    made.pdf(),
    [['Made by', 'Word (Mac)'], ['Title', 'B'], ['Author', 'Leylř'], ['Created', '2026-11-27 12:00:00 +04:00'], ...XMP],
  ],
  [
    'Word',
    made.docx(),
    [
      ['Worked on it', 'The lawyer'],
      ['Template', 'file:///C:/Users/leyla/a.dotm'],
      ['Author', NAME],
      ['Last changed by', 'Leyla'],
      ['Created', '2026-11-27T08:00:00Z'],
      ['Written with', 'Microsoft Office Word'],
      ['Organisation', 'SOCAR'],
      ['Time of editing', '34 min'],
      ['Case', '17'],
    ],
  ],
  [
    'Excel',
    made.xlsx(),
    [
      ['Computer', 'C:\\Users\\leyla\\'],
      ['Worked on it', NAME],
      ['Worked on it', 'The lawyer'],
    ],
  ],
  [
    'OpenDocument',
    made.odt(),
    [
      ['Worked on it', 'The lawyer'],
      ['Author', NAME],
      ['Changed', '2026-11-27T12:00:00'],
      ['Written with', 'LibreOffice/24.2$Linux'],
      ['Case', '17'],
    ],
  ],
];

describe('inspect', () => {
  it.each(KINDS)('says who made a file, with what, when and where: %s', (_, file, facts) => {
    expect(said(file)).toEqual(facts);
  });

  it('says how large a picture is, also of one with a broken directory', () => {
    // Given
    const broken = made.jpeg().with(16, 0xff).with(17, 0xff);
    // When
    const { facts, picture } = inspect(Ends.of(broken));
    // Then
    expect(picture).toEqual({ width: 200, height: 100 });
    expect(facts).toContainEqual({ name: 'Metadata', value: 'broken, not shown' });
    for (const file of [made.png(), made.gif(), made.webp(), made.heic('avif')])
      expect(inspect(Ends.of(file)).picture).toEqual({ width: 200, height: 100 });
  });

  it('says that a picture says where, if the place is none', () => {
    // Given
    const file = made.tiff({ 0x8825: { 1: 'N', 2: [0, 0, 0, 0, 0, 0] } });
    // When
    const facts = said(file);
    // Then
    expect(facts).toEqual([['Place', 'says where it was taken (GPS)']]);
  });

  it('says who wrote a PDF, and that it acts on its own', () => {
    expect(said(bytes('%PDF-1.7 /OpenAction 3 0 R << /Author (Leyla) /Manager 23 0 R /Producer(Word) >>'))).toEqual([
      ['Author', 'Leyla'],
      ['Manager', 'present'],
      ['Made by', 'Word'],
      ['Warning', 'has parts that act on their own when it is opened'],
    ]);
  });

  it('says that a PDF is locked', () => {
    expect(said(bytes('%PDF-1.7 /Encrypt 3 0 R << /Author (\x03\x04\x05) >>'))).toEqual([
      ['Metadata', 'locked with a password, not looked through'],
    ]);
  });

  it('says that a file says more than is shown', () => {
    // Given
    const many = Array.from({ length: 60 }, (_, index) => ` /Author (${index})`).join('');
    // When
    const facts = said(bytes(`%PDF-1.7${many}`));
    // Then
    expect(facts).toHaveLength(41);
    expect(facts.at(-1)).toEqual(['Metadata', 'more than is shown here']);
  });

  it('says that a large film was not looked through, if what describes it lies in the middle', () => {
    // Given
    const film = made.mov();
    // When
    const { facts } = inspect(new Ends(9_000_000_000, film.subarray(0, 20), film.subarray(-20)));
    // Then
    expect(facts).toEqual([LEFT_OUT]);
  });

  it('does not draw a small file that claims to be huge', () => {
    // Given
    const png = bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0\x08\x02');
    // When
    const { picture } = inspect(Ends.of(png));
    // Then
    expect(picture).toEqual({ width: 65_536, height: 65_536 });
    expect(isDrawable(picture)).toBe(false);
  });

  it.each(KINDS)('takes no harm from what is broken at any byte: %s', (_, made) => {
    // Given
    const whole = Uint8Array.from(made);
    const broken = Array.from({ length: whole.length }, (_each, at) => [
      whole.slice(0, at),
      ...[0, 1, 0x7f, 0xff, (whole[at] ?? 0) ^ 0x80].map((value) => whole.with(at, value)),
    ]).flat();
    // When
    const results = broken.map((file) => inspect(Ends.of(file)).facts);
    // Then
    const facts = results.flat();
    expect(Math.max(...results.map(({ length }) => length))).toBeLessThanOrEqual(43);
    expect(facts.every(({ name, value }) => name.length <= 40 && value.length <= 200)).toBe(true);
    expect(facts.every(({ name, value }) => !/\p{Cc}/u.test(name + value))).toBe(true);
  });

  it('says that it left out what is broken', () => {
    expect(said(made.mov().subarray(0, -1))).toContainEqual(['Metadata', 'broken, not shown']);
  });

  it.each([
    ['boxes in boxes', made.nested(2000)],
    ['tags that do not end', 'GIF89a\x01\0\x01\0\0\0\0!\xff\x0bXMP DataXMP' + '<a b="'.repeat(40_000)],
    ['names that do not end', `%PDF-${'/Author ('.repeat(400_000)}`],
    ['streams that do not end', `%PDF-${'/Type /ObjStm stream\n'.repeat(190_000)}`],
    ['values that do not end', `%PDF-${`/Author (${'x'.repeat(900)}`.repeat(4000)}`],
  ])('is done in a moment with %s', (_, file) => {
    // When
    const began = performance.now();
    inspect(Ends.of(Buffer.from(file, 'latin1')));
    // Then
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it.each(made.endless())('says that it did not read all: %s', (_, file) => {
    expect(inspect(Ends.of(file)).facts).toContainEqual(LEFT_OUT);
  });

  it.each([
    ['animation', made.webp(), { width: 200, height: 100 }],
    ['PDF', made.pdf(), undefined],
  ] as const)(
    'says of a large file that its middle was not read, and how large its picture is: %s',
    (_, file, size) => {
      // When
      const { facts, picture } = inspect(new Ends(9_000_000, file, new Uint8Array(100)));
      // Then
      expect(facts).toContainEqual(LEFT_OUT);
      expect(picture).toEqual(size);
    },
  );

  it('reads no more of a tip than of a few files', () => {
    // Given
    const tip = Work.ofTip();
    const [, file] = made.again()[0] ?? [];
    // When
    for (let files = 0; files < 5; files++) inspect(Ends.of(file ?? new Uint8Array()), tip);
    // Then
    expect(inspect(Ends.of(made.jpeg()), tip).facts).toEqual([LEFT_OUT]);
  });

  it('is done in a moment with parts of no bytes', () => {
    // When
    const began = performance.now();
    const facts = said(made.scattered());
    // Then
    expect(performance.now() - began).toBeLessThan(1000);
    expect(facts).toEqual([]);
  });

  it.each(made.again())('stops, and says so, where a small file is to be read again and again: %s', (_, file) => {
    // Given
    const tip = Work.ofTip();
    const before = tip.left;
    // When
    const { facts } = inspect(Ends.of(file), tip);
    // Then
    expect(facts).toContainEqual(LEFT_OUT);
    expect(before - tip.left).toBeLessThan(2 ** 25);
  });

  it('unpacks no more than it reads', () => {
    expect(inspect(Ends.of(made.docxBomb())).facts).toEqual([{ name: 'Author', value: 'first' }, LEFT_OUT]);
  });
});
