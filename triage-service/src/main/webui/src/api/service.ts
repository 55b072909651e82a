import type { Acting, Asked, Body, Names, Reader, Reading } from './contract';
import type { Decoder } from './decode';
import { dashboard } from './dashboard';
import { details, type Details, type WrittenDetails } from './details';
import { epochStandings, type EpochStandings } from './epochs';
import { drills, type Drill } from './drills';
import { Failure, failureOfStatus } from './failure';
import { factsPage, journalPage, signedHead, type Difference, type Entry, type Head } from './journal';
import { managedPartners, type PartnerProfile } from './managed';
import { people, type MadeIdentity, type NextEpoch, type People, type SealedQueueKey } from './people';
import { telephones } from './telephones';
import { vitalInterest } from './vitalinterest';
import {
  alarms,
  challenges,
  channel,
  colleagues,
  me,
  mentions,
  here,
  replies,
  ownText,
  sealedKeys,
  signedKeys,
  tags,
  tipDetail,
  tipPage,
  type AsideReason,
  type Challenge,
  type Colleague,
  type Finding,
  type Lane,
  type PasskeyCopy,
  type Reply,
  type SealedTag,
  type TipDetail,
  type TipPage,
  type Work,
  work,
} from './wire';

export interface Filter {
  queue?: string | undefined;
  lane?: Lane | undefined;
  folded?: true | undefined;
  closed?: true | undefined;
  /** Its alert has no answer; closed and folded ones, too. */
  unanswered?: true | undefined;
  overdue?: true | undefined;
  unopened?: true | undefined;
  /** `me`, `nobody` or a member's name. */
  assignee?: string | undefined;
  finding?: Finding | 'none' | undefined;
  language?: string | undefined;
  tag?: string | undefined;
  after?: string | undefined;
}

/** `note` is sealed to the tip's queue, in base64; `mentions` are colleagues whom it asks for. */
export type StepAsked = Asked<'/api/tips/{tipId}/steps'>;

/** The danger that a member found in a tip. */
export type Found = Asked<'/api/tips/{tipId}/vital-interest'>['found'];

/** A small answer that is not there after this many milliseconds counts as no answer. */
const PATIENCE = 15_000;
const LONGEST_DETAIL = 300;

/** The API of triage-service for its console. */
export class Service {
  /** Milliseconds by which the service's clock is ahead of this machine's, whose clock may be wrong. */
  ahead = 0;

  constructor(private readonly fetching: typeof fetch = (input, init) => fetch(input, init)) {}

  me() {
    return this.json('/api/me', [], me);
  }

  keys() {
    return this.json('/api/keys', [], sealedKeys);
  }

