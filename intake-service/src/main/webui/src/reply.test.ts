import { bech32 } from '@scure/base';
import { Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derive, parse } from '#sealing/receipt.js';
import { expect, it } from 'vitest';
import { identityOf, open } from './reply.ts';

const CONTRACTS = join(import.meta.dirname, '../../../../../docs/contracts');
const IDENTITY = await generateHybridIdentity();

function contract(file: string): unknown {
  return JSON.parse(readFileSync(join(CONTRACTS, file), 'utf8'));
}

function plain(text: string): Uint8Array {
  const bytes = new Uint8Array(8192).fill(0x20);
  bytes.set(new TextEncoder().encode(`${text}\n`));
  return bytes;
}

async function seal(bytes: Uint8Array, identity = IDENTITY): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return (await encrypter.encrypt(bytes)) as Uint8Array<ArrayBuffer>;
}

it('opens the sample of the contract with the first receipt of its vectors', async () => {
  // Given
  const { parameters, receipts } = contract('vectors/receipt.json') as {
    parameters: Parameters<typeof derive>[1];
    receipts: { digits: string }[];
  };
  const { data } = contract('samples/reply-sent.json') as { data: { sealed: string } };
  const { identitySeed } = derive(parse(receipts[0]?.digits ?? ''), parameters);
  // When
  const text = await open(new Uint8Array(Buffer.from(data.sealed, 'base64')), identityOf(identitySeed));
  // Then
  expect(text).not.toBe('');
  expect(bech32.decodeToBytes(identityOf(identitySeed).toLowerCase()).bytes).toEqual(identitySeed);
});

it('leaves out the white space at the end', async () => {
  expect(await open(await seal(plain('Salam.\n\nBizə yazın.')), IDENTITY)).toBe('Salam.\n\nBizə yazın.');
});

it('does not open what is sealed to somebody else, or was altered', async () => {
  const altered = await seal(plain('text'));
  altered[altered.length - 1] = 1 ^ (altered.at(-1) ?? 0);
  await expect(open(altered, IDENTITY)).rejects.toThrow();
  await expect(open(await seal(plain('text')), await generateHybridIdentity())).rejects.toThrow();
});

it('takes nothing for a reply that is not 8,192 bytes of UTF-8 with at most 8,000 of text', async () => {
  const notText = plain('x');
  notText[0] = 0xff;
  for (const other of [new Uint8Array([...plain('x'), 0x20]), notText, plain('x'.repeat(8001))]) {
    await expect(open(await seal(other), IDENTITY)).rejects.toThrow();
  }
});
