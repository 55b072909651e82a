// The source's receipt, made here so that the service never has it.

import { identityToRecipient } from 'age-encryption';
import type { ReceiptParameters } from '#sealing/manifest.js';
import { decisionKey, derive, generate, parse, toDigits, toWords } from '#sealing/receipt.js';
import { text } from './dom.ts';
import { identityOf } from './reply.ts';

/** Later than this the source may already be writing the shown one down. */
const SOON = 5_000;

/**
 * Replaces a receipt that the service made just now with one made here, unless somebody may have seen it already: a receipt that
 * changes while a source copies it is worse than one that the service knew for a moment. A source that comes back, with more or
 * with a form that had errors, keeps its receipt.
 */
export function makeOwn(form: HTMLFormElement): void {
  const field = form.elements.namedItem('receipt');
  if (!(field instanceof HTMLInputElement) || !('new' in field.dataset)) return;
  const shown = form.querySelector('[hidden] .slip') === null;
  if (shown && (performance.now() > SOON || navigator.userActivation.hasBeenActive)) return;
  field.value = toDigits(generate());
  field.dataset.from = 'own';
  showReceipt(form);
}

/**
 * Lets a form go to the mailbox that the source has already.
 *
 * @param from where the receipt came from, if not from the service
 */
export function keepOwn(form: HTMLFormElement, receipt: string, from: string | undefined): void {
  const field = form.elements.namedItem('receipt') as HTMLInputElement;
  delete field.dataset.new;
  field.value = receipt;
  if (from) field.dataset.from = from;
  showReceipt(form);
}

/** Shows the receipt that the form holds, and who has seen it: of one that has not changed the page says that itself. */
export function showReceipt(form: HTMLFormElement): void {
  const field = form.elements.namedItem('receipt') as HTMLInputElement;
  show(form, '.digits', field.value.split(' ').map(inOwnDigits));
  show(form, '.words', toWords(parse(field.value)).split(' '));
  const page = document.querySelector<HTMLTemplateElement>('#in-browser');
  const known = form.querySelector('[data-known]');
  if (page && known && field.dataset.from) known.textContent = text(page.content, field.dataset.from);
}

/** As the page's language writes digits; a source may type any. */
function inOwnDigits(group: string): string {
  const own = new Intl.NumberFormat(document.documentElement.lang);
  return group.replace(/[0-9]/g, (digit) => own.format(Number(digit)));
}

function show(form: HTMLFormElement, where: string, texts: string[]): void {
  form.querySelectorAll(`.slip ${where} span`).forEach((place, i) => {
    place.textContent = texts[i] ?? '';
  });
}

export interface Mailbox {
  /** What finds the mailbox, in base64url, and opens nothing in it. */
  id: string;
  /** SHA-256 of the mailbox's id, in base64url: all that the service needs to keep replies for it. */
  hash: string;
  /** Whom replies are sealed to. */
  replyTo: string;
  /** What decisions about this tip are known by: its salt, a full stop, its public key. */
  decisions: string;
}

export async function mailboxOf(receipt: string, parameters: ReceiptParameters): Promise<Mailbox> {
  const { mailboxId, mailboxHash, identitySeed, decisionSeed } = derive(parse(receipt), parameters);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return {
    id: base64url(mailboxId),
    hash: base64url(mailboxHash),
    replyTo: await identityToRecipient(identityOf(identitySeed)),
    decisions: `${base64url(salt)}.${base64url(decisionKey(decisionSeed, salt))}`,
  };
}

export function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
