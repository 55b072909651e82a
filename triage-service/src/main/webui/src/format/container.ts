import { BOUNDS, entryOf, readContents, type Contents } from './contents';
import { joined } from './joined';
import type { Pull } from './pull';
import { Refused } from './refused';
import { walkZip, type Target } from './zip';

const TIP_JSON = 'tip.json';
const PADDING = 'padding';

/** Gets the bytes of each file, in order; counted from 1. */
export type FileTarget = (number: number) => (piece: Uint8Array) => void;

/**
 * Reads a tip's container: files in order, `tip.json` anywhere before `padding`, and `padding` last. Files are not yet verified
 * when {@code files} gets them; only its return says that they are sound.
 */
export async function readContainer(pull: Pull, files: FileTarget): Promise<Contents> {
  const json: Uint8Array[] = [];
  const places = new Places(json, files);
  const bounds = { entries: BOUNDS.files + 2, nameLength: entryOf(BOUNDS.files).length };
  const entries = await walkZip(pull, bounds, places.target);
  if (!places.complete) throw new Refused('missing-entry');
  const sizes = entries.filter((entry) => entry.name.startsWith('files/')).map((entry) => entry.size);
  return readContents(joined(json), sizes);
}

class Places {
  private readonly seen = new Set<string>();
  private files = 0;

  constructor(
    private readonly json: Uint8Array[],
    private readonly file: FileTarget,
  ) {}

  get complete(): boolean {
    return this.seen.has(TIP_JSON) && this.seen.has(PADDING);
  }

  readonly target: Target = (name) => {
    if (this.seen.has(name)) throw new Refused('duplicate-entry');
    if (this.seen.has(PADDING)) throw new Refused('entry-name');
    this.seen.add(name);
    if (name === PADDING) return () => undefined;
    if (name === TIP_JSON) return this.boundedJson();
    if (name !== entryOf(this.files + 1)) throw new Refused('entry-name');
    this.files++;
    return this.file(this.files);
  };

  private boundedJson(): (piece: Uint8Array) => void {
    let size = 0;
    return (piece) => {
      size += piece.length;
      if (size > BOUNDS.json) throw new Refused('content');
      this.json.push(piece);
    };
  }
}
