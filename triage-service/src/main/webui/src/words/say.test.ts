import { beforeEach, describe, expect, it, vi } from 'vitest';

// A file that a slow line keeps for ever.
vi.mock('./tr.json', () => new Promise(() => undefined));

describe('begin', () => {
  let words: typeof import('./say');

  beforeEach(async () => {
    vi.resetModules();
    words = await import('./say');
    vi.stubGlobal('navigator', { languages: ['ka-GE', 'az-AZ', 'tr-TR'] });
  });

  it('speaks the language that is wanted most, though the words of another never come', async () => {
    // When
    void words.begin();
    // Then
    await vi.waitFor(() => {
      expect(words.language()).toBe('az');
    });
  });

  it('leaves the language that somebody chose meanwhile', async () => {
    // When
    void words.begin();
    words.choose('en');
    // Then
    await vi.waitFor(() => {
      expect(words.offered()).toContain('az');
    });
    expect(words.language()).toBe('en');
  });
});
