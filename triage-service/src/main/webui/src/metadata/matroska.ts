import { Gap, textOf, type Ends } from './ends';
import { nameOf, timeOf, type Facts } from './facts';

/** RFC 9559. */
const NESTED = new Set([0x18538067, 0x1549a966, 0x1254c367, 0x7373, 0x67c8]);
const TEXTS: Readonly<Record<number, string>> = { 0x4d80: 'Made by', 0x5741: 'Written with', 0x7ba9: 'Title' };
const DATE = 0x4461;
const TAG_NAME = 0x45a3;
const TAG_TEXT = 0x4487;
/** What programs count there says nothing of anybody. */
const COUNTED = /^(?:BPS|DURATION|NUMBER_OF_\w+|_STATISTICS_TAGS)/;
const MOST_ELEMENTS = 5000;
const MOST_TEXT = 1000;
const DEEPEST = 6;

/** Matroska and WebM. */
export function matroska(file: Ends, facts: Facts): void {
  let left = MOST_ELEMENTS;
  const walk = (from: number, to: number, depth: number) => {
    let tag = '';
    for (let at = from; at < to;) {
      if (left-- === 0) throw new Gap();
      const [id, begin] = number(file, at, false);
      const [size, start] = number(file, begin, true);
      const end = size === undefined ? to : Math.min(start + size, to);
      const text = () => textOf(file.upTo(start, end, MOST_TEXT));
      const name = TEXTS[id ?? 0];
      if (id !== undefined && NESTED.has(id)) {
        if (depth === DEEPEST) throw new Gap();
        walk(start, end, depth + 1);
      } else if (name !== undefined) facts.add(name, text());
      else if (id === DATE && end - start === 8)
        facts.add('Created', timeOf(Date.UTC(2001) + Number(file.view(start, 8).getBigInt64(0) / 1_000_000n)));
      else if (id === TAG_NAME) tag = text();
      else if (id === TAG_TEXT && !COUNTED.test(tag)) facts.add(nameOf(tag), text());
      at = end;
    }
  };
  walk(0, file.size, 0);
}

/** A number whose first bits say how long it is; nothing for a size that is not known yet. */
function number(file: Ends, at: number, isSize: boolean): [value: number | undefined, end: number] {
  const first = file.view(at, 1).getUint8(0);
  const length = Math.clz32(first) - 23;
  if (length > 8) throw new RangeError('no element begins here');
  const bytes = file.slice(at, at + length);
  const marked = bytes.reduce((sum, each) => sum * 256 + each, 0);
  if (!isSize) return [marked, at + length];
  const most = 2 ** (7 * length) - 1;
  const value = bytes.slice(1).reduce((sum, each) => sum * 256 + each, first & (2 ** (8 - length) - 1));
  return [value === most ? undefined : value, at + length];
}
