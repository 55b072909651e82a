/**
 * A small file can claim to be huge, and unpack to more than a machine has: in a viewer's worker no array is longer than one
 * picture needs, and all together no longer than one page needs. Imported before the library.
 */
const LONGEST = 2 ** 28;
const ALTOGETHER = 2 ** 30;
/** Shorter ones are not counted: they come by the thousand, and go. */
const COUNTED = 2 ** 16;

let taken = 0;

/** Before each page. */
export function beginCount(): void {
  taken = 0;
}

export class TooLarge extends RangeError {}

const SIZED = [
  'ArrayBuffer',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
] as const;

export function bound(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  for (const name of SIZED) {
    const real = globalThis[name] as unknown as new (...args: unknown[]) => object;
    const width = 'BYTES_PER_ELEMENT' in real ? (real.BYTES_PER_ELEMENT as number) : 1;
    const bounded = new Proxy(real, {
      construct(target, args, newTarget) {
        const [length] = args as unknown[];
        if (typeof length === 'number') count(length * width);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
    Object.defineProperty(real.prototype, 'constructor', { value: bounded, writable: true, configurable: true });
    scope[name] = bounded;
  }
  // The browser's own unpacks whatever there is; the library's grows in arrays that are counted.
  delete scope.DecompressionStream;
}

function count(bytes: number): void {
  if (bytes >= COUNTED) taken += bytes;
  if (bytes > LONGEST || taken > ALTOGETHER) throw new TooLarge();
}

bound();
