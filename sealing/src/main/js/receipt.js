// Receipts in a browser: the same bytes as org.penah.sealing.receipt gives (docs/contracts/vectors/receipt.json).

import { ed25519 } from "@noble/curves/ed25519.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { wordlist } from "@scure/bip39/wordlists/english.js";

const LIMIT = 10n ** 30n;
const WORD_CHECK = 1021n;
const LONGEST = 512;
const IGNORED = /[\u00ad\u0307\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const SEPARATORS = /[ \t-\r\u2000-\u200a\u2010-\u2015\u2028\u2029\-_.,;:/|\u00a0\u1680\u202f\u205f\u3000]+/g;

/** Why a receipt was refused: CHARACTER, LENGTH, WORD or CHECK. Quotes nothing. */
export class ReceiptError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** A new receipt"s number. */
export function generate() {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(13));
    bytes[0] &= 0x0f; // 100 bits
    const number = bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
    if (number < LIMIT) return number;
  }
}

/** The number of a receipt as somebody typed it, in either form; throws a ReceiptError. */
export function parse(text) {
  if (text.length > LONGEST) throw new ReceiptError("LENGTH");
  const normal = text
    .replace(IGNORED, "")
    .replace(SEPARATORS, " ")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[\u0130\u0131]/g, "i")
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .trim();
  if (!/^[a-z0-9 ]*$/.test(normal)) throw new ReceiptError("CHARACTER");
  if (/[a-z]/.test(normal) && /[0-9]/.test(normal)) throw new ReceiptError("CHARACTER");
  return /[a-z]/.test(normal) ? ofWords(normal.split(" ")) : ofDigits(normal.replaceAll(" ", ""));
}

function ofDigits(digits) {
  if (digits.length !== 32) throw new ReceiptError("LENGTH");
  const number = BigInt(digits.slice(0, 30));
  if (digits !== withCheckDigits(number)) throw new ReceiptError("CHECK");
  return number;
}

function ofWords(words) {
  if (words.length !== 10) throw new ReceiptError("LENGTH");
  const places = words.map((word) => wordlist.indexOf(word));
  if (places.includes(-1)) throw new ReceiptError("WORD");
  const value = places.reduce((sum, place) => (sum << 11n) | BigInt(place), 0n);
  const number = value >> 10n;
  if (number >= LIMIT || withWordCheck(number) !== value) throw new ReceiptError("CHECK");
  return number;
}

/** Eight groups of four digits. */
export function toDigits(number) {
  return withCheckDigits(number).match(/.{4}/g).join(" ");
}

/** Ten words. */
export function toWords(number) {
  const value = withWordCheck(number);
  return Array.from({ length: 10 }, (_, i) => wordlist[Number((value >> BigInt(11 * (9 - i))) & 2047n)]).join(" ");
}

/** What the receipt opens, under the parameters of the key manifest; each 32 bytes. */
export function derive(number, { salt, memoryKiB, passes, lanes }) {
  const saltBytes = Uint8Array.from(atob(salt), (character) => character.charCodeAt(0));
  const root = argon2id(ascii(thirtyDigits(number)), saltBytes, { m: memoryKiB, t: passes, p: lanes, dkLen: 32 });
  const mailboxId = hkdf(sha256, root, undefined, ascii("penah receipt v1 mailbox"), 32);
  const identitySeed = hkdf(sha256, root, undefined, ascii("penah receipt v1 identity"), 32);
  const decisionSeed = hkdf(sha256, root, undefined, ascii("penah receipt v1 decisions"), 32);
  root.fill(0);
  return { mailboxId, mailboxHash: sha256(mailboxId), identitySeed, decisionSeed };
}

/** The public key of the tip with this salt. */
export function decisionKey(decisionSeed, salt) {
  return ed25519.getPublicKey(secretKey(decisionSeed, salt));
}

/** The signature under a decision, such as "withdraw-alert", about the tip with this salt. */
export function decide(decisionSeed, salt, decision) {
  return ed25519.sign(ascii(`penah decision v1 ${decision}`), secretKey(decisionSeed, salt));
}

function secretKey(decisionSeed, salt) {
  return hkdf(sha256, decisionSeed, salt, ascii("penah decision v1 key"), 32);
}

function thirtyDigits(number) {
  return number.toString().padStart(30, "0");
}

function withCheckDigits(number) {
  const check = 98n - ((number * 100n) % 97n);
  return thirtyDigits(number) + check.toString().padStart(2, "0");
}

function withWordCheck(number) {
  const shifted = number << 10n;
  const check = (1n - (shifted % WORD_CHECK) + WORD_CHECK) % WORD_CHECK;
  return shifted + check;
}

function ascii(text) {
  return new TextEncoder().encode(text);
}
