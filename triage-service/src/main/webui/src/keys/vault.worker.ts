import { Failure } from '../api/failure';
import { Service } from '../api/service';
import type { SignedKeys } from '../api/wire';
import { readDetails, sealDetails, type ReadDetails, type Target } from '../format/details';
import { HeaderCopy, sealedAgain } from '../format/header';
import { padded } from '../format/padding';
import { base64, openFromQueue, openWith, sealReply, sealTo, sealToQueue } from '../format/replies';
import { readFile, readTip, type Opened } from '../format/reading';
import { Unopened } from '../format/sealed';
import { Work } from '../metadata/work';
import { Idle } from './idle';
import type { MemberText } from './mark';
import { openOwn, sealOwn } from './own';
import { KeyRing, memberIdentity, recipientOf, StillLocked, type Own } from './keyring';
import { knownsIn } from './known';
import { makeEpoch, makeIdentity, recover, sealForPasskey, sealKeysTo } from './making';
import { show } from './showing';
import { Trust } from './trust';
import type { Answers, FromWorker, Moved, Question, QueuePlace, TipPlace, ToWorker, Trouble } from './protocol';

/**
 * Only this Worker holds the open keys: no key leaves it, and the page locks by ending it.
 * The Worker also has its own timer, so that a page that hangs does not keep the key open.
 */
const service = new Service();
const idle = new Idle(Date.now());
let keyRing: KeyRing | undefined;
/** The newest list of keys that was seen here. */
let trusted: Trust | undefined;
/** The header of the tip that was opened last. */
let opened: { tipId: string; header: Uint8Array } | undefined;
let reading = { tipId: '', end: new AbortController() };

self.onmessage = (event: MessageEvent<ToWorker>) => {
  if ('activity' in event.data) {
    idle.noteActivity(Date.now());
    return;
  }
  const { id, question } = event.data;
  answer(id, question).then(
    (found) => {
      tell({ id, answer: found }, found instanceof Array ? buffersOf(found) : []);
    },
    (cause: unknown) => {
      tell({ id, trouble: troubleOf(cause) });
    },
  );
};

setInterval(() => {
  const locksIn = idle.remaining(Date.now());
  // Each time: the page ends a Worker of which it hears nothing.
  tell({ locksIn });
  if (locksIn === 0) self.close();
}, 1000);

async function answer(id: number, question: Question): Promise<Answers[keyof Answers]> {
  switch (question.ask) {
    case 'unlock':
      keyRing = await KeyRing.unlock(question.keys, question.passphrase, question.named, (own) =>
        trustOf(own, question.root),
      );
      showKeys(keyRing);
      return { recipient: keyRing.own.recipient, verdicts: keyRing.verdicts, queues: trusted?.queues ?? [] };
    case 'add-keys':
      await open().addKeys(question.keys, await trustOf(open().own, undefined));
      showKeys(open());
      return open().verdicts;
    case 'own-recipient':
      return recipientOf(await memberIdentity(question.sealedIdentity, question.passphrase), question.named);
    case 'make-identity':
      return makeIdentity(question.passphrase);
    case 'seal-for-passkey':
      return sealForPasskey(question.sealedIdentity, question.passphrase, question.secret);
    case 'seal-keys':
      return sealKeysTo(question.recipient, open().of(question.queues));
    case 'make-epoch':
      return makeEpoch(question.plan);
    case 'recover':
      return recover(question.file, question.passphrase, question.epochs, question.recipient);
    case 'open':
      return openTip(question.tip, progress(id));
    case 'preview':
      return readTip(await service.preview(question.tip.tipId), identity(question.tip), () => undefined, Work.none());
    case 'file':
      return readFile(await sealed(question.tip), identity(question.tip), question.form, question.number);
    case 'seal-reply':
      return sealReply(question.text, question.recipient, identity(question.tip));
    case 'seal-note':
      return sealToQueue(question.text, identity(question.tip));
    case 'read-note':
      return openFromQueue(await service.note(question.tip.tipId, question.stepId), identity(question.tip));
    case 'read-reason':
      return openFromQueue(await service.reasonForAlert(question.tip.tipId), identity(question.tip));
    case 'move':
      return move(question.tip, question.queue, question.note);
    case 'seal-text':
      return sealToQueue(question.text, identity(question.place));
    case 'read-text':
      return openFromQueue(fromBase64(question.sealed), identity(question.place));
    case 'seal-marked':
      return sealOwn(question.what, question.text, identity(question.place));
    case 'read-marked':
      return openOwn(question.what, fromBase64(question.sealed), identity(question.place));
    case 'seal-details':
      return sealDetails(question.text, question.target, identity(question.tip));
    case 'read-details':
      return details(question.tip, question.detailsId, question.waiting);
    case 'seal-own':
      return sealOwn(question.what, question.text, open().own.identity);
    case 'read-own':
      return readOwn(question.what, fromBase64(question.sealed), open());
    case 'read-reply':
      return openFromQueue(await service.replyCopy(question.tip.tipId, question.replyId), identity(question.tip));
  }
}

