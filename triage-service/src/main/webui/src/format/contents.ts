import { Encrypter } from 'age-encryption';
import { closed, count, list, object, shorter, Unexpected, type Decoder } from '../api/decode';
import { Refused } from './refused';

/** How large a tip may be; the same numbers as `org.penah.sealing.tip.TipBounds`. Text is counted in UTF-16 units. */
export const BOUNDS = {
  container: 2 ** 31 - 1,
  files: 100,
  json: 2 ** 20,
  topic: 64,
  message: 100_000,
  answers: 50,
  answerKey: 64,
  answer: 10_000,
  recipient: 1959,
  fileName: 255,
  fileType: 255,
} as const;

export interface ListedFile {
  entry: string;
  /** The source's name for it: data to show, never a path. */
  name: string;
  /** The type that the source's browser claimed: data to show, never to trust. */
  type: string;
  size: number;
}

export interface Contents {
  topic: string;
  message: string;
  answers: [question: string, answer: string][];
  /** The post-quantum recipient that replies are sealed to; nothing if the source wants none. */
  replyTo?: string | undefined;
  files: ListedFile[];
}

const answers: Decoder<[string, string][]> = (value, field) => {
  const pairs = Object.entries(object(value, field));
  if (pairs.length > BOUNDS.answers) throw new Unexpected(field, `at most ${BOUNDS.answers} answers`);
  return pairs.map(([question, answer]) => [
    shorter(BOUNDS.answerKey)(question, field),
    shorter(BOUNDS.answer)(answer, field),
  ]);
};

const replyTo: Decoder<string | undefined> = (value, field) => {
  const recipient = shorter(BOUNDS.recipient)(value, field);
  if (recipient === '') return undefined;
  if (!recipient.startsWith('age1pq1')) throw new Unexpected(field, 'a post-quantum recipient');
  new Encrypter().addRecipient(recipient);
  return recipient;
};

const version: Decoder<1> = (value, field) => {
  if (value !== 1) throw new Unexpected(field, '1');
  return 1;
};

const document = closed<Contents & { version: 1 }>({
  version,
  topic: shorter(BOUNDS.topic),
  message: shorter(BOUNDS.message),
  answers,
  replyTo,
  files: list(
    closed<ListedFile>({
      entry: shorter(BOUNDS.fileName),
      name: shorter(BOUNDS.fileName),
      type: shorter(BOUNDS.fileType),
      size: count,
    }),
    BOUNDS.files,
  ),
});

/** Reads `tip.json`; {@code sizes} are those of the files that the container really holds, in order. */
export function readContents(json: Uint8Array, sizes: readonly number[]): Contents {
  const contents = parse(json);
  if (contents.files.length !== sizes.length) throw new Refused('missing-entry');
  contents.files.forEach((file, index) => {
    if (file.entry !== entryOf(index + 1)) throw new Refused('content');
    if (file.size !== sizes[index]) throw new Refused('size');
  });
  return contents;
}

export function entryOf(number: number): string {
  return `files/${number}`;
}

function parse(json: Uint8Array): Contents {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    const parsed: unknown = JSON.parse(text);
    if (repeatsAKey(text)) throw new Refused('content');
    return document(parsed, 'tip.json');
  } catch {
    throw new Refused('content');
  }
}

/** `JSON.parse` takes the last of two equal keys, other readers the first: a text that says two things says nothing. */
function repeatsAKey(wellFormed: string): boolean {
  const objects: Set<string>[] = [];
  for (const [token, string, colon] of wellFormed.matchAll(/("(?:[^"\\]|\\.)*")\s*(:?)|[{}]/g)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (string !== undefined && colon === ':') {
      const key = JSON.parse(string) as string;
      if (objects.at(-1)?.has(key) === true) return true;
      objects.at(-1)?.add(key);
    }
  }
  return false;
}
