import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service, StepAsked } from '../api/service';
import type { Vault } from '../keys/vault.svelte';
import { Selection } from './selection.svelte';

describe('Selection', () => {
  it('leaves what is in the member’s hands there, when more is taken and that is taken back', async () => {
    // Given
    const steps: string[] = [];
    const service = {
      step: (tipId: string, { kind }: StepAsked) => Promise.resolve(void steps.push(`${kind} ${tipId}`)),
    } as unknown as Service;
    const selection = new Selection(service, {} as unknown as Vault, () => Promise.resolve());
    selection.toggle(tipSummary({ tipId: 'mine', assignee: { name: 'aysel', until: undefined } }));
    selection.toggle(tipSummary({ tipId: 'free' }));
    // When
    await selection.do(selection.taking('aysel'));
    await selection.undo();
    // Then
    expect(steps).toEqual(['claim free', 'release free']);
  });
});