/** Tells the service that this browser opens the keys that were sealed to its member. Who is not told hears it at the next unlock. */
function showKeys(ring: KeyRing): void {
  service
    .challenges()
    .then((challenges) => show(challenges, (place) => ring.identityFor(place)))
    .then((answers) => (answers.length === 0 ? undefined : service.showKeys(answers)))
    .catch(() => undefined);
}

/** @param typed the root key, if the member types it now; from then on it is kept for them */
async function trustOf(own: Own, typed: string | undefined): Promise<Trust> {
  const root = typed ?? (await ownOf('root-key', await service.rootKey(), own));
  if (root === undefined) throw new StillLocked('no-root-key');
  const made = await ownOf('compared-keys', await service.comparedKeys(), own);
  const trust = Trust.of(await signedKeys(), root, made === undefined ? [] : knownsIn(made), trusted?.serial);
  trusted = trust;
  if (typed !== undefined) await service.keepRootKey(await sealOwn('root-key', typed, own.identity));
  return trust;
}

async function signedKeys(): Promise<SignedKeys> {
  try {
    return await service.signedKeys();
  } catch (cause) {
    if (cause instanceof Failure && cause.kind === 'absent') throw new StillLocked('not-signed');
    throw cause;
  }
}

/** One that does not open, or that somebody else made, is as none. */
async function ownOf(
  what: MemberText,
  { sealed }: { sealed?: string | undefined },
  own: Own,
): Promise<string | undefined> {
  if (sealed === undefined) return undefined;
  return openOwn(what, fromBase64(sealed), own.identity).catch((cause: unknown) => {
    if (cause instanceof Unopened) return undefined;
    throw cause;
  });
}

async function openTip(tip: TipPlace, onBytes: (bytes: number) => void): Promise<Opened> {
  const copy = new HeaderCopy();
  const found = await readTip(copy.of(await sealed(tip)), identity(tip), onBytes);
  opened = copy.header && { tipId: tip.tipId, header: copy.header };
  return found;
}

/**
 * The header is the one under which the member has read the tip: fetched again, it could be another tip's. The key is asked for again,
 * for another may be signed since.
 */
async function move(tip: TipPlace, queue: string, text: string): Promise<Moved> {
  if (opened?.tipId !== tip.tipId) throw new Unopened('wrong-key');
  const { header } = opened;
  const { recipient, epoch } = (await trustOf(open().own, undefined)).sealingTo(
    queue,
    new Date().toISOString().slice(0, 10),
  );
  const [made, note] = await Promise.all([
    sealedAgain(header, identity(tip), recipient),
    sealTo(recipient, padded(text)),
  ]);
  return { to: { queue, epoch }, header: base64(made), note };
}

async function details(tip: TipPlace, detailsId: string, target: Target | undefined): Promise<ReadDetails> {
  const key = identity(tip);
  const [copy, waiting] = await Promise.all([
    service.detailsPart(tip.tipId, detailsId, 'copy'),
    target && service.detailsPart(tip.tipId, detailsId, 'sealed').then((sealed) => ({ sealed, target })),
  ]);
  return readDetails(copy, waiting, key);
}

function open(): KeyRing {
  if (keyRing === undefined) throw new StillLocked('no-queue');
  return keyRing;
}

/** A member who turns to another tip no longer waits for this one, nor for its files. */
function sealed(tip: TipPlace): Promise<ReadableStream<Uint8Array>> {
  identity(tip);
  if (reading.tipId !== tip.tipId) {
    reading.end.abort();
    reading = { tipId: tip.tipId, end: new AbortController() };
  }
  return service.blob(tip.tipId, reading.end.signal);
}

/** Views were once sealed to one of the queues' keys. */
function readOwn(what: MemberText, sealed: Uint8Array, ring: KeyRing): Promise<string> {
  return openOwn(what, sealed, ring.own.identity).catch((cause: unknown) => {
    if (what !== 'views' || !isWrongKey(cause)) throw cause;
    return openWithAny(sealed, ring.all);
  });
}

function isWrongKey(cause: unknown): boolean {
  return cause instanceof Unopened && cause.kind === 'wrong-key';
}

async function openWithAny(sealed: Uint8Array, identities: readonly string[]): Promise<string> {
  for (const each of identities) {
    try {
      return await openWith(sealed, each);
    } catch (cause) {
      if (!isWrongKey(cause)) throw cause;
    }
  }
  throw new Unopened('wrong-key');
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function identity(tip: QueuePlace): string {
  const found = keyRing?.identityFor(tip);
  if (found === undefined) throw new Unopened('wrong-key');
  return found;
}

function progress(id: number): (bytes: number) => void {
  let told = 0;
  return (bytes) => {
    if (bytes - told < 512 * 1024) return;
    told = bytes;
    tell({ id, bytes });
  };
}

function troubleOf(cause: unknown): Trouble {
  const known = cause instanceof Failure || cause instanceof Unopened || cause instanceof StillLocked;
  return known ? cause.kind : 'broken';
}

function buffersOf(pieces: readonly (Uint8Array<ArrayBuffer> | QueuePlace)[]): ArrayBuffer[] {
  return pieces.flatMap((piece) => (piece instanceof Uint8Array ? [piece.buffer] : []));
}

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
