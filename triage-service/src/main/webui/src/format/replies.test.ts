import { readFileSync } from 'node:fs';
import { Decrypter } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { queueSecret, sealTo, type QueueSecret } from '../../fixture/keys.ts';
import { byteLength, LONGEST, padded, unpadded } from './padding';
import { openFromQueue, sealReply } from './replies';

let source: QueueSecret;
let queue: QueueSecret;

beforeAll(async () => {
  source = await queueSecret('the source');
  queue = await queueSecret('threat');
});

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

async function opened(sealed: Uint8Array, identity: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(sealed, 'text');
}

describe('sealReply', () => {
  it.each(['Salam', 'x'.repeat(LONGEST), 'ə'.repeat(LONGEST / 2), 'یک\nدو\n\nسه'])(
    'has one size and says the same to the source and to the queue (%#)',
    async (text) => {
      // When
      const { sealed, copy } = await sealReply(text, source.recipient, queue.identity);
      // Then
      expect([sealed.length, copy.length]).toEqual([13_136, 13_136]);
      expect(await opened(bytesOf(sealed), source.identity)).toBe(`${text}\n`.padEnd(`${text}\n`.length + pad(text)));
      expect(await openFromQueue(bytesOf(copy), queue.identity)).toBe(text);
    },
  );

  it('lets nobody else read either', async () => {
    // When
    const { sealed, copy } = await sealReply('Salam', source.recipient, queue.identity);
    // Then
    await expect(opened(bytesOf(sealed), queue.identity)).rejects.toThrow();
    await expect(opened(bytesOf(copy), source.identity)).rejects.toThrow();
  });

  it.each(['', 'x'.repeat(LONGEST + 1), 'ə'.repeat(LONGEST / 2 + 1)])(
    'seals nothing of a wrong length (%#)',
    async (text) => {
      // When
      const sealing = sealReply(text, source.recipient, queue.identity);
      // Then
      await expect(sealing).rejects.toThrow(RangeError);
    },
  );

  it('seals to no recipient of an older kind', async () => {
    // When
    const sealing = sealReply(
      'Salam',
      'age1cqrdvqms4lgjtdr63l4dhmlcaau4d4nr3gjnulkeg3unk6t9z34sajps90',
      queue.identity,
    );
    // Then
    await expect(sealing).rejects.toThrow(TypeError);
  });

  it('opens no copy that is not one', async () => {
    // Given
    const short = await sealTo(queue.recipient, 'short');
    // When
    const opening = openFromQueue(short, queue.identity);
    // Then
    await expect(opening).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('pads as the sample of the contract is padded', () => {
    // Given the size of the sample, which Java sealed
    const sample = readFileSync(
      new URL('../../../../../../docs/contracts/samples/reply-sent.json', import.meta.url),
      'utf8',
    );
    const { data } = JSON.parse(sample) as { data: { sealed: string } };
    // When
    const size = bytesOf(data.sealed).length;
    // Then
    expect(size).toBe(9851);
    expect(unpadded(padded('a\nb'))).toBe('a\nb');
  });
});

function pad(text: string): number {
  return 8192 - byteLength(text) - 1;
}
