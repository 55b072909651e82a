import { expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { Reply } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import { Conversation } from './conversation.svelte';

function conversation() {
  const known: Reply[] = [];
  const asked: { seen?: number | undefined; sealedTo?: string | undefined; copy: string }[] = [];
  const service = {
    replies: () => Promise.resolve([...known]),
    reply: (_tip: string, reply: (typeof asked)[number]) => {
      asked.push(reply);
      return Promise.reject(new Error('no answer'));
    },
  } as unknown as Service;
  const vault = {
    open: true,
    readReply: () => Promise.resolve('text'),
    sealReply: ({ queue }: { queue: string }) => Promise.resolve({ sealed: 'for the source', copy: `for ${queue}` }),
  } as unknown as Vault;
  const made = new Conversation(service, vault, { keep: () => undefined }, () => undefined);
  return { made, known, asked };
}

it('tells the service how many answers the member saw on opening the tip, and counts none that came later', async () => {
  // Given
  const { made, known, asked } = conversation();
  known.push({ replyId: 'a', day: '2026-11-24', sender: 'rauf', readOn: undefined, held: undefined });
  await made.choose(tipSummary({ tipId: 'one' }));
  known.push({ replyId: 'b', day: '2026-11-24', sender: 'rauf', readOn: undefined, held: undefined });
  await made.refresh();
  made.draft = 'Salam';
  // When
  await made.send('age1');
  // Then
  expect(asked.map(({ seen }) => seen)).toEqual([1]);
});

it('seals a copy again for the queue to which the tip was moved meanwhile', async () => {
  // Given
  const { made, asked } = conversation();
  await made.choose(tipSummary({ tipId: 'one', queue: 'general', epoch: 1 }));
  made.draft = 'Salam';
  await made.send('age1');
  // When
  await made.choose(tipSummary({ tipId: 'one', queue: 'threat', epoch: 2 }));
  await made.send('age1');
  // Then
  expect(asked.map(({ sealedTo, copy }) => [sealedTo, copy])).toEqual([
    ['general/1', 'for general'],
    ['threat/2', 'for threat'],
  ]);
});
