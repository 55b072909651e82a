import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bombDocx, deepDocx, docx, eml, odt, pptx, xlsx } from '../../fixture/office.ts';
import { readMail } from './mail';
import { readOffice } from './office';
import type { Pages } from './pages';

const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
const EVIL = 'https://evil.example';
const text = (words: string) => new TextEncoder().encode(words);
const word = (body: string, relations = '') =>
  zipSync({
    'word/document.xml': text(`<w:d xmlns:w="w" xmlns:r="r" xmlns:a="a">${body}</w:d>`),
    'word/_rels/document.xml.rels': text(`<R>${relations}</R>`),
    'word/media/1.png': PICTURE,
  });
const excel = (rows: string, strings = '', prefix = 'r') =>
  zipSync({
    'xl/workbook.xml': text(`<w xmlns:${prefix}="r"><sheet name="S" sheetId="1" ${prefix}:id="i1"/></w>`),
    'xl/_rels/workbook.xml.rels': text('<R><Relationship Id="i1" Target="worksheets/sheet1.xml"/></R>'),
    'xl/sharedStrings.xml': text(`<s>${strings}</s>`),
    'xl/worksheets/sheet1.xml': text(`<w>${rows}</w>`),
  });
const letters = ({ pieces }: Pages) => pieces.map((piece) => Object.values(piece).flat(2).join('')).join('').length;

