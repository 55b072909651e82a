import { describe, expect, it } from 'vitest';
import { downloadName, sizeWords, tipIdOf, visible } from './names';

describe('visible', () => {
  it.each([
    ['photo\u202egpj.exe', 'photo⟨U+202E⟩gpj.exe'],
    ['line\nbreak\u0000', 'line⟨U+000A⟩break⟨U+0000⟩'],
    ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['نامه‌ها.pdf', 'نامه‌ها.pdf'],
    ['<b>.txt', '<b>.txt'],
  ])('%s', (name, expected) => {
    // When
    const shown = visible(name);
    // Then
    expect(shown).toBe(expected);
  });
});

describe('downloadName', () => {
  it('is made of nothing that a source wrote', () => {
    // When
    const name = downloadName('c0ffee00-1234-4000-8000-000000000000', 2, { extension: 'pdf' });
    // Then
    expect(name).toBe('tip-c0ffee00-file-2.pdf');
  });
});

describe('sizeWords', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1536, '1.5 kB'],
    [65_536, '64 kB'],
    [20_971_520, '20 MB'],
    [1_048_000, '1.0 MB'],
  ])('%i: %s', (size, expected) => {
    // When
    const words = sizeWords(size);
    // Then
    expect(words).toBe(expected);
  });
});

describe('tipIdOf', () => {
  const ID = 'aaaaaaaa-1111-4111-8111-111111111111';

  it.each([
    [ID, ID],
    ['../people', undefined],
    [`${ID} `, undefined],
    [undefined, undefined],
  ])('%s is an id: %s', (sealed, expected) => {
    // When
    const tipId = tipIdOf(sealed);
    // Then
    expect(tipId).toBe(expected);
  });
});
