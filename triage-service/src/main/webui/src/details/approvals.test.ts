import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { Partner } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import { Approvals } from './approvals.svelte';

const ONE = tipSummary({ tipId: 'one' });
const OTHER = tipSummary({ tipId: 'other' });
const PARTNER = { name: 'night-desk', recipient: 'age1pq1night' } as Partner;
const SORTS_FIRST = { name: 'border-watch', recipient: 'age1pq1border' } as Partner;
const TARGET = { partner: PARTNER.name, recipient: PARTNER.recipient };

function approvals(sealedTo: unknown[] = []) {
  const service = { details: () => Promise.resolve([]), writeDetails: () => Promise.resolve() } as unknown as Service;
  const vault = {
    open: true,
    demand: () => undefined,
    sealDetails: (_tip: unknown, target: unknown) => {
      sealedTo.push(target);
      return Promise.resolve({ sealed: '', copy: '' });
    },
  } as unknown as Vault;
  return new Approvals(service, vault, {} as unknown as StepUp, () => undefined);
}

describe('Approvals', () => {
  it('does not bring a text back that was sent while another tip was looked at', async () => {
    // Given
    const written = approvals();
    await written.choose(ONE);
    written.draft = 'Meet her at the north door.';
    written.chooseTarget(PARTNER.name, [PARTNER]);
    const sending = written.write([PARTNER]);
    await written.choose(OTHER);
    await sending;
    // When
    await written.choose(ONE);
    // Then
    expect(written.draft).toBe('');
  });

  it('keeps what was begun about a tip, and what was written on while the text before was sent', async () => {
    // Given
    const written = approvals();
    await written.choose(ONE);
    written.draft = 'First.';
    written.chooseTarget(PARTNER.name, [PARTNER]);
    const sending = written.write([PARTNER]);
    written.draft = 'Second.';
    await written.choose(OTHER);
    await sending;
    // When
    await written.choose(ONE);
    // Then
    expect(written.draft).toBe('Second.');
  });

  it.each([
    ['seals to whom the writer chose though another partner now sorts first', [SORTS_FIRST, PARTNER], [TARGET], ''],
    ['seals nothing to another key than the writer saw', [{ ...PARTNER, recipient: 'age1pq1other' }], [], 'Salam'],
    ['seals nothing to anybody else once the chosen partner is gone', [SORTS_FIRST], [], 'Salam'],
    ['seals nothing where nobody may hear any longer', [], [], 'Salam'],
  ])('%s', async (_, later, sealedTo, draft) => {
    // Given
    const sealed: unknown[] = [];
    const written = approvals(sealed);
    await written.choose(ONE);
    written.chooseTarget(PARTNER.name, [PARTNER]);
    written.draft = 'Salam';
    // When
    await written.write(later);
    // Then
    expect(sealed).toEqual(sealedTo);
    expect(written.draft).toBe(draft);
  });

  it('seals nothing until somebody is chosen, again for each text and each tip', async () => {
    // Given
    const sealed: unknown[] = [];
    const written = approvals(sealed);
    await written.choose(ONE);
    written.draft = 'Salam';
    await written.write([PARTNER]);
    written.chooseTarget(PARTNER.name, [PARTNER]);
    await written.write([PARTNER]);
    written.draft = 'Once more';
    await written.write([PARTNER]);
    written.chooseTarget(PARTNER.name, [PARTNER]);
    await written.choose(OTHER);
    written.draft = 'Elsewhere';
    // When
    await written.write([PARTNER]);
    // Then
    expect(sealed).toEqual([TARGET]);
  });

  it('has a waiting text compared with the target that the service names', async () => {
    // Given
    const compared: unknown[] = [];
    const waiting = { detailsId: 'a', state: 'waiting', ...TARGET };
    const all = [waiting, { ...waiting, detailsId: 'b', state: 'read' }];
    const service = { details: () => Promise.resolve(all) } as unknown as Service;
    const vault = {
      open: true,
      readDetails: (_tip: unknown, _id: string, target: unknown) => {
        compared.push(target);
        return Promise.resolve({ text: '', compared: undefined });
      },
    } as unknown as Vault;
    // When
    await new Approvals(service, vault, {} as unknown as StepUp, () => undefined).choose(ONE);
    // Then
    expect(compared).toEqual([TARGET, undefined]);
  });
});
