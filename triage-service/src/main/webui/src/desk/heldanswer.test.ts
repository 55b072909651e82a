import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Failure } from '../api/failure';
import type { Service } from '../api/service';
import type { Reply } from '../api/wire';
import type { Vault } from '../keys/vault.svelte';
import ConversationView from '../reply/Conversation.svelte';
import { Conversation } from '../reply/conversation.svelte';
import { sendTroubleWords } from '../reply/words';
import { Drafts } from './drafts';

describe('an answer that is held', () => {
  const ONE = tipSummary({ tipId: 'one' });
  const TWO = tipSummary({ tipId: 'two' });

  /** A service whose answers can be lost, after the deed or before it. */
  function desk() {
    const held = new Map<string, string>();
    const sent = new Map<string, string>();
    const key = { open: true, opens: true };
    const net = { losing: false, onDrop: () => Promise.resolve() };
    const row = (replyId: string, waits: boolean): Reply => ({
      replyId,
      day: '2026-11-24',
      sender: 'aysel',
      readOn: undefined,
      held: waits || undefined,
    });
    const service = {
      replies: (tipId: string) =>
        Promise.resolve(
          tipId === 'one'
            ? [...[...sent.keys()].map((id) => row(id, false)), ...[...held.keys()].map((id) => row(id, true))]
            : [],
        ),
      reply: (_tip: string, { replyId, copy }: { replyId: string; copy: string }) => {
        held.set(replyId, copy);
        return Promise.resolve();
      },
      dropReply: async (_tip: string, replyId: string) => {
        if (sent.has(replyId)) throw new Failure('refused', 'It has gone out already.', '/problems/sent');
        held.delete(replyId);
        await net.onDrop();
        if (net.losing) throw new Failure('offline');
      },
    } as unknown as Service;
    const vault = {
      get open() {
        return key.open;
      },
      readReply: (_tip: unknown, replyId: string) =>
        key.opens ? Promise.resolve(held.get(replyId) ?? sent.get(replyId)) : Promise.reject(new Failure('offline')),
      sealReply: (_tip: unknown, _to: string, text: string) => Promise.resolve({ sealed: text, copy: text }),
      sealOwn: (_what: string, text: string) => Promise.resolve(text),
      openOwn: (_what: string, text: string) => Promise.resolve(text),
    } as unknown as Vault;
    const open = () => new Conversation(service, vault, { keep: () => undefined }, () => undefined);
    const made = open();
    const drafts = new Drafts(vault, [made]);
    const goOut = () => {
      for (const [replyId, text] of held) sent.set(replyId, text);
      held.clear();
    };
    const lock = () => {
      key.open = false;
      drafts.seal();
      made.seal();
    };
    const unlock = async () => {
      key.open = true;
      await drafts.read();
      await made.read();
    };
    return { made, open, drafts, held, sent, key, net, goOut, lock, unlock };
  }

  async function sending(d: ReturnType<typeof desk>, text = 'Salam') {
    await d.drafts.read();
    await d.made.choose(ONE);
    d.made.draft = text;
    await d.made.send('age1');
    return d.made.heldBy('aysel')?.replyId ?? '';
  }

  const shown = (made: Conversation) =>
    render(ConversationView, {
      props: { conversation: made, opened: undefined, beside: 'age1', language: 'en', member: 'aysel' },
    }).body;

  it('is a draft again though the answer of the service is lost, and is not called sent', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.net.losing = true;
    // When
    await d.made.takeBack(replyId);
    // Then
    expect([d.made.draft, d.made.fate, d.made.trouble, d.made.known]).toEqual(['Salam', undefined, undefined, []]);
    expect(shown(d.made)).not.toContain('Sent.');
  });

  it('is a draft once, however often it is taken back, while nobody knows whether it was', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.net.losing = true;
    d.net.onDrop = () => Promise.resolve(void d.held.set(replyId, 'Salam'));
    // When
    await d.made.takeBack(replyId);
    const words = sendTroubleWords(d.made.trouble?.kind ?? 'broken', d.made.trouble?.detail);
    await d.made.takeBack(replyId);
    // Then
    expect(d.made.draft).toBe('Salam');
    expect(words).toContain('may have been taken back or not');
    // When it went out all the same
    d.goOut();
    await d.made.refresh();
    // Then
    expect([d.made.draft, d.made.fate, d.made.trouble]).toEqual(['', 'sent', undefined]);
  });

  it('leaves what was written since, if it went out before it was taken back', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.made.draft = 'Since';
    d.goOut();
    // When
    await d.made.takeBack(replyId);
    // Then
    expect([d.made.draft, d.made.fate]).toEqual(['Since', 'sent']);
  });

  it('is a draft about its own tip, if the member turns to another one meanwhile', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.net.onDrop = () => d.made.choose(TWO);
    // When
    await d.made.takeBack(replyId);
    // Then
    expect(d.made.draft).toBe('');
    await d.made.choose(ONE);
    expect(d.made.draft).toBe('Salam');
  });

  it('is a draft after the key was locked while it was taken back', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.net.onDrop = () => {
      d.lock();
      return Promise.resolve();
    };
    // When
    await d.made.takeBack(replyId);
    await d.unlock();
    // Then
    expect(d.made.draft).toBe('Salam');
  });

  it('cannot be taken back before its copy is open, for its text would be lost', async () => {
    // Given
    const d = desk();
    const replyId = await sending(d);
    d.key.opens = false;
    const tab = d.open();
    await tab.choose(ONE);
    // When
    await tab.takeBack(replyId);
    // Then
    expect(d.held.size).toBe(1);
    const button = (made: Conversation) => /<button[^>]*>Take it back/.exec(shown(made))?.[0];
    expect(button(tab)).toContain('disabled');
    expect(button(d.made)).not.toContain('disabled');
  });

  it('that is gone from the list was not sent, and the desk says so', async () => {
    // Given
    const d = desk();
    await sending(d);
    expect(d.made.fate).toBeUndefined();
    // When
    d.held.clear();
    await d.made.refresh();
    // Then
    expect(shown(d.made)).toContain('Your last answer did not go out');
    expect(shown(d.made)).not.toContain('Sent.');
  });

  it('that went out is called sent', async () => {
    // Given
    const d = desk();
    await sending(d);
    // When
    d.goOut();
    await d.made.refresh();
    // Then
    expect(shown(d.made)).toContain('Sent. The source sees it');
  });

  it('names no colleague where one’s own other tab has answered', async () => {
    // Given
    const d = desk();
    await sending(d);
    // When
    d.made.overtaken = true;
    // Then
    expect(shown(d.made)).toContain('There is an answer of yours from another tab');
  });
});
