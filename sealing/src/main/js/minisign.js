// Checks a signature as `minisign -V` does: prehashed Ed25519 and nothing else.

import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";

const STRICT = { zip215: false };

/** Returns the trusted comment, or throws: the signature is malformed, by another key, or wrong. */
export function verify(message, signatureFile, publicKey) {
  const key = decode(publicKey, 42);
  if (ascii(key.subarray(0, 2)) !== "Ed") throw new Error("not an Ed25519 key");
  const lines = signatureFile.replace(/\n$/, "").split("\n");
  if (lines.length !== 4 || !lines[0].startsWith("untrusted comment: ") || !lines[2].startsWith("trusted comment: ")) {
    throw new Error("not a signature file");
  }
  const first = decode(lines[1], 74);
  if (ascii(first.subarray(0, 2)) !== "ED") throw new Error("not a prehashed Ed25519 signature");
  if (!first.subarray(2, 10).every((byte, i) => byte === key[2 + i])) throw new Error("signed by another key");
  const signature = first.subarray(10);
  const comment = lines[2].slice("trusted comment: ".length);
  const signedComment = new Uint8Array([...signature, ...new TextEncoder().encode(comment)]);
  if (
    !ed25519.verify(signature, blake2b(message, { dkLen: 64 }), key.subarray(10), STRICT) ||
    !ed25519.verify(decode(lines[3], 64), signedComment, key.subarray(10), STRICT)
  ) {
    throw new Error("the signature does not hold for these bytes");
  }
  return comment;
}

/** Base64 with padding, in its one spelling. */
function decode(base64, length) {
  const text = atob(base64);
  if (text.length !== length || btoa(text) !== base64) throw new Error(`not base64 of ${length} bytes`);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function ascii(bytes) {
  return String.fromCharCode(...bytes);
}