describe('what a document says', () => {
  it('of Word: headings, paragraphs, tables, pictures; nothing that is elsewhere, no field, no entity', () => {
    // When
    const { pieces } = readOffice(docx(EVIL, PICTURE));
    // Then
    expect(pieces).toEqual([
      { title: 'What they did' },
      { text: 'They came \tat night & asked for me.&b;&x;' },
      { text: '<script>window.hacked=1</script>' },
      {
        rows: [
          ['Day', 'Car'],
          ['3 May', '10-AA-000'],
        ],
      },
      { picture: PICTURE },
    ]);
  });

  it('of Excel: each sheet as a table, cells in their places, formulas as what they gave last', () => {
    expect(readOffice(xlsx()).pieces).toEqual([
      { title: 'Payments' },
      {
        rows: [
          ['To whom', '', 'Manat'],
          ['The minister', '', '40000'],
        ],
      },
    ]);
  });

  it('of PowerPoint: slides in their order, with their pictures', () => {
    expect(readOffice(pptx(PICTURE)).pieces).toEqual([
      { title: '1' },
      { text: 'first' },
      { picture: PICTURE },
      { title: '2' },
      { text: 'last' },
    ]);
  });

  it('of PowerPoint: notes under the number of their slide', () => {
    // Given
    const said = (words: string) => text(`<p xmlns:a="a"><a:p><a:t>${words}</a:t></a:p></p>`);
    const note = (number: number) =>
      text(`<R><Relationship Id="r1" Target="../notesSlides/notesSlide${number}.xml"/></R>`);
    const show = zipSync({
      'ppt/presentation.xml': text('<p/>'),
      'ppt/slides/slide1.xml': said('one'),
      'ppt/slides/slide2.xml': said('two'),
      'ppt/slides/_rels/slide2.xml.rels': note(2),
      'ppt/slides/slide3.xml': said('three'),
      'ppt/slides/_rels/slide3.xml.rels': note(1),
      'ppt/notesSlides/notesSlide1.xml': said('of three'),
      'ppt/notesSlides/notesSlide2.xml': said('of two'),
      'ppt/notesSlides/notesSlide3.xml': said('of none'),
    });
    // When
    const { pieces } = readOffice(show);
    // Then
    expect(pieces.slice(6)).toEqual([
      { title: '2' },
      { text: 'of two' },
      { title: '3' },
      { text: 'of three' },
      { text: 'of none' },
    ]);
  });

  it('of OpenDocument: rows as often as they are repeated, up to a bound, and no blank ones', () => {
    // Given
    const row = (words: string, times: number) =>
      `<b:table-row b:number-rows-repeated="${times}"><b:table-cell><p>${words}</p></b:table-cell></b:table-row>`;
    const sheet = (...rows: string[]) =>
      readOffice(
        zipSync({ mimetype: text('x'), 'content.xml': text(`<o xmlns:b="b"><b:table>${rows.join('')}</b:table></o>`) }),
      );
    // When
    const repeated = sheet(row('a', 3), row('', 1_000_000), row('b', 1));
    const endless = sheet(row('x', 999_999_999));
    // Then
    expect(repeated).toMatchObject({ pieces: [{ rows: [['a'], ['a'], ['a'], ['b']] }], cut: false });
    expect(endless.pieces).toMatchObject([{ rows: { length: 3000 } }]);
    expect(endless.cut).toBe(true);
  });

  it.each(['-1', '0', 'x'])('of OpenDocument: what is repeated %s times once, for other programs show it', (times) => {
    // Given
    const body = `<o xmlns:b="b"><b:table><b:table-row b:number-rows-repeated="${times}"><b:table-cell b:number-columns-repeated="${times}"><p>a</p></b:table-cell></b:table-row></b:table></o>`;
    // When
    const read = readOffice(zipSync({ mimetype: text('x'), 'content.xml': text(body) }));
    // Then
    expect(read.pieces).toEqual([{ rows: [['a']] }]);
  });

  it('of OpenDocument: headings, paragraphs, tables, pictures', () => {
    expect(readOffice(odt(EVIL, PICTURE)).pieces).toEqual([
      { title: 'Names' },
      { text: 'One\ttwo\nthree' },
      { title: 'T' },
      { rows: [['x', 'x']] },
      { picture: PICTURE },
    ]);
  });

  it('of another ZIP: the names in it', () => {
    expect(readOffice(zipSync({ 'a/b.txt': text('xyz'), 'run.exe': text('') })).pieces).toEqual([
      {
        rows: [
          ['a/b.txt', '3'],
          ['run.exe', '0'],
        ],
      },
    ]);
  });

  it('is refused if it unpacks to more than a viewer may hold', () => {
    expect(() => readOffice(bombDocx())).toThrow(RangeError);
  });

  it('is no more than it says to unpack to', () => {
    // Given: two places name the size, and both lie
    const bomb = Buffer.from(bombDocx());
    const size = Buffer.alloc(4);
    size.writeUInt32LE(2 ** 28);
    for (let at = bomb.indexOf(size); at >= 0; at = bomb.indexOf(size, at + 1)) bomb.writeUInt32LE(40, at);
    // When
    const { pieces } = readOffice(bomb);
    // Then
    expect(pieces).toEqual([]);
  });

  it('is read however deep its tags lie, up to where it breaks off', () => {
    // When
    const read = readOffice(deepDocx());
    // Then
    expect(read.pieces).toEqual([{ text: 'deep' }]);
    expect(read.cut).toBe(true);
  });

  it('ends at a bound, and says so', () => {
    // Given
    const paragraph = (length: number) => `<w:p><w:t>${'x'.repeat(length)}</w:t></w:p>`;
    const sentence = `<si><t>${'x'.repeat(3000)}</t></si>`;
    const table = `<row>${'<c t="s"><v>0</v></c>'.repeat(60)}</row>`.repeat(2800);
    // When
    const read = [
      word(paragraph(100_000).repeat(20)),
      word(paragraph(2_000_000)),
      word(`<w:p><w:pStyle w:val="Title"/><w:t>${'x'.repeat(2_000_000)}</w:t></w:p>`),
      excel(table, sentence),
    ].map(readOffice);
    // Then
    expect(read.map(({ cut }) => cut)).toEqual([true, true, true, true]);
    expect(Math.max(...read.map(letters))).toBeLessThan(1_000_100);
  });

  it('of OpenDocument: repeated cells in their places, up to a bound, and nothing that was deleted', () => {
    // Given
    const cell = (words: string, more = '') => `<b:table-cell ${more}><p>${words}</p></b:table-cell>`;
    const gap = (times: number) => `<b:table-cell b:number-columns-repeated="${times}"/>`;
    const row = (...cells: string[]) => `<b:table-row>${cells.join('')}</b:table-row>`;
    const table = (...rows: string[]) => `<b:table b:name="T">${rows.join('')}</b:table>`;
    const sheet = (body: string) => open(`<o xmlns:b="b">${body}</o>`);
    const open = (body: string) => readOffice(zipSync({ mimetype: text('x'), 'content.xml': text(body) }));
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => String(from + index));
    // When
    const placed = sheet(
      table(
        row(cell('Aysel'), gap(2), cell('40000'), gap(16_380)),
        row(cell('Orkhan'), cell('7', 'b:number-columns-repeated="2"'), '<b:covered-table-cell/>', cell('8')),
      ),
    );
    const wide = sheet(table(row(...numbers(0, 62).map((each) => cell(each))), row(cell('next'))));
    const endless = sheet(table(row(cell('x', 'b:number-columns-repeated="999999999"'))));
    const erased = word('<w:p><w:r><w:delText>It was the minister</w:delText></w:r><w:r><w:t>Now</w:t></w:r></w:p>');
    const changed = sheet(
      '<tracked-changes><deletion><p>It was the minister</p></deletion></tracked-changes><p>Now</p>',
    );
    // Then
    expect(placed.pieces[1]).toEqual({
      rows: [
        ['Aysel', '', '', '40000'],
        ['Orkhan', '7', '7', '', '8'],
      ],
    });
    expect(placed.cut).toBe(false);
    expect(wide.pieces[1]).toEqual({ rows: [numbers(0, 60), ['next']] });
    expect(wide.cut).toBe(true);
    expect(endless).toMatchObject({ pieces: [{}, { rows: [Array.from({ length: 60 }, () => 'x')] }], cut: true });
    for (const read of [changed, readOffice(erased)])
      expect(read).toMatchObject({ pieces: [{ text: 'Now' }], cut: true });
  });

  it('of Excel: sheets whatever their prefix is, and that one is left out', () => {
    // Given
    const one = '<row><c><v>5</v></c></row>';
    const full = `<row>${`<c><v>${'1'.repeat(2000)}</v></c>`.repeat(50)}</row>`.repeat(10);
    const book = (sheets: string, first: string) =>
      readOffice(
        zipSync({
          'xl/workbook.xml': text(`<w xmlns:r="r">${sheets}</w>`),
          'xl/_rels/workbook.xml.rels': text(
            '<R><Relationship Id="i1" Target="worksheets/sheet1.xml"/><Relationship Id="i2" Target="worksheets/sheet2.xml"/></R>',
          ),
          'xl/worksheets/sheet1.xml': text(`<w>${first}</w>`),
          'xl/worksheets/sheet2.xml': text(`<w>${one}</w>`),
        }),
      );
    // When
    const prefixed = readOffice(excel(one, '', 'q'));
    const lost = book('<sheet name="S" r:id="i1"/><sheet name="T" r:id="i9"/>', one);
    const ended = book('<sheet r:id="i1"/><sheet r:id="i2"/>', full);
    // Then
    expect(prefixed).toMatchObject({ pieces: [{ title: 'S' }, { rows: [['5']] }], cut: false });
    expect(lost).toMatchObject({ pieces: [{ title: 'S' }, { rows: [['5']] }], cut: true });
    expect(ended.pieces).toHaveLength(1);
    expect(ended.cut).toBe(true);
  });

  it.each([
    ['http://site.example/%CF%F0%E8', 'External'],
    ['http://site.example/100%', 'External'],
    ['http://[x', 'External'],
    ['media/100%.png', 'Internal'],
    ['http://[x', 'Internal'],
  ])('is read whatever it links to: %s, %s', (target, mode) => {
    // Given
    const link = `<Relationship Id="r1" TargetMode="${mode}" Target="${target}"/>`;
    // When
    const { pieces } = readOffice(word('<w:p><w:t>hello</w:t></w:p>', link));
    // Then
    expect(pieces).toEqual([{ text: 'hello' }]);
  });

  it('shows a picture as often as it is there, up to a bound, and unpacks it once', () => {
    // Given: it is not above what all that is read may unpack to unless it is unpacked again for each place
    const large = new Uint8Array(5_000_000);
    const whole = zipSync({
      'word/document.xml': text(`<w:d xmlns:w="w" xmlns:r="r">${'<blip r:embed="r1"/>'.repeat(70)}</w:d>`),
      'word/_rels/document.xml.rels': text('<R><Relationship Id="r1" Target="media/1.png"/></R>'),
      'word/media/1.png': large,
    });
    // When
    const read = readOffice(whole);
    // Then
    expect(read.pieces).toHaveLength(60);
    expect(read.cut).toBe(true);
  });

  it('of a mail: who, when, its text without its markup, its pictures and the names of what is attached', async () => {
    // When
    const { pieces } = await readMail(eml(EVIL, PICTURE));
    // Then
    const [title, heads, body, picture, names] = pieces;
    expect(title).toEqual({ title: 'They know ü' });
    expect(heads).toMatchObject({
      rows: [
        ['From', 'Leyla <leyla@example.org>'],
        ['To', 'desk@example.org, window.hacked=1 /script <script>'],
        ['Date', '2026-12-01T06:00:00.000Z'],
      ],
    });
    expect(body).toEqual({ text: 'Привет\nsecond line\n' });
    expect(picture).toEqual({ picture: PICTURE });
    expect(names).toEqual({ rows: [['face.png', 'image/png', '7']] });
  });

  it.each([
    ['both, the text first', 'Meet me at nine', '<p>Meet me at ten</p>', ['Meet me at nine', '\nMeet me at ten']],
    ['what both say once', 'Meet me\r\nat nine', '<p>Meet me <b>at</b> nine</p>', ['Meet me\nat nine']],
  ])('of a mail with a text and HTML: %s', async (_, plain, html, expected) => {
    // Given
    const part = (type: string, body: string) => `--b\r\nContent-Type: text/${type}\r\n\r\n${body}\r\n`;
    const mail = text(
      `From: a@b.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n${part('plain', plain)}${part('html', html)}--b--\r\n`,
    );
    // When
    const { pieces } = await readMail(mail);
    // Then
    expect(pieces.flatMap((piece) => ('text' in piece ? [piece.text.trimEnd()] : []))).toEqual(expected);
  });

  it.each([
    '<html><head><title>Silent</title><body><p>They came',
    '<head><style>p { color: red }</style><meta charset=utf-8><p>They came',
    '<p>They<script>let silent = "<p>";</script> came',
  ])('of a mail whose HTML is not closed: %s', async (html) => {
    // Given
    const mail = text(`From: a@b.example\r\nContent-Type: text/html\r\n\r\n${html}`);
    // When
    const { pieces } = await readMail(mail);
    // Then
    expect(JSON.stringify(pieces)).toContain('They came');
    expect(JSON.stringify(pieces)).not.toMatch(/silent|color/i);
  });
});