  tips(filter: Filter): Promise<TipPage> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filter) as [string, string | true | undefined][]) {
      if (value !== undefined) query.set(name, String(value));
    }
    return this.json('/api/tips', [], tipPage, query);
  }

  tip(tipId: string): Promise<TipDetail> {
    return this.json('/api/tips/{tipId}', [tipId], tipDetail);
  }

  blob(tipId: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    return this.stream(address('/api/tips/{tipId}/blob', [tipId]), { signal });
  }

  /** The same for a row of the list; the journal says so. */
  preview(tipId: string): Promise<ReadableStream<Uint8Array>> {
    return this.stream(`${address('/api/tips/{tipId}/blob', [tipId])}?preview=true`, {
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  private async stream(where: string, request: Omit<RequestInit, 'headers'>): Promise<ReadableStream<Uint8Array>> {
    const response = await this.ask(where, request);
    if (response.body === null) throw new Failure('broken');
    return response.body;
  }

  async opened(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/opened', [tipId]);
  }

  async confirmAlert(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/confirmation', [tipId]);
  }

  /** The first who asks begins an hour; the second ends it. */
  async cancelAlert(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/cancellation', [tipId]);
  }

  async keepAlert(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/cancellation/drop', [tipId]);
  }

  /** Its time begins again. */
  async renew(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/renewal', [tipId]);
  }

  /** Those partners that have taken it on do not suffice. */
  async callOthers(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/others', [tipId]);
  }

  /** It is one of a flood; nobody need have read its tip. */
  async setAlertAside(tipId: string, reason: AsideReason): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/aside', [tipId], { reason });
  }

  async putAlertBack(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/alert/aside/drop', [tipId]);
  }

  async putAside(tipId: string, aside: boolean): Promise<void> {
    await this.post('/api/tips/{tipId}/aside', [tipId], { aside });
  }

  replies(tipId: string): Promise<Reply[]> {
    return this.json('/api/tips/{tipId}/replies', [tipId], replies);
  }

  /** The text of a reply, sealed to the tip's queue. */
  replyCopy(tipId: string, replyId: string): Promise<Uint8Array> {
    return this.bytes('/api/tips/{tipId}/replies/{replyId}/copy', [tipId, replyId]);
  }

  alarms() {
    return this.json('/api/alarms', [], alarms);
  }

  /** How the member's queues are doing, in numbers. */
  dashboard() {
    return this.json('/api/dashboard', [], dashboard);
  }

  channel() {
    return this.json('/api/partners', [], channel);
  }

  tags() {
    return this.json('/api/tags', [], tags);
  }

  async makeTag(tag: SealedTag): Promise<void> {
    await this.post('/api/tags', [], tag);
  }

  /** The member's saved views, sealed by an earlier visit. */
  views() {
    return this.json('/api/views', [], ownText);
  }

  async saveViews(sealed: string): Promise<void> {
    await this.post('/api/views', [], { sealed });
  }

  /** Which keys this lead has compared, sealed by an earlier visit. */
  comparedKeys() {
    return this.json('/api/compared-keys', [], ownText);
  }

  async keepComparedKeys(sealed: string): Promise<void> {
    await this.post('/api/compared-keys', [], { sealed });
  }

  /** The list of keys that the root key signed, as sources get it. */
  signedKeys() {
    return this.json('/api/signed-keys', [], signedKeys);
  }

  /** The root key that this member has typed, sealed by an earlier visit. */
  rootKey() {
    return this.json('/api/root-key', [], ownText);
  }

  async keepRootKey(sealed: string): Promise<void> {
    await this.post('/api/root-key', [], { sealed });
  }

  work(tipId: string): Promise<Work> {
    return this.json('/api/tips/{tipId}/steps', [tipId], work);
  }

  /** The text of a note, sealed to the tip's queue. */
  note(tipId: string, stepId: string): Promise<Uint8Array> {
    return this.bytes('/api/tips/{tipId}/steps/{stepId}/note', [tipId, stepId]);
  }

  async step(tipId: string, step: StepAsked): Promise<void> {
    await this.post('/api/tips/{tipId}/steps', [tipId], step);
  }

  /** A step of a kind that only a stepped-up session takes. */
  async steppedUpStep(tipId: string, step: StepAsked): Promise<void> {
    await this.post('/api/tips/{tipId}/steps/stepped-up', [tipId], step);
  }

  /** The member and their colleagues, with who is away. */
  absences(): Promise<Colleague[]> {
    return this.json('/api/absences', [], colleagues);
  }

  /** @param backOn nothing if they are here */
  async setAbsence(member: string, backOn: string | undefined): Promise<void> {
    await this.post('/api/absences', [], { member, backOn });
  }

  /** Where colleagues ask for this member. */
  mentions() {
    return this.json('/api/mentions', [], mentions);
  }

  async seeMention(stepId: string): Promise<void> {
    await this.post('/api/mentions/{stepId}/seen', [stepId]);
  }

  async reply(tipId: string, reply: Asked<'/api/tips/{tipId}/replies'>): Promise<void> {
    await this.post('/api/tips/{tipId}/replies', [tipId], reply);
  }

  /** Takes back an answer of the member's that has not gone out. */
  async dropReply(tipId: string, replyId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/replies/{replyId}/drop', [tipId, replyId]);
  }

  /** Says that the member has a tip open; who else does. */
  async here(tipId: string): Promise<string[]> {
    const reader: Reader<'/api/tips/{tipId}/here', 'post', { others: string[] }> = here;
    return (await decoded(await this.post('/api/tips/{tipId}/here', [tipId]), reader, '/api/tips/{tipId}/here')).others;
  }

  vitalInterest(tipId: string) {
    return this.json('/api/tips/{tipId}/vital-interest', [tipId], vitalInterest);
  }

  /** Why somebody wants an alert without consent, sealed to the tip's queue. */
  reasonForAlert(tipId: string): Promise<Uint8Array> {
    return this.bytes('/api/tips/{tipId}/vital-interest/reason', [tipId]);
  }

  async proposeAlert(tipId: string, reason: string, found?: Found): Promise<void> {
    await this.post('/api/tips/{tipId}/vital-interest', [tipId], { reason, found });
  }

  /** @param digest of the proposal that the member has read */
  async approveProposal(tipId: string, digest: string): Promise<void> {
    await this.post('/api/tips/{tipId}/vital-interest/approval', [tipId], { digest });
  }

  async dropProposal(tipId: string): Promise<void> {
    await this.post('/api/tips/{tipId}/vital-interest/drop', [tipId]);
  }

  details(tipId: string): Promise<Details[]> {
    return this.json('/api/tips/{tipId}/details', [tipId], details);
  }

  /** A text for a partner: `sealed` to it, while it waits, or the queue's `copy`. */
  detailsPart(tipId: string, detailsId: string, part: 'copy' | 'sealed'): Promise<Uint8Array> {
    return this.bytes(`/api/tips/{tipId}/details/{detailsId}/${part}`, [tipId, detailsId]);
  }

  async writeDetails(tipId: string, written: WrittenDetails): Promise<void> {
    await this.post('/api/tips/{tipId}/details', [tipId], written);
  }

  async decideDetails(tipId: string, detailsId: string, decision: 'approval' | 'drop'): Promise<void> {
    await this.post(`/api/tips/{tipId}/details/{detailsId}/${decision}`, [tipId, detailsId]);
  }

  /** The last drills with all partners, newest first. */
  drills(): Promise<Drill[]> {
    return this.json('/api/drills', [], drills);
  }

  async orderDrill(partner: string, drillId: string): Promise<void> {
    await this.post('/api/drills', [], { drillId, partner });
  }

  managedPartners() {
    return this.json('/api/managed-partners', [], managedPartners);
  }

  /** Ends an alert of which no tip is here: the first request starts an hour, the second ends it. */
  async endAlert(alertId: string): Promise<void> {
    await this.post('/api/orphaned-alerts/{alertId}/end', [alertId]);
  }

  /** Keeps such an alert that somebody has asked to end. */
  async keepOrphaned(alertId: string): Promise<void> {
    await this.post('/api/orphaned-alerts/{alertId}/end/drop', [alertId]);
  }

  /** Keeps a partner that somebody has asked to end. */
  async keepPartner(name: string): Promise<void> {
    await this.post('/api/managed-partners/{partner}/end/drop', [name]);
  }

  async decidePartner(name: string, deed: 'invitation' | 'drop' | 'end'): Promise<void> {
    await this.post(`/api/managed-partners/{partner}/${deed}`, [name]);
  }

  async answerFor(name: string, answer: Asked<'/api/managed-partners/{partner}/answer'>): Promise<void> {
    await this.post('/api/managed-partners/{partner}/answer', [name], answer);
  }

  async approvePartner(name: string, heard: string): Promise<void> {
    await this.post('/api/managed-partners/{partner}/approval', [name], { heard });
  }

  async changeProfile(name: string, profile: PartnerProfile): Promise<void> {
    await this.post('/api/managed-partners/{partner}/profile', [name], { profile });
  }

  /** Partners' telephone numbers, for the member's queues. */
  telephones() {
    return this.json('/api/telephones', [], telephones);
  }

  async writeTelephone(partner: string, copies: Asked<'/api/telephones'>['copies']): Promise<void> {
    await this.post('/api/telephones', [], { partner, copies });
  }

  async approveTelephone(telephoneId: string, sealed: string): Promise<void> {
    await this.post('/api/telephones/{telephoneId}/approval', [telephoneId], { sealed });
  }

  people(): Promise<People> {
    return this.json('/api/people', [], people);
  }

  /** A page of the journal: newest first below a position, or oldest first above one. */
  async journal(part: { before?: number; after?: number }): Promise<Entry[]> {
    const query = new URLSearchParams(Object.entries(part).map(([name, position]) => [name, String(position)]));
    const { entries } = await this.json('/api/journal', [], journalPage, query);
    return entries;
  }

  /** The last entry of the journal, signed. */
  journalHead(): Promise<Head> {
    return this.json('/api/journal/head', [], signedHead);
  }

  /** A page of differences between database and journal, and where the next begins. */
  journalFacts(after: string): Promise<{ differences: Difference[]; next?: string | undefined }> {
    return this.json('/api/journal/facts', [], factsPage, new URLSearchParams({ after }));
  }

  /** Whether sign-in has asked lately who it is; otherwise fails with `step-up`. */
  async stepUpCounts(): Promise<void> {
    await this.ask('/api/step-up', { signal: AbortSignal.timeout(PATIENCE) });
  }

  /** Challenges that this member's browser opens to show that it can. */
  async challenges(): Promise<Challenge[]> {
    const reader: Reader<'/api/keys/challenges', 'post', Challenge[]> = challenges;
    return decoded(await this.post('/api/keys/challenges', []), reader, '/api/keys/challenges');
  }

  async showKeys(answers: Asked<'/api/keys/answers'>['answers']): Promise<void> {
    await this.post('/api/keys/answers', [], { answers });
  }

  async enrol(made: MadeIdentity): Promise<void> {
    await this.post('/api/keys/enrolment', [], made);
  }

  /** A new identity instead of one whose passphrase is lost. */
  async replaceIdentity(made: MadeIdentity): Promise<void> {
    await this.post('/api/keys/replacement', [], made);
  }

  async addPasskey(copy: PasskeyCopy): Promise<void> {
    await this.post('/api/keys/passkey', [], copy);
  }

  async forgetPasskey(): Promise<void> {
    await this.post('/api/keys/passkey/removal', []);
  }

  /** @param how with the lead's own keys, or with what the recovery key opened */
  /** Keeps somebody out whom a lead wants to admit. */
  async keepOut(name: string, queue: string): Promise<void> {
    await this.post('/api/people/{member}/queues/drop', [name], { queue });
  }

  async admit(name: string, recipient: string, keys: SealedQueueKey[], how: 'queues' | 'recovered'): Promise<void> {
    await this.post(`/api/people/{member}/${how}`, [name], { recipient, keys });
  }

  async removePerson(name: string, epochs: NextEpoch[]): Promise<void> {
    await this.post('/api/people/{member}/removal', [name], { epochs });
  }

  async beginEpoch(next: NextEpoch): Promise<void> {
    await this.post('/api/epochs', [], next);
  }

  /** Uses of the keys of the lead's queues. */
  epochs(): Promise<EpochStandings> {
    return this.json('/api/epochs', [], epochStandings);
  }

  /** Keeps a key that a lead has asked to destroy. */
  async keepEpoch(queue: string, epoch: number): Promise<void> {
    await this.post('/api/epochs/destruction/drop', [], { queue, epoch });
  }

  async destroyEpoch(queue: string, epoch: number): Promise<void> {
    await this.post('/api/epochs/destruction', [], { queue, epoch });
  }

  async signOut(): Promise<void> {
    await this.ask('/logout', { method: 'POST', signal: AbortSignal.timeout(PATIENCE) });
  }

  private async json<P extends Reading, T>(
    path: P,
    names: Names<P>,
    reader: Reader<P, 'get', T>,
    query = new URLSearchParams(),
  ): Promise<T> {
    const where = address(path, names);
    const response = await this.ask(query.size === 0 ? where : `${where}?${query}`, {
      signal: AbortSignal.timeout(PATIENCE),
    });
    this.compareClocks(response);
    return decoded(response, reader, path);
  }

  private async bytes<P extends Reading>(path: P, names: Names<P>): Promise<Uint8Array> {
    const response = await this.ask(address(path, names), { signal: AbortSignal.timeout(PATIENCE) });
    const bytes = await response.arrayBuffer().catch(() => {
      throw new Failure('offline');
    });
    return new Uint8Array(bytes);
  }

  private post<P extends Acting>(path: P, names: Names<P>, ...body: Body<P>): Promise<Response> {
    return this.ask(address(path, names), {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE),
      ...(body.length === 0 ? {} : { body: JSON.stringify(body[0]) }),
    });
  }

  private async ask(path: string, init: Omit<RequestInit, 'headers'>): Promise<Response> {
    const response = await this.fetching(path, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      // A login page on another origin cannot be followed from a script; seeing the redirect is enough.
      redirect: 'manual',
      headers: {
        'X-Penah': 'console',
        'X-Requested-With': 'JavaScript',
        ...(init.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    }).catch(() => {
      throw new Failure('offline');
    });
    if (response.type === 'opaqueredirect') throw new Failure('session-over');
    if (!response.ok) {
      const { detail, type } = await problemOf(response);
      throw failureOfStatus(response.status, detail, type);
    }
    return response;
  }

  private compareClocks(response: Response): void {
    const date = Date.parse(response.headers.get('Date') ?? '');
    // The header has whole seconds, so a smaller difference says nothing.
    if (!Number.isNaN(date)) this.ahead = Math.abs(date - Date.now()) < 2000 ? 0 : date - Date.now();
  }
}

function address<P extends string>(path: P, names: Names<P>): string {
  const left: string[] = [...names];
  return path.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ''));
}

async function decoded<T>(response: Response, decode: Decoder<T>, path: string): Promise<T> {
  try {
    return decode(await response.json(), path);
  } catch {
    throw new Failure('outdated');
  }
}

async function problemOf(response: Response): Promise<{ detail?: string; type?: string }> {
  if (response.headers.get('Content-Type')?.startsWith('application/problem+json') !== true) return {};
  const problem = (await response.json().catch(() => undefined)) as { detail?: unknown; type?: unknown } | undefined;
  return {
    ...(typeof problem?.detail === 'string' ? { detail: problem.detail.slice(0, LONGEST_DETAIL) } : {}),
    ...(typeof problem?.type === 'string' ? { type: problem.type } : {}),
  };
}
