import { describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { Vault } from '../keys/vault.svelte';
import { Tags } from './tags.svelte';

function tags(makeTag: () => Promise<void>) {
  const service = {
    tags: () => Promise.resolve([{ tagId: 'one', queue: 'threat', epoch: 1, name: 'sealed' }]),
    makeTag,
  } as unknown as Service;
  const vault = {
    open: true,
    newestEpoch: () => 2,
    openText: () => Promise.resolve('tender'),
    sealText: () => Promise.resolve('resealed'),
  } as unknown as Vault;
  return new Tags(service, vault);
}

describe('names of tags', () => {
  it('move on to the newest key', async () => {
    // Given
    const moved = tags(() => Promise.resolve());
    // When
    await moved.refresh();
    // Then
    expect(moved.known).toMatchObject([{ epoch: 2, name: 'resealed' }]);
    expect(moved.stuck).toBeUndefined();
  });

  it('that cannot move on are told of', async () => {
    // Given
    const stuck = tags(() => Promise.reject(new Failure('refused')));
    // When
    await stuck.refresh();
    // Then
    expect(stuck.words(['one'])).toEqual(['tender']);
    expect(stuck.stuck).toBe('threat');
  });
});
