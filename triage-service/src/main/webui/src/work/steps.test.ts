import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { work, type Step, type TipDetail } from '../api/wire';
import { buttonsFor, stepWords, STEPS } from './steps';

/** The service's table, which StepKindTest writes. */
const RULES = work(
  {
    steps: [],
    colleagues: [],
    kinds: JSON.parse(
      readFileSync(new URL('../../../../../../docs/contracts/step-kinds.json', import.meta.url), 'utf8'),
    ) as unknown,
  },
  'work',
).kinds;
const KINDS = RULES.map(({ kind }) => kind);

describe('the table of steps', () => {
  it('has a row for each kind that the service has, and no other', () => {
    expect(Object.keys(STEPS).sort()).toEqual([...KINDS].sort());
  });

  it('is the only one', () => {
    // Given
    const src = new URL('../', import.meta.url);
    // What plays the service in training says what a step changes, as the service does.
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /(?<!\.test)\.(ts|svelte)$/.test(name) && name !== 'training/world.ts',
    );
    // When
    const naming = files.filter((name) => {
      const text = readFileSync(new URL(name, src), 'utf8');
      return (
        KINDS.filter((kind) => new RegExp(`(['"]${kind}['"]|^\\s*${kind}:)`, 'm').test(text)).length > KINDS.length / 2
      );
    });
    // Then
    expect(naming).toEqual(['work/steps.ts']);
  });
});

describe('buttonsFor', () => {
  it.each([true, false])('offers what a lead alone may only to one: %s', (lead) => {
    // Given
    const held = { legalHold: true } as TipDetail;
    // When
    const kinds = buttonsFor(held, lead, RULES).map(({ kind }) => kind);
    // Then
    expect(kinds.includes('unhold')).toBe(lead);
    expect(kinds).toContain('close');
  });
});

describe('stepWords', () => {
  const step: Step = {
    stepId: 's',
    who: 'rauf',
    day: '2026-11-24',
    kind: 'note',
    value: undefined,
    noted: true,
    from: undefined,
    mentions: [],
  };
  it.each<[Step, string]>([
    [step, 'rauf noted, 2026-11-24'],
    [{ ...step, kind: 'claim' }, 'rauf took it, 2026-11-24'],
    [{ ...step, kind: 'release' }, 'rauf put it down, 2026-11-24'],
    [{ ...step, kind: 'assign', value: 'aysel' }, 'rauf gave it to aysel, 2026-11-24'],
    [{ ...step, kind: 'assign', value: 'rauf' }, 'rauf took it, 2026-11-24'],
    [{ ...step, mentions: ['aysel', 'orkhan'] }, 'rauf noted, asking for aysel, orkhan, 2026-11-24'],
    [{ ...step, kind: 'unvet', value: 'junk' }, 'rauf took back that it is junk, 2026-11-24'],
    [{ ...step, kind: 'link', value: '0123456789' }, 'rauf linked it with 01234567, 2026-11-24'],
    [{ ...step, kind: 'link', from: '0123456789' }, 'rauf linked 01234567 with it, 2026-11-24'],
    [{ ...step, kind: 'merge' }, 'rauf closed it as a duplicate of a tip that is gone, or not yours, 2026-11-24'],
    [{ ...step, kind: 'merge', from: '0123456789' }, 'rauf closed 01234567 as its duplicate, 2026-11-24'],
    [{ ...step, kind: 'move', value: 'general/1 threat/2' }, 'rauf moved it from general to threat, 2026-11-24'],
    [{ ...step, kind: 'ask-move', value: 'threat' }, 'rauf asked to move it to threat, 2026-11-24'],
    [{ ...step, kind: 'levitate' }, 'rauf did what this page has no word for (levitate), 2026-11-24'],
    [{ ...step, kind: 'vet', value: 'duplicate' }, 'rauf found it to be a duplicate, 2026-11-24'],
  ])('%#', (given, expected) => {
    // When
    const words = stepWords(given);
    // Then
    expect(words).toBe(expected);
  });
});
