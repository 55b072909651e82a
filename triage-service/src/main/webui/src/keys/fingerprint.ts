/** Of how many digits: 79 bits, more than anybody can search for a second key that has them, too. */
const DIGITS = 24;
const GROUP = 4;

/** The digits that two people compare by voice, so that the server cannot slip in its own key. */
export async function fingerprintOf(recipient: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`penah member key\n${recipient}`));
  const number = [...new Uint8Array(digest)].reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  const digits = (number % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');
  return grouped(digits);
}

/** Whether what was read out is the fingerprint; spaces and hyphens say nothing. */
export function isFingerprint(heard: string, fingerprint: string): boolean {
  return fingerprint !== '' && heard.replace(/[\s-]/g, '') === fingerprint.replace(/\s/g, '');
}

/** Of how many hexadecimal digits: 128 bits. */
const PARTNER_DIGITS = 32;

/**
 * The digits that staff and a partner compare by voice: the first half of the recipient's SHA-256, so that the partner gets the
 * same with `printf %s age1pq1… | sha256sum`, without our software.
 */
export async function partnerFingerprint(recipient: string): Promise<string> {
  return fileFingerprint(new TextEncoder().encode(recipient));
}

/** The same for a file, as `sha256sum` prints it. */
export async function fileFingerprint(file: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', file);
  const digits = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return grouped(digits.slice(0, PARTNER_DIGITS));
}

function grouped(digits: string): string {
  return digits.match(new RegExp(`.{${GROUP}}`, 'g'))?.join(' ') ?? digits;
}
