import { generateHybridIdentity } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { sealToQueue } from '../format/replies';
import { Unopened } from '../format/sealed';
import { openOwn, sealOwn } from './own';

let identity: string;

beforeAll(async () => {
  identity = await generateHybridIdentity();
});

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function trouble(sealed: string, with_ = identity): Promise<string> {
  return openOwn('compared-keys', bytes(sealed), with_).then(
    () => 'open',
    (cause: unknown) => (cause instanceof Unopened ? cause.kind : String(cause)),
  );
}

describe('a text of one’s own', () => {
  it('comes back as it was', async () => {
    // When
    const sealed = await sealOwn('compared-keys', 'two words', identity);
    // Then
    expect(await openOwn('compared-keys', bytes(sealed), identity)).toBe('two words');
  });

  it('is not believed if somebody else sealed it to the same recipient', async () => {
    // When
    const forged = await sealToQueue(`${'0'.repeat(64)} two words`, identity);
    // Then
    expect(await trouble(forged)).toBe('damaged');
  });

  it('is not believed as a text of another kind', async () => {
    // When
    const views = await sealOwn('views', 'two words', identity);
    // Then
    expect(await trouble(views)).toBe('damaged');
  });

  it('opens with no other key, which is another thing than being damaged', async () => {
    // When
    const sealed = await sealOwn('compared-keys', 'two words', identity);
    // Then
    expect(await trouble(sealed, await generateHybridIdentity())).toBe('wrong-key');
  });
});
