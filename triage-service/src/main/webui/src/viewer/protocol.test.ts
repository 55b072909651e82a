import { describe, expect, it } from 'vitest';
import { readSaid } from './protocol';

describe('what the desk hears from a frame', () => {
  it.each([
    { is: 'shown', page: 2, pages: 3, less: false },
    { is: 'needs', name: 'jbig2.wasm' },
    { is: 'failed', why: 'locked' },
  ])('is $is', (said) => {
    expect(readSaid(said)).toEqual(said);
  });

  it('is no more than that', () => {
    expect(readSaid({ is: 'shown', page: 1, pages: 1, less: false, html: '<b>' })).toEqual({
      is: 'shown',
      page: 1,
      pages: 1,
      less: false,
    });
    expect(readSaid({ is: 'failed', why: '<script>' })).toEqual({ is: 'failed', why: 'broken' });
  });

  it.each([
    undefined,
    null,
    'shown',
    {},
    { is: 'saved' },
    { is: 'needs', name: 1 },
    { is: 'shown', page: 2, pages: 1, less: false },
    { is: 'shown', page: 0, pages: 1, less: false },
    { is: 'shown', page: 1, pages: 1e9, less: false },
    { is: 'shown', page: 1, pages: '<b>', less: false },
    { is: 'shown', page: 1, pages: 1 },
  ])('is not %j', (said) => {
    expect(readSaid(said)).toBeUndefined();
  });
});
