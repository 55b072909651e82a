import { describe, expect, it } from 'vitest';
import { list, maybe, shape, text } from '../api/decode';
import { MOST_VIEWS, readKept, writeKept } from './saved';

describe('saved views', () => {
  it('come back as they were saved', () => {
    // Given
    const saved = [{ name: 'Mine, overdue', filter: { assignee: 'me', overdue: true as const } }];
    // When
    const { views, language } = readKept(writeKept({ views: saved, language: 'az' }));
    // Then
    expect(views[0]?.name).toBe('Mine, overdue');
    expect(views[0]?.filter).toMatchObject({ assignee: 'me', overdue: true, queue: undefined });
    expect(language).toBe('az');
  });

  it('come back as an older desk saved them', () => {
    // When
    const read = readKept('[{"name":"Mine","filter":{"assignee":"me"}}]');
    // Then
    expect(read.views.map(({ name }) => name)).toEqual(['Mine']);
    expect(read.language).toBeUndefined();
  });

  it('come back as a desk of 30 November saved them', () => {
    // When
    const read = readKept('{"views":[{"name":"Mine","filter":{"assignee":"me"}}],"language":"az"}');
    // Then
    expect(read).toMatchObject({ views: [{ name: 'Mine' }], language: 'az', others: [] });
  });

  it('are read by a desk from before 30 November, and there is nothing else that it would drop', () => {
    // Given
    const older = list(shape({ name: text, filter: shape({ assignee: maybe(text) }) }), MOST_VIEWS);
    const saved = [
      { name: 'Mine', filter: { assignee: 'me' } },
      { name: 'All', filter: {} },
    ];
    // When
    const read = older(JSON.parse(writeKept({ views: saved, language: 'az' })), 'views');
    // Then
    expect(read).toEqual(saved);
    expect(readKept(JSON.stringify(read)).views).toEqual(saved);
  });

  it.each([
    ['a field of a filter', { name: 'Far', filter: { region: '145' } }],
    ['a field of a view', { name: 'Far', filter: {}, colour: 'red' }],
    ['a lane', { name: 'Far', filter: { lane: 'later' } }],
    ['another kind of thing', { chart: 1 }],
  ])('of a newer desk, with %s, are not shown and not lost', (_what, newer) => {
    // Given
    const { views, others } = readKept(JSON.stringify([newer, { name: 'Mine', filter: {}, language: 'ka' }]));
    // When
    const written = readKept(writeKept({ views: [...views, { name: 'All', filter: {} }], language: 'ka', others }));
    const emptied = readKept(writeKept({ views: [], language: 'ka', others }));
    // Then
    expect(views.map(({ name }) => name)).toEqual(['Mine']);
    expect(written).toMatchObject({ views: [{ name: 'Mine' }, { name: 'All' }], language: 'ka', others: [newer] });
    expect(emptied).toEqual({ views: [], language: 'ka', others: [newer] });
  });

  it('are nothing where nothing was saved', () => {
    // Then
    expect(readKept('')).toEqual({ views: [] });
  });

  it.each(['{', '1', '{"pages":[]}'])('that are written in a way that nobody knows, as %s, are refused', (sealed) => {
    // Then
    expect(() => readKept(sealed)).toThrow();
  });

  it('fit into one sealed text, as many as there may be', () => {
    // Given
    const filter = {
      queue: 'q'.repeat(31),
      assignee: 'h'.repeat(64),
      tag: 't'.repeat(36),
      finding: 'unfounded' as const,
    };
    const many = Array.from({ length: MOST_VIEWS }, (_, i) => ({ name: `${i}`.padEnd(40, 'x'), filter }));
    // When
    const written = writeKept({ views: many, language: 'az' });
    // Then
    expect(readKept(written).views).toHaveLength(MOST_VIEWS);
    expect(new TextEncoder().encode(written).length).toBeLessThan(8000);
  });
});
