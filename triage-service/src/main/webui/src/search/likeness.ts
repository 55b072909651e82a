import { folded } from '../words/folding';

/** Words of a shingle: two texts are as alike as their sets of shingles are. */
const SHINGLE = 3;
/** Letters of a text that are looked at. */
const BEGINNING = 2000;
/** Numbers of a signature. Of two, as many are the same as the texts have shingles in common. */
const LENGTH = 64;
/** Numbers of a band: only texts that agree in a whole band are compared. */
const BAND = 4;
/** The part of the signatures in which two texts of one kind agree. */
const ALIKE = 0.8;
/** Texts that are known at once; the first is forgotten first. */
export const MOST_KNOWN = 5000;

interface Kind {
  /** Of the text that was there first. */
  signature: Uint32Array;
  texts: number;
}

/**
 * Finds texts that say nearly the same, by MinHash over shingles of words (Broder, 1997). It cannot be foreseen which texts
 * it takes for alike: each browser draws its hash functions at random, again at each lock.
 */
export class Likeness {
  private seeds = crypto.getRandomValues(new Uint32Array(LENGTH));
  private readonly kinds = new Map<string, Kind>();
  private readonly bands = new Map<string, Set<Kind>>();

  /** @param tipId whose text it is */
  learn(tipId: string, text: string): void {
    const signature = this.signatureOf(text);
    if (signature === undefined || this.kinds.has(tipId)) return;
    const kind = this.find(signature) ?? this.put({ signature, texts: 0 });
    kind.texts++;
    this.kinds.set(tipId, kind);
    const [oldest] = this.kinds.keys();
    if (this.kinds.size > MOST_KNOWN && oldest !== undefined) this.forget(oldest);
  }

  /** What stands for all texts that say nearly the same; nothing for a tip whose text is not known. */
  kind(tipId: string): unknown {
    return this.kinds.get(tipId);
  }

  forget(tipId: string): void {
    const kind = this.kinds.get(tipId);
    this.kinds.delete(tipId);
    if (kind === undefined || --kind.texts > 0) return;
    for (const key of bandsOf(kind.signature)) {
      const there = this.bands.get(key);
      there?.delete(kind);
      if (there?.size === 0) this.bands.delete(key);
    }
  }

  seal(): void {
    this.kinds.clear();
    this.bands.clear();
    this.seeds = crypto.getRandomValues(new Uint32Array(LENGTH));
  }

  private find(signature: Uint32Array): Kind | undefined {
    for (const key of bandsOf(signature))
      for (const kind of this.bands.get(key) ?? []) if (agreement(kind.signature, signature) >= ALIKE) return kind;
    return undefined;
  }

  private put(kind: Kind): Kind {
    for (const key of bandsOf(kind.signature)) {
      const there = this.bands.get(key) ?? new Set();
      this.bands.set(key, there.add(kind));
    }
    return kind;
  }

  private signatureOf(text: string): Uint32Array | undefined {
    const words = folded(text.slice(0, BEGINNING)).match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return undefined;
    const signature = new Uint32Array(LENGTH).fill(0xffffffff);
    const last = Math.max(0, words.length - SHINGLE);
    for (let at = 0; at <= last; at++) {
      const shingle = hash(words.slice(at, at + SHINGLE).join(' '));
      this.seeds.forEach((seed, index) => {
        signature[index] = Math.min(signature[index] ?? 0, mixed(shingle ^ seed));
      });
    }
    return signature;
  }
}

function* bandsOf(signature: Uint32Array): Iterable<string> {
  for (let at = 0; at < LENGTH; at += BAND) yield `${at} ${signature.subarray(at, at + BAND).join(' ')}`;
}

function agreement(one: Uint32Array, other: Uint32Array): number {
  return one.filter((value, index) => value === other[index]).length / LENGTH;
}

/** FNV-1a over UTF-16. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** The end of MurmurHash3: each bit of the value changes half of all bits. */
function mixed(value: number): number {
  let at = value;
  at = Math.imul(at ^ (at >>> 16), 0x85ebca6b);
  at = Math.imul(at ^ (at >>> 13), 0xc2b2ae35);
  return (at ^ (at >>> 16)) >>> 0;
}
