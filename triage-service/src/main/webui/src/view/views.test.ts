import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import { MOST_VIEWS, writeKept } from './saved';
import { Views } from './views.svelte';

const MINE = [{ name: 'Mine', filter: { assignee: 'me' } }];
const SAVED = writeKept({ views: MINE, language: undefined });

/** A service that keeps what is saved, and a vault that opens it as `open` does. */
function desk(open: () => Promise<string>, views = () => Promise.resolve({ sealed: 'old' }), Own = Views) {
  const kept: string[] = [];
  const service = {
    views,
    saveViews: (sealed: string) => {
      kept.push(sealed);
      return Promise.resolve();
    },
  } as unknown as Service;
  const vault = {
    open: true,
    openOwn: open,
    sealOwn: (_what: string, text: string) => Promise.resolve(text),
  } as unknown as Vault;
  return { kept, views: new Own(service, vault) };
}

describe('saved views', () => {
  it('are kept with what was saved before', async () => {
    // Given
    const { kept, views } = desk(() => Promise.resolve(SAVED));
    await views.read();
    // When
    await views.save('Overdue', { overdue: true });
    // Then
    expect(kept[0]).toContain('Mine');
    expect(views.trouble).toBe(false);
  });

  it.each([
    ['are damaged', () => Promise.reject(new VaultTrouble('damaged')), undefined],
    ['are written in a way that only a newer desk knows', () => Promise.resolve('{"pages":[]}'), undefined],
    ['cannot be fetched', () => Promise.resolve(SAVED), () => Promise.reject(new Failure('offline'))],
  ])('are not written over while they %s', async (_, open, fetch) => {
    // Given
    const { kept, views } = desk(open, fetch);
    await views.read();
    // When
    await views.save('Overdue', { overdue: true });
    // Then
    expect(kept).toEqual([]);
    expect(views.trouble).toBe(true);
  });

  it('of a newer desk stay, though this one does not show them', async () => {
    // Given
    const { kept, views } = desk(() => Promise.resolve('[{"name":"Far","filter":{"region":"145"},"language":"ka"}]'));
    await views.read();
    // When
    await views.save('Overdue', { overdue: true });
    await views.drop('Overdue');
    // Then
    expect(views.all).toEqual([]);
    expect(kept.map((each) => each.includes('"Far"') && each.includes('"ka"'))).toEqual([true, true]);
  });

  it('are not pushed out by one more than may be kept, until one is deleted', async () => {
    // Given
    const all = Array.from({ length: MOST_VIEWS }, (_, i) => ({ name: `${i}`, filter: {} }));
    const { kept, views } = desk(() => Promise.resolve(writeKept({ views: all, language: undefined })));
    await views.read();
    // When
    await views.save('one more', {});
    const refused = kept.length;
    await views.save('7', { overdue: true });
    await views.drop('0');
    await views.save('one more', {});
    // Then
    expect(refused).toBe(0);
    expect(views.all.map(({ name }) => name)).toEqual([
      ...all.map(({ name }) => name).filter((name) => name !== '0' && name !== '7'),
      '7',
      'one more',
    ]);
  });

  it('start empty if they were sealed to a key that no longer exists', async () => {
    // Given
    const { kept, views } = desk(() => Promise.reject(new VaultTrouble('wrong-key')));
    await views.read();
    // When
    await views.save('Overdue', { overdue: true });
    // Then
    expect(kept).toHaveLength(1);
    expect(views.trouble).toBe(false);
  });
});

describe('the language that a member chose', () => {
  let words: typeof import('../words/say');
  let Own: typeof Views;
  let storage: Map<string, string>;

  beforeEach(async () => {
    storage = new Map();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
    });
    vi.resetModules();
    words = await import('../words/say');
    Own = (await import('./views.svelte')).Views;
    await words.loadWords();
  });

  const opened = (language: 'ru' | undefined) =>
    desk(() => Promise.resolve(writeKept({ views: MINE, language })), undefined, Own);

  it('is spoken at the next visit, and leaves nothing in the browser', async () => {
    // Given
    const { kept, views } = opened('ru');
    // When
    await views.read();
    // Then
    expect(words.language()).toBe('ru');
    expect(storage.size).toBe(0);
    expect(kept).toEqual([]);
  });

  it('is not spoken where somebody chose another since the last sign-out', async () => {
    // Given
    storage.set('penah-language', 'tr');
    // When
    await opened('ru').views.read();
    // Then
    expect(words.language()).toBe('en');
  });

  it.each([
    ['with an open key', true],
    ['before the key was opened', false],
  ])('is kept with the views, chosen %s', async (_when, isOpen) => {
    // Given
    const { kept, views } = opened(undefined);
    if (isOpen) await views.read();
    // When
    words.choose('az');
    await views.keepLanguage();
    if (!isOpen) await views.read();
    // Then
    expect(kept).toEqual([writeKept({ views: MINE, language: 'az' })]);
  });

  it('stays when a view is saved', async () => {
    // Given
    const { kept, views } = opened('ru');
    await views.read();
    // When
    await views.save('Overdue', { overdue: true });
    // Then
    expect(kept[0]).toContain('"language":"ru"');
  });
});
