import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contentOf, faultsOf, inClear, isDanger, queueBefore, type Draft } from './draft.ts';

interface Case {
  what: string;
  form: Partial<Draft>;
  sealed: { topic: string; answers: Record<string, string> };
  clear: { threat: { who: string }; consents: { alert: boolean; details: boolean } };
}

/** The service is tested with the same. */
const CASES = JSON.parse(readFileSync('../../../../docs/contracts/vectors/answers.json', 'utf8')) as Case[];
const LIMITS = { bytes: 1, files: 1 };

describe('a form', () => {
  it.each(CASES)('$what', ({ form, sealed, clear }) => {
    // Given
    const draft = filled(form);
    // When
    const { topic, answers } = contentOf(draft, '');
    // Then
    expect(faultsOf(draft, LIMITS)).toEqual([]);
    expect({ topic, answers }).toEqual(sealed);
    expect(Object.keys(answers)).toEqual(Object.keys(sealed.answers));
    expect(isDanger(draft)).toBe(clear.threat.who !== 'none');
    // What the service is told says the same to it.
    expect(contentOf(filled(inClear(draft)), '').answers).toEqual(sealed.answers);
    expect(Object.keys(inClear(draft))).not.toContain('message');
  });
});

describe('a form for more', () => {
  const FOLLOWS = 'd5f9b2e8-6031-4ca7-b4f2-8e1d3c60af95 general none';

  it('asks whether it is worse, and then whom we may tell', () => {
    // When
    const [first, then] = ['', 'days'].map((soon) => faultsOf(filled({ follows: FOLLOWS, soon }), LIMITS));
    // Then
    expect(first).toEqual(['worse_missing']);
    expect(then).toEqual(['alert_missing']);
  });

  it('needs no words to allow something, and no silence counts as that', () => {
    // When
    const [asked, again, not] = [' ask', ' ask allowed', ' allowed'].map((ask) =>
      faultsOf(
        filled({ follows: `${FOLLOWS.replace('none', 'hours')}${ask}`, soon: 'as-before', message: '' }),
        LIMITS,
      ),
    );
    // Then
    expect(asked).toEqual(['alert_missing']);
    expect(again).toEqual(['alert_missing']);
    expect(not).toEqual(['nothing_said']);
  });

  it('goes where the earlier tip went', () => {
    // When
    const queue = queueBefore(filled({ follows: FOLLOWS }));
    // Then
    expect(queue).toBe('general');
  });
});

function filled(form: Partial<Draft>): Draft {
  const empty = { follows: '', danger: '', soon: '', region: '', alert: '', topic: '', practice: '', receipt: '' };
  return { ...empty, message: 'Salam', files: [], ...form };
}
