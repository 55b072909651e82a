import { describe, expect, it } from 'vitest';
import { actOf, findingOf, keyOf } from './shortcuts';

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

describe('findingOf', () => {
  it.each([
    ['the first digit', '1', 'Digit1', 'verified'],
    ['a Persian digit', '۵', 'Digit5', 'junk'],
    ['a French keyboard’s key without Shift', 'é', 'Digit2', 'plausible'],
    ['a digit of the number pad', '3', 'Numpad3', 'unfounded'],
    ['a digit without a finding', '6', 'Digit6', undefined],
    ['a letter', 'j', 'KeyJ', undefined],
  ] as const)('knows the finding of %s', (_keyboard, key, code, finding) => {
    // When
    const found = keyOf({ key, code, shiftKey: false });
    // Then
    expect(findingOf({ ...plain, key: found })).toBe(finding);
    expect(findingOf({ ...plain, key: found, typing: true })).toBeUndefined();
  });
});

describe('keyOf', () => {
  it.each([
    ['a Latin one', 'l', 'KeyL', false, 'lock'],
    ['one of Russian letters', 'д', 'KeyL', false, 'lock'],
    ['one of Persian letters', 'ز', 'KeyC', false, 'confirm'],
    ['an Azerbaijani one, which has no W', 'ü', 'KeyW', false, 'setLane'],
    ['one that has a dot in the place of the slash', '.', 'Slash', false, 'search'],
    ['and a comma with Shift', ',', 'Slash', true, 'help'],
    ['one where letters stand elsewhere: the letter counts', 'a', 'KeyQ', false, 'all'],
  ] as const)('knows the act of a key on %s', (_keyboard, key, code, shiftKey, act) => {
    // When
    const found = keyOf({ key, code, shiftKey });
    // Then
    expect(actOf({ ...plain, key: found })).toBe(act);
  });
});
