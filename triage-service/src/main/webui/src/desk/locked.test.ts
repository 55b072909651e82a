import { beforeEach, describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Service } from '../api/service';
import type { Partner, SealedKeys } from '../api/wire';
import { troubleWords } from '../details/words';
import type { Opened } from '../format/reading';
import type { FromWorker, ToWorker } from '../keys/protocol';
import { refusalWords } from '../people/words';
import { sendTroubleWords } from '../reply/words';
import { workTroubleWords } from '../work/words';
import { Desk } from './desk.svelte';
import { Presence } from './presence';

const TIP = tipSummary({
  tipId: 'a-tip',
  queue: 'threat',
  threat: { who: 'me', when: 'hours', region: undefined },
  consents: { alert: true, details: true },
});
const SAFE_HOUSE = { name: 'safe-house', recipient: 'age1pq1' } as Partner;
const OPENED: Opened = { form: 'tip', topic: '', message: '', answers: [], replyTo: undefined, files: [] };

/** Opens keys and tips, and seals nothing in time. */
class Slow {
  onmessage: (event: MessageEvent<FromWorker>) => void = () => undefined;

  postMessage(message: ToWorker): void {
    if ('activity' in message) return;
    const { id, question } = message;
    const signed = [{ queue: 'threat', epoch: 1 }];
    const answers: Partial<Record<string, object>> = {
      unlock: { recipient: 'age1pq1', verdicts: { signed, made: [], damaged: [], forged: [] } },
      open: OPENED,
      preview: OPENED,
    };
    const answer = answers[question.ask];
    if (answer === undefined) return;
    queueMicrotask(() => {
      this.onmessage({ data: { id, answer } } as unknown as MessageEvent<FromWorker>);
    });
  }

  terminate(): void {
    this.onmessage = () => undefined;
  }
}

describe('a key that locks between the press and the sealing', () => {
  const posted: string[] = [];

  async function openDesk(): Promise<Desk> {
    const service = new Service((input, init) => {
      if (init?.method === 'POST') posted.push(input as string);
      const keys = { member: { name: 'aysel', sealedIdentity: '' }, queues: [] };
      return Promise.resolve(
        input === '/api/keys'
          ? Response.json(keys)
          : new Response(null, { status: init?.method === 'POST' ? 204 : 500 }),
      );
    });
    const desk = new Desk(
      service,
      () => new Slow() as unknown as Worker,
      new Presence({ onmessage: null, postMessage: () => undefined }),
    );
    const keys = { member: { name: 'aysel', sealedIdentity: '' }, queues: [] } as unknown as SealedKeys;
    await desk.vault.unlock(keys, '', undefined);
    await desk.vault.openTip(TIP, () => undefined);
    await Promise.all([desk.conversation, desk.approvals, desk.vital, desk.work].map((each) => each.choose(TIP)));
    for (const each of [desk.conversation, desk.approvals, desk.vital, desk.work]) each.draft = 'Meet her.';
    return desk;
  }

  beforeEach(() => {
    posted.length = 0;
  });

  const PRESSES: Record<string, (desk: Desk) => Promise<string | undefined>> = {
    'an answer': async ({ conversation }) => {
      await conversation.send('age1pq1');
      return conversation.trouble && sendTroubleWords(conversation.trouble.kind, undefined);
    },
    'a text for a partner': async ({ approvals }) => {
      approvals.chooseTarget(SAFE_HOUSE.name, [SAFE_HOUSE]);
      await approvals.write([SAFE_HOUSE]);
      return approvals.trouble && troubleWords(approvals.trouble.kind, undefined);
    },
    'a note': async ({ work }) => {
      work.known = { steps: [], colleagues: [], kinds: [{ kind: 'note', taker: 'member', note: 'required' }] } as never;
      await work.take('note');
      return work.trouble && workTroubleWords(work.trouble.kind, undefined);
    },
    'a reason': async ({ vital }) => (await vital.propose())?.detail,
    'a telephone number': async ({ telephones }) =>
      (await telephones.write(SAFE_HOUSE.name, { numbers: ['+49 30 1234567', '', ''], words: '' }))?.detail,
    'a key for a newcomer': async ({ people }) => {
      const refusal = await people.admit({ name: 'rauf', queues: {}, recipient: 'age1pq1' } as never, ['threat']);
      return refusal && refusalWords(refusal);
    },
  };

  it.each([
    ['an answer', 'Your key is locked, so nothing was sealed and nothing was sent.'],
    ['a text for a partner', 'Your key is locked, so nothing was sealed and nothing was kept.'],
    ['a note', 'Your key is locked, so nothing was sealed and nothing has changed.'],
    ['a reason', 'Your key is locked. Nothing was changed.'],
    ['a telephone number', 'Your key is locked. Unlock it, then try again. Nothing was changed.'],
    [
      'a key for a newcomer',
      'Your key is locked, and without it nothing can be sealed. Unlock it, then do this again.',
    ],
  ])('seals and sends nothing of %s, and says so', async (what, words) => {
    // Given
    const desk = await openDesk();
    const pressed = PRESSES[what]?.(desk);
    // When
    desk.vault.lock();
    // Then
    expect(await pressed).toBe(words);
    expect(posted).toEqual([]);
  });
});

it('lets nobody confirm an alert whose tip was only opened ahead, for its row', async () => {
  // Given
  const desk = new Desk(
    new Service(() => Promise.resolve(new Response(null, { status: 500 }))),
    () => new Slow() as unknown as Worker,
    new Presence({ onmessage: null, postMessage: () => undefined }),
  );
  const keys = { member: { name: 'aysel', sealedIdentity: '' }, queues: [] } as unknown as SealedKeys;
  await desk.vault.unlock(keys, '', undefined);
  // When
  await desk.vault.previewTip(TIP);
  // Then
  expect(desk.vault.isRead('a-tip')).toBe(false);
  expect(() => {
    desk.vault.demand('confirm', 'a-tip');
  }).toThrow();
});
