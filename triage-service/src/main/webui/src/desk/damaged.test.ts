import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import type { Service } from '../api/service';
import type { AlertDetail } from '../api/wire';
import DetailsView from '../details/DetailsView.svelte';
import { Approvals } from '../details/approvals.svelte';
import type { Trouble } from '../keys/protocol';
import { VaultTrouble, type Vault } from '../keys/vault.svelte';
import ConversationView from '../reply/Conversation.svelte';
import { Conversation } from '../reply/conversation.svelte';
import type { StepUp } from '../stepup/stepup.svelte';
import WorkView from '../work/Work.svelte';
import { Work } from '../work/work.svelte';

const TIP = tipSummary({ tipId: 'a-tip' });
const NOW = Date.parse('2026-11-24T10:00:00Z');
const STEP_UP = { before: (deed: () => unknown) => deed() } as unknown as StepUp;
const MEMORY = { keep: () => undefined };
const nothing = () => undefined;

/** A page with one text that does not open. */
async function showing(what: string, trouble: Trouble): Promise<string> {
  const fails = () => Promise.reject(new VaultTrouble(trouble));
  const vault = { open: true, readReply: fails, readDetails: fails, readNote: fails } as unknown as Vault;
  const service = {
    replies: () => Promise.resolve([{ replyId: 'one', day: '2026-11-24', sender: 'rauf' }]),
    details: () => Promise.resolve([{ detailsId: 'one', partner: 'safe-house', state: 'dropped', writer: 'rauf' }]),
    work: () =>
      Promise.resolve({
        steps: [{ stepId: 'one', kind: 'note', who: 'rauf', day: '2026-11-24', noted: true, mentions: [] }],
        colleagues: [],
        kinds: [],
      }),
  } as unknown as Service;
  if (what === 'an answer') {
    const conversation = new Conversation(service, vault, MEMORY, nothing);
    await conversation.choose(TIP);
    return render(ConversationView, {
      props: { conversation, opened: undefined, beside: undefined, language: 'en', member: 'aysel' },
    }).body;
  }
  if (what === 'a text for a partner') {
    const approvals = new Approvals(service, vault, STEP_UP, nothing);
    await approvals.choose(TIP);
    const alert = { partners: [] } as unknown as AlertDetail;
    return render(DetailsView, { props: { approvals, tip: TIP, alert, partners: [], member: 'aysel' } }).body;
  }
  const work = new Work(service, vault, MEMORY, STEP_UP, () => Promise.resolve(), nothing);
  await work.choose(TIP);
  return render(WorkView, { props: { work, tip: TIP, member: 'aysel', lead: false, now: NOW } }).body;
}

it.each([
  ['an answer', 'The desk’s copy of this answer is damaged. The source’s own may be whole.'],
  ['a text for a partner', 'The desk’s copy of this text is damaged. Do not approve it.'],
  ['a note', 'This note is damaged.'],
])('calls the copy of %s damaged if it is, and not for want of a connection', async (what, words) => {
  // When
  const damaged = await showing(what, 'damaged');
  const waiting = await showing(what, 'offline');
  // Then
  expect(damaged).toContain(words);
  expect(waiting).not.toContain('damaged');
});
