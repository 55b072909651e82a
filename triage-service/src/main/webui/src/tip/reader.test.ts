import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { Vault } from '../keys/vault.svelte';
import type { Memory } from '../search/memory.svelte';
import { Reader } from './reader.svelte';

/** A reader of one tip, and how often its opening was reported. */
async function read(firstOpened: string | undefined, calledUnreadable: boolean) {
  const tip = tipSummary({ firstOpened });
  const told: string[] = [];
  const service = {
    tip: () => Promise.resolve(tip),
    opened: (tipId: string) => Promise.resolve(told.push(tipId)),
  } as unknown as Service;
  const vault = { open: true, openTip: () => Promise.resolve({}) } as unknown as Vault;
  const memory = { keepTip: () => undefined } as unknown as Memory;
  const reader = new Reader(
    service,
    vault,
    memory,
    () => calledUnreadable,
    () => undefined,
  );
  await reader.choose(tip);
  await reader.refresh();
  return told.length;
}

describe('Reader', () => {
  it.each([
    ['that somebody has read before', '2026-11-24', false, 0],
    ['that somebody called unreadable before', '2026-11-24', true, 1],
  ])('reports an opening of a tip %s: %s, %s, %i times', async (_, firstOpened, calledUnreadable, times) => {
    // When
    const told = await read(firstOpened, calledUnreadable);
    // Then
    expect(told).toBe(times);
  });

  it('reports the first opening until it is known', async () => {
    // When
    const told = await read(undefined, false);
    // Then
    expect(told).toBe(2);
  });
});
