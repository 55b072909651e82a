import { describe, expect, it } from 'vitest';
import { ROOT_KEY, sign } from '../../fixture/root.ts';
import type { SignedKeys } from '../api/wire';
import { StillLocked } from './keyring';
import { known } from './known';
import { rootKeyIn, Trust } from './trust';

const THREAT = { queue: 'threat', epoch: 1 };
const NEXT = { queue: 'threat', epoch: 2 };
const SEALED = 'age1pq1sealed';
const MADE = 'age1pq1made';
const OTHER = 'age1pq1evl';
const KEYS = sign([{ ...THREAT, recipient: SEALED }], 'age1pq1recvery');

async function trust(): Promise<Trust> {
  return Trust.of(KEYS, ROOT_KEY, [await known('epoch threat 2', MADE)]);
}

function trouble(keys: SignedKeys, root: string): string {
  try {
    Trust.of(keys, root, []);
    return 'trusted';
  } catch (cause) {
    return cause instanceof StillLocked ? cause.kind : String(cause);
  }
}

describe('a queue’s key', () => {
  it.each([
    ['signed', THREAT, SEALED, 'signed'],
    ['exchanged after it was signed', THREAT, OTHER, 'forged'],
    ['made here', NEXT, MADE, 'made'],
    ['exchanged before it was signed', NEXT, OTHER, 'forged'],
    ['made by a colleague, or invented', { queue: 'threat', epoch: 3 }, OTHER, 'unsigned'],
    ['that of another queue', { queue: 'general', epoch: 1 }, SEALED, 'unsigned'],
  ])('is told if it is %s', async (_, place, recipient, verdict) => {
    // When
    const found = await (await trust()).verdictOn(place, recipient);
    // Then
    expect(found).toBe(verdict);
  });

  it('is the one that was signed, if that is not the one that was made here', async () => {
    // Given
    const keys = sign([{ ...NEXT, recipient: OTHER }], 'age1pq1recvery');
    const both = Trust.of(keys, ROOT_KEY, [await known('epoch threat 2', MADE)]);
    // When
    const found = [await both.verdictOn(NEXT, MADE), await both.verdictOn(NEXT, OTHER)];
    // Then
    expect(found).toEqual(['forged', 'signed']);
  });
});

describe('the list of keys', () => {
  it('is believed if the root key signed it', () => {
    // When
    const found = trouble(KEYS, ROOT_KEY);
    // Then
    expect(found).toBe('trusted');
  });

  it.each([
    ['the root key is another', KEYS, `${ROOT_KEY.slice(0, -1)}${ROOT_KEY.endsWith('A') ? 'B' : 'A'}`],
    ['what was typed is no key', KEYS, ''],
    [
      'a byte of it has changed',
      { ...KEYS, manifest: btoa(atob(KEYS.manifest).replace('threat', 'thread')) },
      ROOT_KEY,
    ],
    ['the signature is of another list', { ...KEYS, signature: sign([], 'age1pq1recvery').signature }, ROOT_KEY],
    ['there is none', { manifest: '', signature: '' }, ROOT_KEY],
  ])('is not believed if %s', (_, keys, root) => {
    // When
    const found = trouble(keys, root);
    // Then
    expect(found).toBe('not-signed');
  });
});

describe('the key that a tip is moved to', () => {
  const TODAY = new Date().toISOString().slice(0, 10);
  const LATER = new Date(Date.now() + 80 * 86_400_000).toISOString().slice(0, 10);

  it('is the newest that is signed for the queue, whatever the service or this browser has besides', async () => {
    // Given
    const both = sign(
      [THREAT, NEXT].map((place) => ({ ...place, recipient: `${SEALED}${place.epoch === 2 ? 'z' : 'q'}` })),
      'age1pq1recvery',
    );
    const trusted = Trust.of(both, ROOT_KEY, [await known('epoch threat 3', MADE)]);
    // When
    const found = trusted.sealingTo('threat', TODAY);
    // Then
    expect(found).toEqual({ ...NEXT, recipient: `${SEALED}z` });
  });

  it.each([
    ['the queue is not signed', 'general', TODAY],
    ['the list has ended long ago', 'threat', LATER],
    ['the list counts from a later day', 'threat', '2026-01-01'],
  ])('is none if %s', async (_, queue, day) => {
    // Given
    const trusted = await trust();
    // When
    const find = () => trusted.sealingTo(queue, day);
    // Then
    expect(find).toThrow('not-signed');
  });

  it('is in no list that is older than one that this browser has seen', () => {
    // When
    const older = () => Trust.of(KEYS, ROOT_KEY, [], 2);
    // Then
    expect(older).toThrow('not-signed');
  });
});

describe('the root key', () => {
  it.each([
    ['alone', ROOT_KEY],
    ['with spaces around', `  ${ROOT_KEY} `],
    ['in the line of the checklist', `minisign -Vm keys.json -P ${ROOT_KEY}`],
    ['in the file', `untrusted comment: minisign public key 0A\n${ROOT_KEY}\n`],
    ['in groups', ROOT_KEY.match(/.{1,8}/g)?.join(' ') ?? ''],
  ])('is read %s', (_, typed) => {
    // When
    const read = rootKeyIn(typed);
    // Then
    expect(read).toBe(ROOT_KEY);
  });
});
