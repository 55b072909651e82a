import { describe, expect, it } from 'vitest';
import { Idle } from './idle';

describe('Idle', () => {
  it('counts down from the last activity', () => {
    // Given
    const idle = new Idle(0, 1000);
    // When
    idle.noteActivity(600);
    // Then
    expect(idle.remaining(1000)).toBe(600);
  });

  it('ends at the limit', () => {
    // Given
    const idle = new Idle(0, 1000);
    // When
    const remaining = idle.remaining(5000);
    // Then
    expect(remaining).toBe(0);
  });

  it('does not come back: a machine that slept has been idle', () => {
    // Given
    const idle = new Idle(0, 1000);
    // When
    idle.noteActivity(5000);
    // Then
    expect(idle.remaining(5000)).toBe(0);
  });

  it('does not run longer because the clock was set back', () => {
    // Given
    const idle = new Idle(10_000, 1000);
    // When
    const remaining = idle.remaining(0);
    // Then
    expect(remaining).toBe(1000);
  });
});
