import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SealedKeys } from '../api/wire';
import type { FromWorker, ToWorker } from './protocol';
import { Vault } from './vault.svelte';

const KEYS = { member: { name: 'aysel', sealedIdentity: '' }, queues: [] } as unknown as SealedKeys;
const MINUTES = 60_000;

/** Opens the keys, and then answers nothing. */
class Hanging {
  onmessage: (event: MessageEvent<FromWorker>) => void = () => undefined;
  ended = false;

  postMessage(message: ToWorker): void {
    if (!('id' in message) || message.question.ask !== 'unlock') return;
    const answer = {
      recipient: 'age1pq1',
      verdicts: { signed: [], unsigned: [], made: [], damaged: [], forged: [] },
      queues: [],
    };
    this.say({ id: message.id, answer });
  }

  say(message: FromWorker): void {
    this.onmessage({ data: message } as MessageEvent<FromWorker>);
  }

  terminate(): void {
    this.ended = true;
  }
}

describe('an open key', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function open() {
    const worker = new Hanging();
    const vault = new Vault(
      () => worker as unknown as Worker,
      () => undefined,
    );
    await vault.unlock(KEYS, '', undefined);
    return { vault, worker };
  }

  it('is locked by the page if the Worker that holds it hangs, and so cannot lock itself', async () => {
    // Given
    const { vault, worker } = await open();
    const asked = vault.openText({ queue: 'threat', epoch: 1 }, '');
    const answered = expect(asked).rejects.toThrow('locked');
    // When
    vi.advanceTimersByTime(125_000);
    // Then
    expect(vault.open).toBe(false);
    expect(worker.ended).toBe(true);
    await answered;
  });

  it('stays open as long as the Worker speaks', async () => {
    // Given
    const { vault, worker } = await open();
    // When
    for (let seconds = 0; seconds < 240; seconds += 10) {
      vi.advanceTimersByTime(10_000);
      worker.say({ locksIn: 5 * MINUTES });
    }
    // Then
    expect(vault.state).toMatchObject({ is: 'open', locksIn: undefined });
  });
});
