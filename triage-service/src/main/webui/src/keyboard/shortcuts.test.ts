import { describe, expect, it } from 'vitest';
import { actOf } from './shortcuts';

const plain = { modified: false, typing: false, dialog: false };

describe('actOf', () => {
  it('knows the act of a key', () => {
    // When
    const act = actOf({ ...plain, key: 'j' });
    // Then
    expect(act).toBe('next');
  });

  it.each([
    ['while somebody types', { ...plain, key: 'l', typing: true }],
    ['with a modifier: that is the browser’s', { ...plain, key: 'c', modified: true }],
    ['behind a dialog', { ...plain, key: 'x', dialog: true }],
    ['of a key without one', { ...plain, key: '0' }],
    ['of a key that the browser handles', { ...plain, key: 'Enter' }],
  ])('does nothing %s', (_when, press) => {
    // When
    const act = actOf(press);
    // Then
    expect(act).toBeUndefined();
  });
});
