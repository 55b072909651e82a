import { describe, expect, it } from 'vitest';
import type { Service } from '../api/service';
import { Drills } from './drills.svelte';
import { Managing } from './managing.svelte';
import type { StepUp } from '../stepup/stepup.svelte';

describe('what the page of partners shows', () => {
  it('is asked for while somebody looks at it, and only then', async () => {
    // Given
    let asked: string[] = [];
    const ask = (what: string, answer: unknown) => () => {
      asked.push(what);
      return Promise.resolve(answer);
    };
    const service = {
      channel: ask('channel', { partners: [] }),
      drills: ask('drills', []),
      managedPartners: ask('managed', {}),
    } as unknown as Service;
    const shown = [
      new Drills(service, () => undefined),
      new Managing(service, {} as unknown as StepUp, () => undefined),
    ];
    const refresh = async () => {
      asked = [];
      await Promise.all(shown.map((each) => each.refresh()));
      return [...asked];
    };
    // When
    const before = await refresh();
    const ends = shown.map((each) => each.watch());
    const meanwhile = await refresh();
    ends.forEach((end) => {
      end();
    });
    const after = await refresh();
    // Then
    expect([before, meanwhile, after]).toEqual([[], ['channel', 'drills', 'managed'], []]);
  });
});
