// The shared vectors of receipts: `make` prints them, `check FILE` compares them with what receipt.js does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as age from "age-encryption";
import { bech32 } from "@scure/base";
import { ReceiptError, decide, decisionKey, derive, generate, parse, toDigits, toWords } from "./receipt.js";

const PARAMETERS = { salt: "AAECAwQFBgcICQoLDA0ODw==", memoryKiB: 1024, passes: 1, lanes: 1 };
const NUMBERS = ["0", "1", "999999999999999999999999999999", "271828182845904523536028747135", "31415926535897932384"];
const SALT = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);
const DECISIONS = ["erase", "withdraw-alert", "withdraw-details"];
const base64url = (bytes) => Buffer.from(bytes).toString("base64url");
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const identityOf = (seed) => bech32.encodeFromBytes("age-secret-key-pq-", seed).toUpperCase();
const isolated = (text) => `\u2067${text}\u2069`;

async function vector(number, parameters) {
  const digits = toDigits(number);
  const words = toWords(number);
  const keys = derive(number, parameters);
  const identity = identityOf(keys.identitySeed);
  return {
    digits,
    words,
    spellings: [
      digits.replaceAll(" ", ""),
      digits.replaceAll(" ", "-"),
      ` ${digits.split("").join(" ")}\n`,
      isolated(digits.replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)))),
      isolated(digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)))),
      words.toUpperCase(),
      words.toUpperCase().replaceAll("I", "\u0130"),
      words.replaceAll(" ", ", "),
      `\t${words.replaceAll(" ", "\r\n")}`,
    ],
    mailboxId: hex(keys.mailboxId),
    mailboxHash: hex(keys.mailboxHash),
    identity,
    recipient: await age.identityToRecipient(identity),
    decisions: {
      secret: base64url(keys.decisionSeed),
      salt: base64url(SALT),
      publicKey: base64url(decisionKey(keys.decisionSeed, SALT)),
      signatures: DECISIONS.map((decision) => base64url(decide(keys.decisionSeed, SALT, decision))),
    },
  };
}

function refusals() {
  const digits = toDigits(BigInt(NUMBERS[3]));
  const words = toWords(BigInt(NUMBERS[3])).split(" ");
  const swapped = [words[1], words[0], ...words.slice(2)].join(" ");
  return [
    ["", "LENGTH"],
    ["   ", "LENGTH"],
    ["1".repeat(513), "LENGTH"],
    [digits.slice(0, -1), "LENGTH"],
    [`${digits}0`, "LENGTH"],
    [digits.replace("2", "3"), "CHECK"],
    [digits.replace("27", "72"), "CHECK"],
    ["0000 0000 0000 0000 0000 0000 0000 0001", "CHECK"],
    [toDigits(2n).replace(/..$/, (check) => String(Number(check) + 97).slice(-2)), "CHECK"],
    [digits.replace("2", "x"), "CHARACTER"],
    [digits.replace("2", "\u0969"), "CHARACTER"],
    [`${digits}!`, "CHARACTER"],
    [`\u001c${digits}`, "CHARACTER"],
    [words.slice(1).join(" "), "LENGTH"],
    [words.join(""), "LENGTH"],
    [["zzz", ...words.slice(1)].join(" "), "WORD"],
    [swapped, "CHECK"],
    ["zoo ".repeat(10), "CHECK"],
  ].map(([text, reason]) => ({ text, reason }));
}

async function make() {
  const receipts = [];
  for (const number of NUMBERS) receipts.push(await vector(BigInt(number), PARAMETERS));
  return { parameters: PARAMETERS, receipts, refused: refusals() };
}

async function check(vectors) {
  for (const expected of vectors.receipts) {
    const number = parse(expected.digits);
    assert.equal(parse(expected.words), number);
    expected.spellings.forEach((spelling) => assert.equal(parse(spelling), number));
    assert.deepEqual(await vector(number, vectors.parameters), expected);
  }
  for (const { text, reason } of vectors.refused) {
    assert.throws(() => parse(text), (error) => error instanceof ReceiptError && error.reason === reason, text);
  }
  const fresh = generate();
  assert.equal(parse(toDigits(fresh)), fresh);
  assert.equal(parse(toWords(fresh)), fresh);
  console.log(`${vectors.receipts.length} receipts, ${vectors.refused.length} refusals`);
}

const [command, file] = process.argv.slice(2);
if (command === "make") console.log(JSON.stringify(await make(), null, 1));
else await check(JSON.parse(readFileSync(file, "utf8")));
