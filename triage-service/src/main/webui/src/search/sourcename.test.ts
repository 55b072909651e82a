import { describe, expect, it } from 'vitest';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { sourceName } from './sourcename';

describe('sourceName', () => {
  it('is two words, the same for the same source, and others for another', async () => {
    // Given
    const recipients = await Promise.all(
      Array.from({ length: 20 }, async () => identityToRecipient(await generateHybridIdentity())),
    );
    // When
    const names = recipients.map(sourceName);
    // Then
    expect(names).toEqual(recipients.map(sourceName));
    expect(new Set(names).size).toBe(20);
    for (const name of names) expect(name).toMatch(/^[a-z]{3,8}-[a-z]{3,8}$/);
  });
});
