/** Why a container is not one of ours, or is inconsistent. The words say the kind of fault, never the content. */
export const REASONS = {
  'not-a-tip': 'it is not a tip container',
  truncated: 'the container ends too early',
  'trailing-bytes': 'bytes follow the end of the container',
  'too-large': 'the container is larger than allowed',
  'too-many-entries': 'the container has too many entries',
  'entry-name': 'an entry has a name that is not ours',
  'duplicate-entry': 'an entry appears twice',
  'missing-entry': 'an entry is missing',
  'not-a-plain-file': 'an entry is not a plain file',
  encoding: 'an entry is compressed or encoded in a way that Penah never writes',
  size: 'a size does not match the bytes',
  checksum: 'a checksum does not match the bytes',
  directory: 'the directory contradicts the entries',
  content: 'tip.json is malformed or out of bounds',
} as const;

export type Reason = keyof typeof REASONS;

export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(REASONS[reason]);
    this.name = 'Refused';
  }
}
