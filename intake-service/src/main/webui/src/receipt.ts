// The source's receipt, made here so that the service never has it.

import { bech32 } from '@scure/base';
import { identityToRecipient } from 'age-encryption';
import type { ReceiptParameters } from '#sealing/manifest.js';
import { derive, generate, parse, toDigits, toWords } from '#sealing/receipt.js';

/** Later than this the source may already be writing the shown one down. */
const SOON = 5_000;

/**
 * Exchanges the receipt that the service made for one of our own, unless somebody may have seen it already: a receipt that
 * changes under one's pen is worse than one that the service has known for the moment in which it made it.
 */
export function makeOwn(form: HTMLFormElement): void {
  const field = form.elements.namedItem('receipt');
  if (!(field instanceof HTMLInputElement)) return;
  if (performance.now() > SOON || navigator.userActivation.hasBeenActive) return;
  const number = generate();
  field.value = toDigits(number);
  show(form, '.digits', field.value.split(' '));
  show(form, '.words', toWords(number).split(' '));
}

function show(form: HTMLFormElement, where: string, texts: string[]): void {
  form.querySelectorAll(`.slip ${where} span`).forEach((place, i) => {
    place.textContent = texts[i] ?? '';
  });
}

export interface Mailbox {
  /** SHA-256 of the mailbox's id, in base64url: all that the service needs to keep replies for it. */
  hash: string;
  /** Whom replies are sealed to. */
  replyTo: string;
}

export async function mailboxOf(receipt: string, parameters: ReceiptParameters): Promise<Mailbox> {
  const { mailboxHash, identitySeed } = derive(parse(receipt), parameters);
  const identity = bech32.encodeFromBytes('age-secret-key-pq-', identitySeed).toUpperCase();
  return { hash: base64url(mailboxHash), replyTo: await identityToRecipient(identity) };
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
