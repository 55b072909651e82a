import { beforeEach, describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Service } from '../api/service';
import type { Partner, SealedKeys } from '../api/wire';
import type { FromWorker, ToWorker } from '../keys/protocol';
import type { Opened } from '../format/reading';
import { Desk } from './desk.svelte';
import { Presence } from './presence';

/** Danger and both consents, as the server has them, no matter what was sealed. */
const TIP = tipSummary({
  tipId: 'a-tip',
  threat: { who: 'me', when: 'hours', region: undefined },
  consents: { alert: true, details: true },
});
const PARTNER = { name: 'safe-house', recipient: 'age1pq1' } as Partner;
const KEYS = { member: { name: 'aysel', sealedIdentity: '' }, queues: [] } as unknown as SealedKeys;

/** Opens every tip to the same answers. */
class Opening {
  onmessage: (event: MessageEvent<FromWorker>) => void = () => undefined;

  constructor(private readonly answers: Record<string, string>) {}

  postMessage(message: ToWorker): void {
    if ('activity' in message) return;
    const { id, question } = message;
    const verdicts = { signed: [], made: [], damaged: [], forged: [] };
    const opened: Opened = {
      form: 'tip',
      topic: '',
      message: '',
      answers: Object.entries(this.answers),
      replyTo: undefined,
      files: [],
    };
    const answer =
      question.ask === 'unlock'
        ? { recipient: 'age1pq1', verdicts }
        : question.ask === 'open'
          ? opened
          : { sealed: '' };
    const { trouble } = this.answers;
    const data = trouble !== undefined && question.ask === 'open' ? { id, trouble } : { id, answer };
    queueMicrotask(() => {
      this.onmessage({ data } as unknown as MessageEvent<FromWorker>);
    });
  }

  terminate(): void {
    this.onmessage = () => undefined;
  }
}

describe('what the source sealed decides, not what the server says', () => {
  const posted: string[] = [];

  async function deskWith(answers: Record<string, string>, opens = true): Promise<Desk> {
    const service = new Service((input, init) => {
      if (init?.method === 'POST') posted.push((input as string).replace('/api/tips/a-tip/', ''));
      return Promise.resolve(new Response(null, { status: init?.method === 'POST' ? 204 : 500 }));
    });
    const windows = { onmessage: null, postMessage: () => undefined };
    const desk = new Desk(service, () => new Opening(answers) as unknown as Worker, new Presence(windows));
    await desk.vault.unlock(KEYS, '', undefined);
    if (opens) await desk.vault.openTip(TIP, () => undefined).catch(() => undefined);
    await Promise.all([desk.approvals.choose(TIP), desk.vital.choose(TIP)]);
    desk.approvals.draft = desk.vital.draft = 'Meet her at the north door.';
    return desk;
  }

  const DEEDS: Record<string, (desk: Desk) => Promise<unknown>> = {
    'alert/confirmation': (desk) => desk.decide('a-tip', 'confirmed'),
    details: async (desk) => {
      desk.approvals.chooseTarget(PARTNER.name, [PARTNER]);
      await desk.approvals.write([PARTNER]);
      return desk.approvals.trouble;
    },
    'details/one/approval': (desk) => desk.approvals.decide('one', 'approval'),
    'vital-interest': (desk) => desk.vital.propose(),
    'vital-interest/approval': (desk) => desk.vital.approve({ digest: 'read' }),
  };
  const NO = { danger: 'none', alert: 'no', details: 'no' };
  const YES = { danger: 'me', soon: 'hours', alert: 'yes', details: 'yes' };

  beforeEach(() => {
    posted.length = 0;
  });

  it.each(Object.entries(DEEDS))('refuses %s against the sealed word', async (_route, deed) => {
    // Given
    const desk = await deskWith(NO);
    // When
    const failure = await deed(desk);
    // Then
    expect(failure).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('that is what they sealed') as string,
    });
    expect(posted).toEqual([]);
  });

  it.each(Object.entries(DEEDS))('refuses %s of a tip that is not open', async (_route, deed) => {
    // Given
    const desk = await deskWith(YES, false);
    // When
    const failure = await deed(desk);
    // Then
    expect(failure).toMatchObject({ kind: 'refused' });
    expect(posted).toEqual([]);
  });

  it.each(Object.entries(DEEDS))('lets %s pass with the sealed word', async (route, deed) => {
    // Given
    const desk = await deskWith(YES);
    // When
    await deed(desk);
    // Then
    expect(posted).toEqual([route]);
  });

  it.each(['wrong-key', 'damaged', 'absent'] as const)(
    'lets an alert be confirmed, and nothing else, of a tip that is %s',
    async (trouble) => {
      // Given
      const desk = await deskWith({ trouble });
      // When
      const failure = await desk.decide('a-tip', 'confirmed');
      const raised = await desk.vital.propose();
      // Then
      expect(failure).toBeUndefined();
      expect(raised).toMatchObject({ kind: 'refused' });
      expect(posted).toEqual(['alert/confirmation']);
    },
  );

  it('forgets the sealed word with the key', async () => {
    // Given
    const desk = await deskWith(YES);
    desk.vault.lock();
    // When
    const failure = await desk.decide('a-tip', 'confirmed');
    // Then
    expect(failure?.kind).toBe('refused');
  });

  it('cancels and withdraws no matter what was sealed', async () => {
    // Given
    const desk = await deskWith(NO);
    // When
    await desk.decide('a-tip', 'cancelled');
    await desk.approvals.decide('one', 'drop');
    await desk.vital.drop();
    // Then
    expect(posted).toEqual(['alert/cancellation', 'details/one/drop', 'vital-interest/drop']);
  });
});
