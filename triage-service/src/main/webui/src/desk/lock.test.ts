import { beforeEach, expect, it, vi } from 'vitest';
import { Service } from '../api/service';
import type { Verdicts } from '../keys/protocol';
import { Desk } from './desk.svelte';
import { Presence } from './presence';

let desk: Desk;

beforeEach(() => {
  const nothing = () => Promise.resolve(new Response(null, { status: 500 }));
  const noWorker = () => {
    throw new Error('No key is opened here.');
  };
  desk = new Desk(new Service(nothing), noWorker, new Presence({ postMessage: () => undefined, onmessage: null }));
  desk.vault.state = {
    is: 'open',
    member: 'leyla',
    recipient: '',
    verdicts: {} as Verdicts,
    queues: [],
    locksIn: undefined,
  };
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
  for (const part of [conversation, approvals, tags, views, vital, work]) part.draft = 'Aysel at the airport';
  selection.reason = 'Aysel is not in danger';
  searchIndex.query = 'Aysel';
  // When
  desk.vault.lock();
  // Then
  const written = [conversation, approvals, tags, views, vital, work].map((part) => part.draft);
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
