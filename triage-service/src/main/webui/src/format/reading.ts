import { readContainer, type FileTarget } from './container';
import { BOUNDS, type Contents } from './contents';
import { Pull } from './pull';
import { Refused, type Reason } from './refused';
import { Keeper } from '../metadata/ends';
import type { Fact } from '../metadata/facts';
import { inspect } from '../metadata/inspect';
import type { Picture } from '../metadata/pictures';
import { Work } from '../metadata/work';
import { plainOf, unopened, Unopened } from './sealed';
import { HEAD, sniff, type Kind } from './sniff';

export interface OpenedFile {
  /** Its place in the container, from 1. */
  number: number;
  /** The source's name and type for it; nothing for a payload that is not our container. */
  claimed: { name: string; type: string } | undefined;
  size: number;
  /** The type by its first bytes. */
  kind: Kind;
  /** Its metadata. */
  facts: Fact[];
  picture: Picture | undefined;
}

export type Opened =
  | (Omit<Contents, 'files'> & { form: 'tip'; files: OpenedFile[] })
  /** Not our container: a source's own file, or a container that contradicts itself. Shown as the one file that it is. */
  | { form: 'one-file'; file: OpenedFile; why: Reason };

type Bytes = ReadableStream<Uint8Array>;

/**
 * Opens a sealed tip with one key. Files are measured and sniffed, not kept.
 *
 * @param work what reading what the files say may cost
 */
export function readTip(
  sealed: Bytes,
  identity: string,
  onBytes: (count: number) => void,
  work = Work.ofTip(),
): Promise<Opened> {
  const whole = new Gauge(work);
  return opening(sealed, identity, { onBytes, onChunk: whole.take }, async (pull) => {
    try {
      return await tipIn(pull, work);
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      await pull.drain();
      return { form: 'one-file', file: { number: 1, claimed: undefined, ...whole.measure() }, why: cause.reason };
    }
  });
}

/** Opens a tip again and takes out one file; what it gives has been verified to the last byte. */
export function readFile(
  sealed: Bytes,
  identity: string,
  form: Opened['form'],
  number: number,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const keep = (piece: Uint8Array) => void pieces.push(piece.slice());
  const pass = () => undefined;
  return opening(sealed, identity, { onBytes: pass, onChunk: form === 'one-file' ? keep : pass }, async (pull) => {
    await (form === 'one-file' ? pull.drain() : readContainer(pull, (each) => (each === number ? keep : pass)));
    return pieces;
  });
}

async function tipIn(pull: Pull, work: Work): Promise<Opened> {
  const gauges: Gauge[] = [];
  const files: FileTarget = (number) => {
    // One after another, so that only one is kept at a time.
    gauges.at(-1)?.measure();
    return (gauges[number - 1] = new Gauge(work)).take;
  };
  const { topic, message, answers, replyTo, files: listed } = await readContainer(pull, files);
  const opened = gauges.map((gauge, index) => ({
    number: index + 1,
    claimed: { name: listed[index]?.name ?? '', type: listed[index]?.type ?? '' },
    ...gauge.measure(),
  }));
  return { form: 'tip', topic, message, answers, replyTo, files: opened };
}

interface Watchers {
  onBytes: (count: number) => void;
  onChunk: (chunk: Uint8Array) => void;
}

async function opening<T>(
  sealed: Bytes,
  identity: string,
  { onBytes, onChunk }: Watchers,
  read: (pull: Pull) => Promise<T>,
): Promise<T> {
  try {
    return await read(new Pull(await plainOf(sealed, identity, onBytes), BOUNDS.container, onChunk));
  } catch (cause) {
    if (cause instanceof Refused) throw new Unopened(cause.reason === 'too-large' ? 'too-large' : 'damaged');
    throw unopened(cause);
  }
}

type Measured = Pick<OpenedFile, 'size' | 'kind' | 'facts' | 'picture'>;

/** Measures what passes, and reads what it says about itself. */
class Gauge {
  private keeper: Keeper | undefined = new Keeper();
  private measured: Measured | undefined;

  constructor(private readonly work: Work) {}

  /** Once all of it has passed: from then on no byte of it is kept. */
  measure(): Measured {
    if (this.measured === undefined) {
      const ends = (this.keeper ?? new Keeper()).ends;
      const kind = sniff(ends.beginning.subarray(0, HEAD));
      this.measured = { size: ends.size, kind, ...inspect(ends, this.work) };
      this.keeper = undefined;
    }
    return this.measured;
  }

  readonly take = (piece: Uint8Array): void => {
    this.keeper?.take(piece);
  };
}
