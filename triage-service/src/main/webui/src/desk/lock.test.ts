import { beforeEach, expect, it, vi } from 'vitest';
import { unlockedDesk } from '../../fixture/desk.ts';
import type { Desk } from './desk.svelte';

let desk: Desk;

beforeEach(() => {
  desk = unlockedDesk();
});

it('seals every part of the desk that can be sealed', () => {
  // Given
  const parts = Object.values(desk).filter(
    (part: unknown): part is { seal: () => void } =>
      typeof (part as { seal?: unknown } | undefined)?.seal === 'function',
  );
  const seals = parts.map((part) => vi.spyOn(part, 'seal'));
  // When
  desk.vault.lock();
  // Then
  expect(parts.length).toBeGreaterThan(8);
  for (const seal of seals) expect(seal).toHaveBeenCalledOnce();
});

it('keeps nothing that was written and not sent', () => {
  // Given
  const { conversation, approvals, selection, tags, views, vital, work, searchIndex } = desk;
  for (const part of [conversation, approvals, tags, views, vital, work, work.call])
    part.draft = 'Aysel at the airport';
  selection.reason = 'Aysel is not in danger';
  searchIndex.query = 'Aysel';
  // When
  desk.vault.lock();
  // Then
  const written = [conversation, approvals, tags, views, vital, work, work.call].map((part) => part.draft);
  expect(written.join('')).toBe('');
  expect(selection.reason).toBeUndefined();
  expect(searchIndex.query).toBe('');
});

it('no longer undoes a deed that holds a reason', async () => {
  // Given
  vi.spyOn(desk.service, 'step').mockResolvedValue(undefined);
  vi.spyOn(desk.vault, 'sealNote').mockResolvedValue('sealed');
  desk.selection.toggle({ tipId: 'a' } as never);
  await desk.selection.do(desk.selection.finding('junk', 'Aysel is not in danger'));
  const before = desk.selection.undoable;
  // When
  desk.vault.lock();
  // Then
  expect(before).toBe(true);
  expect(desk.selection.undoable).toBe(false);
});
