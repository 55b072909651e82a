import { Reader, type Parts } from './parts';
import { riff, riffChunk, riffChunks, riffFile } from './riff';

/** Samples that are nothing but samples: whole and floating numbers, A-law, µ-law, and the header that names one of them. */
const SAMPLES = new Set([0x0001, 0x0003, 0x0006, 0x0007, 0xfffe]);
const HEADERS = new Set([16, 18, 40]);

/** WAV: format and samples. */
export function wav(bytes: Uint8Array<ArrayBuffer>): Parts {
  const file = riffFile(bytes, 'WAVE');
  const chunks = riffChunks(file, 12, file.length);
  const [format, ...moreFormats] = chunks.filter(({ name }) => name === 'fmt ');
  const [data, ...moreData] = chunks.filter(({ name }) => name === 'data');
  if (format === undefined || data === undefined || moreFormats.length + moreData.length > 0 || data.data.length === 0)
    throw new RangeError('not one sound');
  const kind = new Reader(format.data).byte(0) + 256 * new Reader(format.data).byte(1);
  if (!SAMPLES.has(kind) || !HEADERS.has(format.data.length)) throw new RangeError('samples of another kind');
  return riff('WAVE', [riffChunk('fmt ', format.data), riffChunk('data', data.data)]);
}
