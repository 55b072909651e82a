// Sizes as org.penah.sealing.tip has them (docs/contracts/tip-container.md, "Size").

const SMALLEST = 64 * 1024;
const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;

/** A header with one post-quantum recipient: always as long as this one. */
export const HEADER =
  'age-encryption.org/v1\n'.length +
  '-> mlkem768x25519 '.length +
  base64Length(1120) +
  1 +
  base64Length(32) +
  1 +
  '--- '.length +
  base64Length(32) +
  1;

function base64Length(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** The smallest Padmé size that is at least this and at least 64 KiB. */
export function padme(size: number): number {
  const length = Math.max(size, SMALLEST);
  const exponent = floorLog2(length);
  const step = 2 ** (exponent - (floorLog2(exponent) + 1));
  return Math.ceil(length / step) * step;
}

function floorLog2(value: number): number {
  return 31 - Math.clz32(value);
}

/** The bytes of an age file with so many bytes of plaintext. */
export function sealedSize(plain: number): number {
  return HEADER + NONCE + plain + TAG * Math.max(1, Math.ceil(plain / CHUNK));
}

/** How much plaintext makes the sealed file exactly a Padmé size, no less than there is. */
export function paddedPlain(plain: number): number {
  for (let target = padme(sealedSize(plain)); ; target = padme(target + 1)) {
    const payload = target - HEADER - NONCE;
    const padded = payload - TAG * Math.max(1, Math.ceil(payload / (CHUNK + TAG)));
    // The few sizes that no age file has are passed over.
    if (padded >= plain && sealedSize(padded) === target) return padded;
  }
}
