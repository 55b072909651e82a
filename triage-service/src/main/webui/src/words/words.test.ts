import { describe, expect, it } from 'vitest';
import {
  asideWords,
  emptyWords,
  foldWords,
  languageName,
  newsWords,
  regionName,
  shownWords,
  threatLine,
} from './words';

describe('threatLine', () => {
  it.each([
    [{ who: 'none', when: undefined, region: undefined }, 'No danger reported'],
    [{ who: 'me', when: 'days', region: undefined }, 'The source, within days'],
    [{ who: 'unspecified', when: 'hours' }, 'Somebody, within hours'],
    [{ who: 'someone-else', when: 'hours', region: '145' }, 'Someone else, within hours, Western Asia'],
  ] as const)('%o', (threat, expected) => {
    // When
    const line = threatLine(threat);
    // Then
    expect(line).toBe(expected);
  });
});

describe('regionName', () => {
  it('shows what is no code as it is, with nothing hidden', () => {
    // When
    const name = regionName('x\u202e!');
    // Then
    expect(name).toBe('x⟨U+202E⟩!');
  });
});

describe('languageName', () => {
  it('is English', () => {
    // When
    const name = languageName('az');
    // Then
    expect(name).toBe('Azerbaijani');
  });
});

describe('emptyWords', () => {
  it.each([
    [0, {}, 'No queue yet'],
    [2, { lane: 'urgent' }, 'No tip here'],
    [2, { queue: 'threat' }, 'No tip here'],
    [2, { queue: undefined }, 'No tips'],
  ] as const)('for %i queues and the filter %o', (queues, filter, expected) => {
    // When
    const { title } = emptyWords(queues, filter);
    // Then
    expect(title).toBe(expected);
  });
});

describe('shownWords', () => {
  it.each([
    [20, 312, true, '20 of 312'],
    [1000, 1234567, true, '1,000 of 1,234,567'],
    [20, 20, true, '20'],
    [20, 19, true, '20'],
    [1000, 0, true, '1,000+'],
    [1000, 0, false, '1,000'],
  ])('for %i of %i', (shown, total, more, expected) => {
    // When
    const words = shownWords(shown, total, more);
    // Then
    expect(words).toBe(expected);
  });
});

describe('foldWords', () => {
  it.each([
    [{ count: 37, unopened: 30 }, '37 more reports of danger, from a flood or put aside; 30 unopened'],
    [{ count: 1, unopened: 0 }, '1 more report of danger, from a flood or put aside; all opened'],
    [{ lane: 'quarantine', count: 5, unopened: 5 }, '5 more tips from a flood; 5 unopened'],
    [{ lane: 'quarantine', count: 1, unopened: 0 }, '1 more tip from a flood; all opened'],
  ] as const)('%o', (fold, expected) => {
    // When
    const words = foldWords({ lane: 'imminent', ...fold });
    // Then
    expect(words).toBe(expected);
  });
});

describe('asideWords', () => {
  const danger = { who: 'me', when: 'hours', region: undefined } as const;
  const calm = { who: 'none', when: undefined, region: undefined } as const;
  it.each([
    [
      { threat: calm, lane: 'routine', folded: false },
      { aside: false, act: 'Put into quarantine' },
    ],
    [
      { threat: calm, lane: 'quarantine', folded: false },
      { aside: true, act: 'Take out of quarantine' },
    ],
    [
      { threat: danger, lane: 'imminent', folded: false },
      { aside: false, act: 'Fold away' },
    ],
    [
      { threat: danger, lane: 'imminent', folded: true },
      { aside: true, act: 'Take out of the fold' },
    ],
  ] as const)('%o', (tip, expected) => {
    // When
    const words = asideWords(tip);
    // Then
    expect(words).toEqual(expected);
  });
});

describe('newsWords', () => {
  it.each([
    [{ count: 0, imminent: 0, moved: false }, undefined],
    [{ count: 0, imminent: 0, moved: true }, 'List has changed: show'],
    [{ count: 3, imminent: 0, moved: true }, '3 new: show'],
    [{ count: 3, imminent: 1, moved: false }, '3 new, 1 imminent: show'],
  ])('%o', (news, expected) => {
    // When
    const words = newsWords(news);
    // Then
    expect(words).toBe(expected);
  });
});
