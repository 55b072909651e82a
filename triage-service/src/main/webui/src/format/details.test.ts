import { Decrypter } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { queueSecret, type QueueSecret } from '../../fixture/keys.ts';
import { openFromQueue, sealToQueue } from './replies';
import { LONGEST_DETAILS, readDetails, sealDetails } from './details';

let partner: QueueSecret;
let queue: QueueSecret;

beforeAll(async () => {
  partner = await queueSecret('safe-house');
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
      const { sealed, copy } = await sealDetails(text, partner.recipient, queue.identity);
      // Then
      expect([sealed.length, copy.length]).toEqual([13_136, 13_136]);
      expect((await opened(sealed, partner.identity)).trimEnd()).toBe(text);
      expect(await readDetails(bytesOf(copy), bytesOf(sealed), queue.identity)).toEqual({ text, same: true });
    },
  );

  it('lets nobody else read either', async () => {
    // When
    const { sealed, copy } = await sealDetails('Salam', partner.recipient, queue.identity);
    // Then
    await expect(opened(sealed, queue.identity)).rejects.toThrow();
    await expect(opened(copy, partner.identity)).rejects.toThrow();
  });
});

describe('readDetails', () => {
  it('sees that the partner would read something else', async () => {
    // Given a writer who shows colleagues one text and sealed another
    const shown = await sealDetails('Call her sister.', partner.recipient, queue.identity);
    const other = await sealDetails('Call this number.', partner.recipient, queue.identity);
    // When
    const read = await readDetails(bytesOf(shown.copy), bytesOf(other.sealed), queue.identity);
    // Then
    expect(read).toEqual({ text: 'Call her sister.', same: false });
  });

  it('sees it, too, if the copy has the right key and another text', async () => {
    // Given
    const { sealed, copy } = await sealDetails('Call this number.', partner.recipient, queue.identity);
    const plain = await openFromQueue(bytesOf(copy), queue.identity);
    const forged = await sealToQueue(plain.replace('Call this number.', 'Call her sister.'), queue.identity);
    // When
    const read = await readDetails(bytesOf(forged), bytesOf(sealed), queue.identity);
    // Then
    expect(read).toEqual({ text: 'Call her sister.', same: false });
  });

  it('sees that the partner’s file was changed behind the text', async () => {
    // Given
    const { sealed, copy } = await sealDetails('Salam', partner.recipient, queue.identity);
    const changed = bytesOf(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    // When
    const read = await readDetails(bytesOf(copy), changed, queue.identity);
    // Then
    expect(read.same).toBe(false);
  });
});
