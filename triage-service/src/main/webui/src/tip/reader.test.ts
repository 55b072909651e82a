import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import type { SearchIndex } from '../search/searchindex.svelte';
import { Reader } from './reader.svelte';

/** A reader of one tip, and how often its opening was reported. */
async function read(firstOpened: string | undefined, calledUnreadable: boolean) {
  const tip = tipSummary({ firstOpened });
  const told: string[] = [];
  const service = {
    tip: () => Promise.resolve(tip),
    opened: (tipId: string) => Promise.resolve(told.push(tipId)),
  } as unknown as Service;
  const vault = { open: true, holds: () => true, openTip: () => Promise.resolve({}) } as unknown as Vault;
  const searchIndex = { keepTip: () => undefined, keepBeside: () => undefined } as unknown as SearchIndex;
  const reader = new Reader(
    service,
    vault,
    searchIndex,
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

  it('opens a tip of an epoch that began after unlocking, and no tip that was left meanwhile', async () => {
    // Given a vault that learns of the second epoch when it is told
    const opened: string[] = [];
    let newest = 1;
    const service = {
      tip: (tipId: string) => Promise.resolve(tipSummary({ tipId })),
      opened: () => Promise.resolve(),
      keys: () => Promise.resolve({ queues: [] }),
    } as unknown as Service;
    const vault = {
      open: true,
      holds: ({ epoch }: TipSummary) => epoch <= newest,
      addKeys: () => Promise.resolve(void (newest = 2)),
      openTip: ({ tipId, epoch }: TipSummary) => {
        opened.push(tipId);
        return epoch <= newest ? Promise.resolve({}) : Promise.reject(new VaultTrouble('wrong-key'));
      },
    } as unknown as Vault;
    const searchIndex = { keepTip: () => undefined, keepBeside: () => undefined } as unknown as SearchIndex;
    const reader = new Reader(
      service,
      vault,
      searchIndex,
      () => false,
      () => undefined,
    );
    // When
    const leaving = reader.choose(tipSummary({ tipId: 'left', epoch: 2 }));
    await reader.choose(tipSummary({ tipId: 'chosen', epoch: 2 }));
    await leaving;
    // Then
    expect(opened).toEqual(['chosen']);
    expect(reader.reading.is).toBe('open');
  });

  it('reports the first opening until it is known', async () => {
    // When
    const told = await read(undefined, false);
    // Then
    expect(told).toBe(2);
  });
});
