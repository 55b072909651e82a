import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Writing } from '../feature/writing.svelte';
import { VaultTrouble } from '../keys/vault.svelte';
import { Drafts } from './drafts';

/** A draft that can be turned to another tip, as the desk does. */
class Note extends Writing {
  choose(tipId: string): void {
    this.turnTo(tipSummary({ tipId }));
  }

  lock(): void {
    this.forgetAll();
  }

  sent(text: string): void {
    if (this.tip !== undefined) this.forget(this.tip, text);
  }
}

function desk() {
  const key = { open: true, member: 'aysel' };
  const sealed: string[] = [];
  const vault = {
    get open() {
      return key.open;
    },
    sealOwn: (_what: string, text: string) => {
      if (!key.open) return Promise.reject(new VaultTrouble('locked'));
      if (text.length > 8000) return Promise.reject(new VaultTrouble('broken'));
      sealed.push(text);
      return Promise.resolve(`${key.member} ${text}`);
    },
    openOwn: (_what: string, text: string) =>
      text.startsWith(key.member)
        ? Promise.resolve(text.slice(key.member.length + 1))
        : Promise.reject(new VaultTrouble('wrong-key')),
  };
  const [note, reply] = [new Note(), new Note()];
  const drafts = new Drafts(vault, [note, reply]);
  const lock = () => {
    key.open = false;
    for (const part of [note, reply]) part.lock();
    drafts.seal();
  };
  const unlock = async (member = 'aysel') => {
    key.open = true;
    key.member = member;
    await drafts.read();
  };
  return { note, reply, drafts, sealed, lock, unlock };
}

describe('Drafts', () => {
  it.each([
    ['nothing', 'They work on it.', ''],
    ['what was added', 'They work on it. More', 'They work on it. More'],
  ])('bring %s back of what went out while the key was locked', async (_, kept, expected) => {
    // Given
    const { note, drafts, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = kept;
    await drafts.keep();
    lock();
    // When
    note.sent('They work on it.');
    await unlock();
    // Then
    expect(note.draft).toBe(expected);
  });

  it('come back although another tip was looked at while the key was locked', async () => {
    // Given
    const { note, drafts, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = 'note on a';
    await drafts.keep();

    // When
    lock();
    note.choose('b');
    await unlock();
    await drafts.keep();

    // Then
    note.choose('a');
    expect(note.draft).toBe('note on a');
  });

  it('come back with the key, each to its tip and its place', async () => {
    // Given
    const { note, reply, drafts, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = 'note on a';
    note.choose('b');
    note.draft = 'note on b';
    reply.choose('b');
    reply.draft = 'reply to b';
    await drafts.keep();
    // When
    lock();
    expect([note.draft, reply.draft, note.written().size]).toEqual(['', '', 0]);
    await unlock();
    // Then
    expect([note.draft, reply.draft]).toEqual(['note on b', 'reply to b']);
    note.choose('a');
    expect(note.draft).toBe('note on a');
  });

  it('are sealed once each time that they change, and gone once they were sent', async () => {
    // Given
    const { note, drafts, sealed, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = 'begun';
    await drafts.keep();
    await drafts.keep();
    note.draft = 'begun and ended';
    await drafts.keep();
    expect(sealed).toEqual(['begun', 'begun and ended']);
    // When
    note.draft = '';
    await drafts.keep();
    lock();
    await unlock();
    // Then
    expect(note.draft).toBe('');
  });

  it('are not looked through before they are back, so that none is lost', async () => {
    // Given
    const { note, reply, drafts, lock, unlock } = desk();
    await unlock();
    for (const part of [note, reply]) {
      part.choose('a');
      part.draft = 'begun';
    }
    await drafts.keep();
    lock();
    // When
    await Promise.all([unlock(), drafts.keep()]);
    // Then
    expect([note.draft, reply.draft]).toEqual(['begun', 'begun']);
  });

  it('stand before what was written since, and are nobody else’s', async () => {
    // Given
    const { note, drafts, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = 'begun';
    await drafts.keep();
    lock();
    note.draft = 'begun again';
    await unlock();
    expect(note.draft).toBe('begun\nbegun again');
    lock();
    // When
    await unlock('rauf');
    // Then
    expect(note.draft).toBe('');
    lock();
    await unlock();
    expect(note.draft).toBe('');
  });

  it('keep what they were when they grow longer than anybody can send, and end when the member signs out', async () => {
    // Given
    const { note, reply, drafts, lock, unlock } = desk();
    await unlock();
    note.choose('a');
    note.draft = 'short';
    await drafts.keep();
    note.draft = 'long'.repeat(3000);
    reply.choose('a');
    reply.draft = 'beside it';
    await drafts.keep();
    lock();
    await unlock();
    expect([note.draft, reply.draft]).toEqual(['short', 'beside it']);
    // When
    lock();
    drafts.drop();
    await unlock();
    // Then
    expect(note.draft).toBe('');
  });
});
