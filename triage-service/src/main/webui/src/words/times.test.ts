import { describe, expect, it } from 'vitest';
import { fadedDay } from './times';

describe('fadedDay', () => {
  it.each([
    ['2026-11-24T00:00:00Z', '24 Nov'],
    ['2026-11-24T00:05:00Z', undefined],
    ['2026-11-24T23:12:00Z', undefined],
  ])('%s', (instant, expected) => {
    // When
    const day = fadedDay(instant);
    // Then
    expect(day).toBe(expected);
  });
});
