import { Decrypter } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { queueSecret, type QueueSecret } from '../../fixture/keys.ts';
import { openFromQueue, sealToQueue } from './replies';
import { LONGEST_DETAILS, readDetails, sealDetails, type Target } from './details';

let partner: QueueSecret;
let queue: QueueSecret;
let target: Target;

beforeAll(async () => {
  partner = await queueSecret('safe-house');
  target = { partner: 'safe-house', recipient: partner.recipient };
  queue = await queueSecret('threat');
});

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

async function opened(sealed: string, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(bytesOf(sealed), 'text');
}

describe('sealDetails', () => {
  it.each(['Salam', 'x'.repeat(LONGEST_DETAILS), 'ə'.repeat(LONGEST_DETAILS / 2), 'یک\nدو\n\nسه'])(
    'has one size and says the same to the partner and to the queue (%#)',
    async (text) => {
      // When
      const { sealed, copy } = await sealDetails(text, target, queue.identity);
      // Then
      expect([sealed.length, copy.length]).toEqual([13_136, 13_136]);
      expect((await opened(sealed, partner.identity)).trimEnd()).toBe(text);
      const read = await readDetails(bytesOf(copy), { sealed: bytesOf(sealed), target }, queue.identity);
      expect(read).toEqual({ text, compared: { target, verdict: 'same' } });
    },
  );

  it('lets nobody else read either', async () => {
    // When
    const { sealed, copy } = await sealDetails('Salam', target, queue.identity);
    // Then
    await expect(opened(sealed, queue.identity)).rejects.toThrow();
    await expect(opened(copy, partner.identity)).rejects.toThrow();
  });
});

describe('readDetails', () => {
  it('sees that the partner would read something else', async () => {
    // Given a writer who shows colleagues one text and sealed another
    const shown = await sealDetails('Call her sister.', target, queue.identity);
    const other = await sealDetails('Call this number.', target, queue.identity);
    // When
    const read = await readDetails(bytesOf(shown.copy), { sealed: bytesOf(other.sealed), target }, queue.identity);
    // Then
    expect(read).toEqual({ text: 'Call her sister.', compared: { target, verdict: 'other-text' } });
  });

  it('sees it, too, if the copy has the right key and another text', async () => {
    // Given
    const { sealed, copy } = await sealDetails('Call this number.', target, queue.identity);
    const plain = await openFromQueue(bytesOf(copy), queue.identity);
    const forged = await sealToQueue(plain.replace('Call this number.', 'Call her sister.'), queue.identity);
    // When
    const read = await readDetails(bytesOf(forged), { sealed: bytesOf(sealed), target }, queue.identity);
    // Then
    expect(read).toEqual({ text: 'Call her sister.', compared: { target, verdict: 'other-text' } });
  });

  it('sees that the partner’s file was changed behind the text', async () => {
    // Given
    const { sealed, copy } = await sealDetails('Salam', target, queue.identity);
    const changed = bytesOf(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    // When
    const read = await readDetails(bytesOf(copy), { sealed: changed, target }, queue.identity);
    // Then
    expect(read.compared?.verdict).toBe('other-text');
  });

  it.each([{ recipient: 'age1pq1other' }, { partner: 'elsewhere' }])(
    'sees that the service names another target than the writer sealed to: %o',
    async (changed) => {
      // Given
      const { sealed, copy } = await sealDetails('Salam', target, queue.identity);
      const named = { ...target, ...changed };
      // When
      const read = await readDetails(bytesOf(copy), { sealed: bytesOf(sealed), target: named }, queue.identity);
      // Then
      expect(read).toEqual({ text: 'Salam', compared: { target: named, verdict: 'other-target' } });
    },
  );

  it('reads an older copy, which does not say for whom it is', async () => {
    // Given
    const { sealed, copy } = await sealDetails('Salam', target, queue.identity);
    const plain = await openFromQueue(bytesOf(copy), queue.identity);
    const older = await sealToQueue(plain.replace(/ .*\n/, '\n'), queue.identity);
    // When
    const read = await readDetails(bytesOf(older), { sealed: bytesOf(sealed), target }, queue.identity);
    // Then
    expect(read).toEqual({ text: 'Salam', compared: { target, verdict: 'no-target' } });
  });

  it('opens what no longer waits, and compares nothing', async () => {
    // Given
    const { copy } = await sealDetails('Salam', target, queue.identity);
    // When
    const read = await readDetails(bytesOf(copy), undefined, queue.identity);
    // Then
    expect(read).toEqual({ text: 'Salam', compared: undefined });
  });
});
