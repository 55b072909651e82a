import { describe, expect, it } from 'vitest';
import { Failure } from '../api/failure';
import type { ManagedPartner } from '../api/managed';
import { couldBeHeard, draftOf, failureWords, invitationText, isName, isPending, profileOf, unheard } from './managed';

const PARTNER: ManagedPartner = {
  name: 'night-line',
  tier: 2,
  languages: ['az'],
  managed: {
    version: 3,
    admission: 'untried',
    url: 'https://night.example/',
    regions: [],
    hours: undefined,
    credentials: undefined,
  },
};
const DECISION = {
  name: 'night-line',
  disabled: false,
  decidedBy: 'kamran',
  approvedBy: 'aysel',
  decidedOn: '2026-11-25',
};

describe('profileOf', () => {
  it('makes what people write into what the contract says', () => {
    // Given
    const draft = {
      tier: 3,
      languages: ['fa', 'az'],
      regions: ' 145, 143 ',
      zone: ' Europe/Vilnius',
      open: 'Mon-Fri  09:00-17:00\n\n',
    };
    // When
    const profile = profileOf(draft);
    // Then
    expect(profile).toEqual({
      tier: 3,
      languages: ['az', 'fa'],
      regions: ['145', '143'],
      hours: { zone: 'Europe/Vilnius', open: ['mon-fri 09:00-17:00'] },
    });
  });

  it('takes empty hours as always, and hours without a zone as a mistake that the service names', () => {
    // When
    const always = profileOf(draftOf(undefined));
    const halfSaid = profileOf({ ...draftOf(undefined), open: 'sat 10:00-14:00' });
    // Then
    expect(always.hours).toBeUndefined();
    expect(halfSaid.hours).toEqual({ zone: '', open: ['sat 10:00-14:00'] });
  });

  it('changes nothing by showing it', () => {
    // Given
    const profile = { tier: 4, languages: ['en'], regions: ['030'], hours: { zone: 'UTC', open: ['sat 10:00-14:00'] } };
    // When
    const again = profileOf(draftOf(profile));
    // Then
    expect(again).toEqual(profile);
  });
});

describe('failureWords', () => {
  it.each([
    [undefined, 'The service refused.'],
    ['They are open to nobody.', 'They are open to nobody.'],
  ])('says of a refusal what the service says: %s', (detail, expected) => {
    // When
    const words = failureWords(new Failure('refused', detail));
    // Then
    expect(words).toBe(expected);
  });
});

describe('isPending', () => {
  it.each([
    [4, true],
    [3, false],
  ])('decision %i of a partner that follows 3: %s', (version, expected) => {
    // When
    const pending = isPending(PARTNER, {
      partners: [],
      invitations: [],
      decisions: [{ ...DECISION, version }],
      ending: {},
    });
    // Then
    expect(pending).toBe(expected);
  });

  it('names whom the channel has said nothing of', () => {
    // When
    const names = unheard({
      partners: [PARTNER],
      invitations: [],
      decisions: [{ ...DECISION, name: 'harbour', version: 1 }],
      ending: {},
    });
    // Then
    expect(names).toEqual(['harbour']);
  });
});

it.each([
  ['0123 4567 89ab cdef 0123 4567 89AB CDEF', true],
  ['0123-4567-89ab-cdef-0123-4567-89ab-cde', false],
  ['', false],
])('whether “%s” could be a fingerprint: %s', (heard, expected) => {
  expect(couldBeHeard(heard)).toBe(expected);
});

it.each([
  ['night-line', true],
  ['a'.repeat(31), true],
  ['a'.repeat(32), false],
  ['Night line', false],
  ['', false],
])('whether “%s” can be a name: %s', (name, expected) => {
  expect(isName(name)).toBe(expected);
});

it('says in the invitation what has to be typed', () => {
  // Given
  const invitation = {
    invitation: {
      name: 'harbour',
      challenge: 'join-00',
      invitedBy: 'kamran',
      invitedOn: '2026-11-25',
      answer: undefined,
    },
    over: false,
    said: undefined,
  };
  // When
  const words = invitationText(invitation);
  // Then
  expect(words).toContain('penah-partner join --dir partner join-00');
  expect(words).toContain('--name harbour');
});
