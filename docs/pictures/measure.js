/*
 * What a page shows, in words and numbers that are the same on each machine: ScreenshotsTest (the form) and pictures.test.ts
 * (the desk) keep it beside the picture of that page, and compare, so that README.md shows no page that is gone.
 *
 * A picture itself cannot be compared: which fonts there are and how they are drawn differs from machine to machine, and from
 * one Chromium to the next. So the page is laid out once more in a font made here, in which every character is half as wide
 * as it is high, and of each element that can be seen its place, its colours, its font's size and its text are taken. The
 * first line is the picture's SHA-256: picture and words were taken together.
 */
async ({ picture, kept }) => {
  /** Pixels by which two Chromiums may differ in what they give a button or a box to tick. */
  const NEAR = 2;

  function evenFont() {
    const numbers = (size, ...values) =>
      values.flatMap((value) => Array.from({ length: size }, (_, i) => (value >>> (8 * (size - 1 - i))) & 255));
    const two = (...values) => numbers(2, ...values);
    const four = (...values) => numbers(4, ...values);
    // As OpenType 1.9 has them: 1000 units high, 800 of them above the line, 500 wide, and one empty glyph for all characters.
    const tables = {
      'OS/2': [
        ...two(4, 500, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 300, 0),
        ...Array(10).fill(0),
        ...four(0, 0, 0, 0),
        ...[32, 32, 32, 32],
        ...two(64, 0, 0xffff, 800, -200, 0, 800, 200),
        ...four(1, 0),
        ...two(500, 700, 0, 32, 1),
      ],
      cmap: [...two(0, 1, 3, 10), ...four(12), ...two(13, 0), ...four(28, 0, 1, 1, 0x10ffff, 1)],
      glyf: two(0, 0, 0, 0, 0, 0),
      head: [
        ...four(0x10000, 0x10000, 0, 0x5f0f3cf5),
        ...two(3, 1000),
        ...four(0, 0, 0, 0),
        ...two(0, 0, 500, 800, 0, 8, 2, 0, 0),
      ],
      hhea: [...four(0x10000), ...two(800, -200, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 2)],
      hmtx: two(500, 0, 500, 0),
      loca: two(0, 0, 0),
      maxp: [...four(0x10000), ...two(2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
      name: two(0, 0, 6),
      post: [...four(0x30000, 0), ...two(0, 0), ...four(0, 0, 0, 0, 0)],
    };
    const names = Object.keys(tables).sort();
    const directory = [];
    const body = [];
    for (const name of names) {
      const start = 12 + 16 * names.length + body.length;
      const tag = [...name].map((letter) => letter.charCodeAt(0));
      directory.push(...tag, ...four(0, start, tables[name].length));
      body.push(...tables[name], ...Array(-tables[name].length & 3).fill(0));
    }
    return Uint8Array.from([...four(0x10000), ...two(names.length, 128, 3, 32), ...directory, ...body]);
  }

  async function layOutEvenly() {
    document.fonts.add(await new FontFace('even', evenFont()).load());
    const sheet = new CSSStyleSheet();
    // Geometric: else some Chromiums round each character's width to whole pixels.
    sheet.replaceSync(`* {
      font-family: even !important; text-rendering: geometricPrecision !important;
      transition: none !important; animation: none !important }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }

  const isSeen = (element, box) =>
    box.width > 0 &&
    box.height > 0 &&
    box.bottom > 0 &&
    box.right > 0 &&
    box.top < innerHeight &&
    box.left < innerWidth &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  function line(element) {
    const box = element.getBoundingClientRect();
    if (!isSeen(element, box)) return [];
    const style = getComputedStyle(element);
    // Where it begins and ends, as far as the picture reaches.
    const place = [box.left, box.top, Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)]
      .map(Math.round)
      .join(' ');
    const isDrawn = 'INPUT TEXTAREA SELECT BUTTON IMG svg path rect circle'.split(' ').includes(element.tagName);
    const background = style.backgroundColor === 'rgba(0, 0, 0, 0)' ? '' : style.backgroundColor;
    const sides = ['Top', 'Right', 'Bottom', 'Left'].map((side) => [
      style[`border${side}Width`],
      style[`border${side}Color`],
    ]);
    const borders = sides.filter(([width]) => width !== '0px').map((side) => side.join(' '));
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.data)
      .join(' ')
      .concat(' ', element.placeholder ?? '', ' ', element.checked ? 'checked' : '')
      .replace(/\s+/g, ' ')
      // How a tip's id begins; it is made at random.
      .replace(/\b[0-9a-f]{8}\b/g, 'id')
      .trim();
    if (text === '' && background === '' && borders.length === 0 && !isDrawn) return [];
    const font = text === '' ? '' : `${style.fontSize} ${style.fontWeight} ${style.color}`;
    return [
      [element.tagName.toLowerCase(), place, background, [...new Set(borders)].join(' '), font, text]
        .filter((part) => part !== '')
        .join(' | '),
    ];
  }

  /** The same but for the place, which may be a little off. */
  function isNear(one, other) {
    const [here, there] = [one, other].map((text) => text.split(' | '));
    const places = [here[1], there[1]].map((place) => (place ?? '').split(' ').map(Number));
    return (
      here.length === there.length &&
      here.every((part, i) => i === 1 || part === there[i]) &&
      places[0].every((number, i) => Math.abs(number - places[1][i]) <= NEAR || here[1] === there[1])
    );
  }

  await layOutEvenly();
  const now = [`picture ${picture}`, ...[...document.querySelectorAll('*')].flatMap(line)];
  const before = kept.trimEnd().split('\n');
  const differences = Array.from({ length: Math.max(now.length, before.length) }, (_, i) => i)
    .filter((i) => now[i] === undefined || before[i] === undefined || !isNear(now[i], before[i]))
    .map((i) => `${before[i] ?? '(nothing)'}\n  is now ${now[i] ?? '(nothing)'}`);
  return { page: `${now.join('\n')}\n`, differences };
}
