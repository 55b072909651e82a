import { describe, expect, it } from 'vitest';
import { sniff } from './sniff';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('sniff', () => {
  it.each([
    ['\u00ff\u00d8\u00ff\u00e0 JFIF', 'jpg'],
    ['RIFF1234WEBP', 'webp'],
    ['RIFF1234WAVE', 'wav'],
    ['1234ftypheic', 'heic'],
    ['1234ftypisom', 'mp4'],
    ['MZ\u0090\u0000', 'bin'],
    ['#!/bin/sh\nrm -rf /', 'txt'],
    ['<svg onload="alert(1)"/>', 'txt'],
    ['<html><script>alert(1)</script>', 'txt'],
    ['\u0001\u0002\u0003', 'bin'],
    ['', 'bin'],
  ])('%j is saved as .%s', (head, extension) => {
    // Given
    const latin1 = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
    // When
    const kind = sniff(latin1);
    // Then
    expect(kind.extension).toBe(extension);
  });

  it('knows text whose last letter is cut in two', () => {
    // When
    const kind = sniff(bytes('təhlükə').subarray(0, 2));
    // Then
    expect(kind.words).toBe('text');
  });
});
