import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { TipSummary } from '../api/wire';
import type { Opened } from '../format/reading';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble } from '../keys/vault.svelte';
import { SearchIndex } from '../search/searchindex.svelte';
import { LARGEST, Previews } from './previews.svelte';

const opened = (message: string): Opened => ({ form: 'tip', topic: 'threat', message, answers: [], files: [] });

function tips(...ids: string[]): TipSummary[] {
  return ids.map((tipId) => tipSummary({ tipId, queue: 'general', sizeClass: 65_536 }));
}

/** Previews of a desk whose key is open, what was fetched for them, and what tips say. */
function desk(says: (tipId: string) => Opened | Trouble = (tipId) => opened(`message of ${tipId}`)) {
  const fetched: string[] = [];
  const key = { open: true };
  const told: string[] = [];
  const staying = new Set<string>();
  const list = { isOfFlood: true };
  const searchIndex = new SearchIndex(() => key.open);
  const vault = {
    get open() {
      return key.open;
    },
    holds: ({ queue }: { queue: string }) => queue === 'general',
    previewTip: ({ tipId }: { tipId: string }) => {
      fetched.push(tipId);
      const said = says(tipId);
      return typeof said === 'string' ? Promise.reject(new VaultTrouble(said)) : Promise.resolve(said);
    },
  };
  const previews = new Previews(
    vault,
    searchIndex,
    () => list.isOfFlood,
    ({ tipId }) => staying.has(tipId),
    () => told.push('session over'),
  );
  return { previews, searchIndex, fetched, key, told, staying, list };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 500; turn++) await Promise.resolve();
}

