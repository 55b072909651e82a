import { expect, it } from 'vitest';
import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { VitalInterest } from './vitalinterest.svelte';

it('a reason waits under its tip, and one that is sent takes no other with it', async () => {
  // Given
  const tip = (tipId: string) => ({ tipId, threat: { who: 'none' } }) as TipSummary;
  let seal: (sealed: string) => void = () => undefined;
  const sealing = new Promise<string>((resolve) => {
    seal = resolve;
  });
  const vital = new VitalInterest(
    { proposeAlert: () => Promise.resolve() } as unknown as Service,
    { open: true, demand: () => undefined, sealNote: () => sealing } as unknown as Vault,
    { before: (deed: () => Promise<void>) => deed() } as unknown as StepUp,
    () => Promise.resolve(),
    () => undefined,
  );
  await vital.choose(tip('one'));
  vital.draft = 'sent';
  const proposing = vital.propose();
  await vital.choose(tip('other'));
  vital.draft = 'still being written';
  // When
  seal('sealed');
  await proposing;
  // Then
  expect(vital.draft).toBe('still being written');
  await vital.choose(tip('one'));
  expect(vital.draft).toBe('');
  await vital.choose(tip('other'));
  expect(vital.draft).toBe('still being written');
});
