import { describe, expect, it } from 'vitest';
import { MOST_VIEWS, readViews, writeViews } from './saved';

describe('saved views', () => {
  it('come back as they were saved', () => {
    // Given
    const saved = [{ name: 'Mine, overdue', filter: { assignee: 'me', overdue: true as const } }];
    // When
    const read = readViews(writeViews(saved));
    // Then
    expect(read[0]?.name).toBe('Mine, overdue');
    expect(read[0]?.filter).toMatchObject({ assignee: 'me', overdue: true, queue: undefined });
  });

  it.each(['', '{', '[{"name":1}]', '[{"name":"x","filter":{"lane":"all"}}]'])('%s is nothing', (text) => {
    // When
    const read = readViews(text);
    // Then
    expect(read).toEqual([]);
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
    const written = writeViews(many);
    // Then
    expect(readViews(written)).toHaveLength(MOST_VIEWS);
    expect(new TextEncoder().encode(written).length).toBeLessThan(8000);
  });
});