describe('Previews', () => {
  it('leaves out tips of a flood that say the same as one before, as the member asks for it, but for some', async () => {
    // Given
    const { previews, staying, list } = desk((tipId) =>
      opened(tipId === 'c' ? 'they took my brother' : 'Buy now, buy now'),
    );
    const row = tips('listed', 'a', 'b', 'c', 'd', 'unread').map((tip) => ({ ...tip, folded: tip.tipId !== 'listed' }));
    row.slice(0, 5).forEach((tip) => previews.show(tip));
    previews.toggle();
    await settle();
    const ids = () => previews.rows(row).rows.map(({ tipId }) => tipId);
    expect(ids()).toEqual(['listed', 'a', 'b', 'c', 'd', 'unread']);
    // When
    previews.oneOfEach = true;
    // Then
    expect(ids()).toEqual(['listed', 'c', 'unread']);
    expect([...previews.rows(row).more]).toEqual([['listed', 3]]);
    staying.add('d');
    expect(ids()).toEqual(['listed', 'c', 'd', 'unread']);
    list.isOfFlood = false;
    expect(ids()).toHaveLength(6);
    list.isOfFlood = true;
    previews.seal();
    expect(previews.oneOfEach).toBe(false);
  });

  it('says in which words a tip of a flood differs from one above it, and leaves it in', async () => {
    // Given
    const appeal = (town: string) => opened(`They came to our house in ${town} at night and took my brother away`);
    const { previews, list } = desk((tipId) => (tipId === 'else' ? opened('Buy now, buy now') : appeal(tipId)));
    const row = tips('Bakı', 'else', 'Gəncə', 'Şəki').map((tip) => ({ ...tip, folded: true }));
    row.forEach((tip) => previews.show(tip));
    previews.toggle();
    await settle();
    expect([...previews.rows(row).differs]).toEqual([]);
    // When
    previews.oneOfEach = true;
    // Then
    const { rows, differs } = previews.rows(row);
    expect(rows).toHaveLength(4);
    expect([...differs.keys()]).toEqual(['Gəncə', 'Şəki']);
    expect(differs.get('Şəki')).toEqual({
      from: 'Bakı',
      parts: [
        { text: '…', is: 'same' },
        { text: 'our house in', is: 'same' },
        { text: 'Bakı', is: 'less' },
        { text: 'Şəki', is: 'more' },
        { text: 'at night and', is: 'same' },
        { text: '…', is: 'same' },
      ],
    });
    list.isOfFlood = false;
    expect([...previews.rows(row).differs]).toEqual([]);
  });

  it.each<[string, Partial<TipSummary>]>([
    ['somebody has vetted', { finding: 'plausible' }],
    ['somebody has taken', { assignee: { name: 'rauf', until: undefined } }],
    ['is kept for a court', { legalHold: true }],
    ['has an alert that is not set aside', { alert: { state: 'delivered' } as TipSummary['alert'] }],
    ['is in no flood', { folded: false }],
  ])('leaves out no tip that %s', async (_, touched) => {
    // Given
    const { previews } = desk(() => opened('buy now'));
    const row = tips('a', 'b').map((tip) => ({ ...tip, folded: true, ...(tip.tipId === 'b' ? touched : {}) }));
    row.forEach((tip) => previews.show(tip));
    // When
    previews.toggle();
    previews.oneOfEach = true;
    await settle();
    // Then
    expect(previews.rows(row).rows).toHaveLength(2);
  });

  it('leaves out no tip with a file, and none that adds to another', async () => {
    // Given
    const file = { number: 1, claimed: undefined, offset: 0, size: 9 } as unknown as (Opened & {
      form: 'tip';
    })['files'][0];
    const { previews } = desk((tipId) => ({
      ...(opened('buy now') as Opened & { form: 'tip' }),
      files: tipId === 'b' ? [file] : [],
      answers: tipId === 'c' ? [['follows', '00000000-0000-4000-8000-000000000000']] : [],
    }));
    const row = tips('a', 'b', 'c').map((tip) => ({ ...tip, folded: true }));
    row.forEach((tip) => previews.show(tip));
    // When
    previews.toggle();
    previews.oneOfEach = true;
    await settle();
    // Then
    expect(previews.rows(row).rows).toHaveLength(3);
  });

  it('opens nothing until the member asks, then what is on the screen, each once', async () => {
    // Given
    const { previews, fetched } = desk();
    const [first, second, away] = tips('a', 'b', 'c') as [TipSummary, TipSummary, TipSummary];
    previews.show(first);
    previews.show(second);
    previews.show(away)();
    await settle();
    expect(fetched).toEqual([]);
    // When
    previews.toggle();
    await settle();
    void previews.refresh();
    await settle();
    // Then
    expect(fetched).toEqual(['a', 'b']);
    expect(previews.gist(first)).toMatchObject({ topic: 'threat', line: 'message of a', files: 0 });
    expect(previews.gist(away)).toBeUndefined();
  });

  it('fetches no tip that is large, is sealed to a key that is not open, or was opened before', async () => {
    // Given
    const { previews, searchIndex, fetched } = desk();
    const [known] = tips('known') as [TipSummary];
    searchIndex.keepTip(known, opened('read before'));
    // When
    previews.toggle();
    previews.show(known);
    previews.show(tipSummary({ tipId: 'large', queue: 'general', sizeClass: LARGEST + 1 }));
    previews.show(tipSummary({ tipId: 'other', queue: 'threat', sizeClass: 65_536 }));
    await settle();
    // Then
    expect(fetched).toEqual([]);
    expect(previews.gist(known)?.line).toBe('read before');
  });

  it('fetches nothing while the key is locked, and all of it again once it is open', async () => {
    // Given
    const { previews, searchIndex, fetched, key } = desk();
    previews.toggle();
    for (const tip of tips('a', 'b')) previews.show(tip);
    await settle();
    // When
    key.open = false;
    for (const feature of [searchIndex, previews]) feature.seal();
    void previews.read();
    await settle();
    // Then
    expect(fetched).toEqual(['a', 'b']);
    expect(tips('a', 'b').map((tip) => previews.gist(tip))).toEqual([undefined, undefined]);
    key.open = true;
    previews.toggle();
    void previews.read();
    await settle();
    expect(fetched).toEqual(['a', 'b', 'a', 'b']);
  });

  it('goes on behind a tip that does not open, and says which', async () => {
    // Given
    const { previews, fetched } = desk((tipId) => (tipId === 'broken' ? 'damaged' : opened(tipId)));
    previews.toggle();
    // When
    for (const tip of tips('broken', 'whole')) previews.show(tip);
    await settle();
    void previews.refresh();
    await settle();
    // Then
    expect(fetched).toEqual(['broken', 'whole']);
    expect([...previews.unreadable]).toEqual(['broken']);
  });

  it('tries again what failed for want of a connection, and asks nothing once the session is over', async () => {
    // Given
    let trouble: Trouble | undefined = 'offline';
    const { previews, fetched, told } = desk((tipId) => trouble ?? opened(tipId));
    previews.toggle();
    for (const tip of tips('a', 'b')) previews.show(tip);
    await settle();
    expect(fetched).toEqual(['a']);
    // When
    trouble = undefined;
    void previews.refresh();
    await settle();
    // Then
    expect(fetched).toEqual(['a', 'a', 'b']);
    expect(told).toEqual([]);
    trouble = 'session-over';
    for (const tip of tips('c')) previews.show(tip);
    await settle();
    expect(told).toEqual(['session over']);
  });

  it('holds nobody up, and goes on behind a tip that never comes', async () => {
    // Given
    const { previews, fetched } = desk((tipId) => (tipId === 'slow' ? 'offline' : opened(tipId)));
    previews.toggle();
    for (const tip of tips('slow', 'quick')) previews.show(tip);
    await settle();
    // When
    for (let poll = 0; poll < 5; poll++) {
      await previews.refresh();
      await settle();
    }
    // Then
    expect(fetched).toEqual(['slow', 'slow', 'quick']);
  });

  it('is off again when the key locks', async () => {
    // Given
    const { previews } = desk();
    previews.toggle();
    // When
    previews.seal();
    // Then
    expect(previews.on).toBe(false);
    await settle();
  });

  it('ends where what is on the screen is more than is remembered', async () => {
    // Given
    const { previews, fetched } = desk((tipId) => opened(tipId.repeat(1_000_000)));
    previews.toggle();
    // When
    for (const tip of tips(...Array.from('abcdefghij'))) previews.show(tip);
    await settle();
    void previews.refresh();
    await settle();
    // Then
    expect(fetched).toHaveLength(10);
  });

  it('shows one line, short, whatever the source wrote', async () => {
    // Given
    const { previews } = desk(() => opened(`\n  They\u202e came\n\n at  night ${'😀'.repeat(500)}`));
    previews.toggle();
    const [tip] = tips('a') as [TipSummary];
    // When
    previews.show(tip);
    await settle();
    // Then
    const line = previews.gist(tip)?.line ?? '';
    expect(line).toMatch(/^They\u202e came at night 😀+$/u);
    expect(Array.from(line)).toHaveLength(160);
    expect(line.isWellFormed()).toBe(true);
  });
});
