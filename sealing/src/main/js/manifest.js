// Reads keys.json as org.penah.sealing.manifest does (docs/contracts/key-manifest.md).

import { verify as verifySignature } from "./minisign.js";

const DAY = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const RECIPIENT = /^age1pq1[02-9ac-hj-np-z]+$/;
const PATH = /^(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+$/;
const HASH = /^[0-9a-f]{64}$/;
const SALT = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

/**
 * The manifest in these bytes, if the root key signed them and the serial is not below the highest seen; throws
 * otherwise. Recipients are checked for their shape only: age refuses what is not a key.
 */
export function verify(json, signatureFile, rootKey, highestSerial) {
  verifySignature(json, signatureFile, rootKey);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(json);
  const manifest = canonical(JSON.parse(text));
  // One spelling: what was read must be what would be written, so nothing unknown, doubled or reordered passes.
  demand(JSON.stringify(manifest) === text, "not in canonical form");
  demand(manifest.serial >= highestSerial, "older than one seen before");
  return manifest;
}

/** NOT_YET_VALID, VALID, ENDS_SOON, GRACE or CLOSED on a day such as "2026-11-24" (UTC). */
export function stateOn({ notBefore, notAfter }, today) {
  if (today < notBefore) return "NOT_YET_VALID";
  const daysLeft = daysBetween(today, notAfter);
  if (daysLeft > 30) return "VALID";
  if (daysLeft >= 0) return "ENDS_SOON";
  return daysLeft >= -14 ? "GRACE" : "CLOSED";
}

/** The epoch of a queue in force on a day, or undefined. */
export function epochOn(manifest, queueName, today) {
  const queue = manifest.queues.find(({ name }) => name === queueName);
  return queue?.epochs.filter(({ from }) => from <= today).at(-1);
}

function canonical({ version, serial, notBefore, notAfter, recovery, receipt, queues, scripts }) {
  demand(version === 1 && isWhole(serial, 1, 2 ** 31 - 1), "version or serial");
  const days = isDay(notBefore) && isDay(notAfter) ? daysBetween(notBefore, notAfter) + 1 : 0;
  demand(days >= 1 && days <= 90, "validity");
  demand(matches(RECIPIENT, recovery), "recovery");
  demand(isDistinct(queues, "name", 1, 32) && isDistinct(scripts, "path", 0, 64), "queues or scripts");
  return {
    version,
    serial,
    notBefore,
    notAfter,
    recovery,
    receipt: canonicalReceipt(receipt),
    queues: queues.map(canonicalQueue),
    scripts: scripts.map(canonicalScript),
  };
}

function canonicalReceipt({ salt, memoryKiB, passes, lanes }) {
  const cost = isWhole(memoryKiB, 1024, 65536) && isWhole(passes, 1, 16) && isWhole(lanes, 1, 4);
  demand(matches(SALT, salt) && cost, "receipt");
  return { salt, memoryKiB, passes, lanes };
}

function canonicalQueue({ name, epochs }) {
  demand(matches(NAME, name) && Array.isArray(epochs) && epochs.length >= 1 && epochs.length <= 400, "queue");
  epochs.forEach(({ epoch, from, recipient }, i) => {
    const before = epochs[i - 1] ?? { epoch: 0, from: "" };
    demand(isWhole(epoch, before.epoch + 1, 2 ** 31 - 1) && isDay(from) && from >= before.from, "epoch");
    demand(matches(RECIPIENT, recipient), "recipient");
  });
  return { name, epochs: epochs.map(({ epoch, from, recipient }) => ({ epoch, from, recipient })) };
}

function canonicalScript({ path, sha256 }) {
  demand(matches(PATH, path) && path.length <= 200 && matches(HASH, sha256), "script");
  return { path, sha256 };
}

function isDistinct(list, field, least, most) {
  if (!Array.isArray(list) || list.length < least || list.length > most) return false;
  return new Set(list.map((item) => item[field])).size === list.length;
}

/** A pattern alone would take a list of one text for a text. */
function matches(pattern, text) {
  return typeof text === "string" && pattern.test(text);
}

function isWhole(number, least, most) {
  return Number.isInteger(number) && number >= least && number <= most;
}

function isDay(text) {
  if (!matches(DATE, text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

function demand(condition, what) {
  if (!condition) throw new Error(`the key manifest is malformed: ${what}`);
}
