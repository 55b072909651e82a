import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { Partner } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { Releases } from './releases.svelte';

const ONE = tipSummary({ tipId: 'one' });
const OTHER = tipSummary({ tipId: 'other' });
const PARTNER = { name: 'safe-house', recipient: 'age1pq1' } as Partner;

function releases() {
  const service = { details: () => Promise.resolve([]), writeDetails: () => Promise.resolve() } as unknown as Service;
  const vault = {
    open: true,
    demand: () => undefined,
    sealDetails: () => Promise.resolve({ sealed: '', copy: '' }),
  } as unknown as Vault;
  return new Releases(service, vault, {} as unknown as StepUp, () => undefined);
}

describe('Releases', () => {
  it('does not bring a text back that was sent while another tip was looked at', async () => {
    // Given
    const written = releases();
    await written.choose(ONE);
    written.draft = 'Meet her at the north door.';
    const sending = written.write(PARTNER);
    await written.choose(OTHER);
    await sending;
    // When
    await written.choose(ONE);
    // Then
    expect(written.draft).toBe('');
  });

  it('keeps what was begun about a tip, and what was written on while the text before was sent', async () => {
    // Given
    const written = releases();
    await written.choose(ONE);
    written.draft = 'First.';
    const sending = written.write(PARTNER);
    written.draft = 'Second.';
    await written.choose(OTHER);
    await sending;
    // When
    await written.choose(ONE);
    // Then
    expect(written.draft).toBe('Second.');
  });
});
