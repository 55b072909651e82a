import { describe, expect, it } from 'vitest';
import { sniff } from '../format/sniff';
import { senseOf } from './sense';

describe('how a file is looked at', () => {
  it.each([
    ['From: a\nTo: b\nSubject: c\n\n', 'office'],
    ['PK\u0003\u0004', 'office'],
    ['%PDF-1.7', 'pdf'],
    ['They came at night.', undefined],
  ])('%j is shown by %s', (head, viewer) => {
    // Given
    const kind = sniff(new TextEncoder().encode(head));
    // When
    const look = senseOf({ number: 1, claimed: undefined, size: 100, kind, facts: [], picture: undefined });
    // Then
    expect(look?.viewer).toBe(viewer);
  });
});
