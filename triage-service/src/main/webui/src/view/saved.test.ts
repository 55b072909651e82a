import { describe, expect, it } from 'vitest';
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

  it.each(['', '{', '[{"name":1}]', '[{"name":"x","filter":{"lane":"all"}}]', '{"views":[],"language":"xx"}'])(
    '%s is nothing',
    (text) => {
      // When
      const read = readKept(text);
      // Then
      expect(read).toEqual({ views: [], language: undefined });
    },
  );

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
