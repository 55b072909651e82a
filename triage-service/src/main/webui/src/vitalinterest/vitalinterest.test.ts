import { expect, it, vi } from 'vitest';
import type { Proposal } from '../api/vitalinterest';
import type { Service } from '../api/service';
import type { TipSummary } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { VitalInterest } from './vitalinterest.svelte';

it('a proposal that replaces the one that was read is neither shown with the old reason nor approved', async () => {
  // Given
  const tip = { tipId: 'one', threat: { who: 'none' } } as TipSummary;
  const proposal = (digest: string) => ({ proposer: 'aysel', proposedOn: '2026-11-29', digest }) as Proposal;
  let now = proposal('first');
  let reason = Promise.resolve('the first reason');
  const approved: string[] = [];
  const vital = new VitalInterest(
    {
      vitalInterest: () => Promise.resolve({ proposal: now }),
      approveProposal: (_: string, digest: string) => Promise.resolve(approved.push(digest)),
    } as unknown as Service,
    { open: true, demand: () => undefined, readReason: () => reason } as unknown as Vault,
    { before: (deed: () => Promise<void>) => deed() } as unknown as StepUp,
    () => Promise.resolve(),
    () => undefined,
  );
  await vital.choose(tip);
  const { digest } = vital.proposal ?? { digest: '' };
  expect(vital.reason).toBe('the first reason');
  // When
  now = proposal('second');
  reason = new Promise(() => undefined);
  const refreshed = vital.refresh();
  await vi.waitUntil(() => vital.proposal?.digest === 'second');
  await vital.approve({ digest });
  // Then
  expect(vital.reason).toBeUndefined();
  expect(approved).toEqual(['first']);
  void refreshed;
});

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
