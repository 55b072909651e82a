import type { TipSummary } from '../api/wire';
import { locale, say } from './say';

/**
 * Characters that nobody sees, and those that turn the direction of what follows: `photo\u202Egpj.exe`. The two joiners
 * stay: Persian is not written without them.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** A name as the source wrote it, with what cannot be seen made visible. For one line; a message keeps its own form. */
export function visible(name: string): string {
  return name.replace(UNSEEN, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** The label of a file: its source's name for it, or its number. */
export function shownName({ number, claimed }: { number: number; claimed: { name: string } | undefined }): string {
  return claimed === undefined || claimed.name === '' ? say('words.fileNumber', { number }) : visible(claimed.name);
}

/** The queue and epoch to which a tip is sealed, as the service writes them. */
export function placeOf({ queue, epoch }: Pick<TipSummary, 'queue' | 'epoch'>): string {
  return `${queue}/${epoch}`;
}

/** The first eight characters of a random id: enough to tell two tips apart when speaking. */
export function shortId(tipId: string): string {
  return tipId.slice(0, 8);
}

const TIP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a source sealed as the id of a tip, if it is one. */
export function tipIdOf(sealed: string | undefined): string | undefined {
  return sealed !== undefined && TIP_ID.test(sealed) ? sealed : undefined;
}

/** A name of ours: nothing that a source wrote ever names a file on a staff machine. */
export function downloadName(tipId: string, number: number, kind: { extension: string }): string {
  const id = shortId(tipId).replace(/[^0-9a-z-]/gi, '');
  return `tip-${id}-file-${number}.${kind.extension}`;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return say('words.bytes', { bytes });
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: value < 10 ? 1 : 0, minimumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${units[unit] ?? ''}`;
}

/** Whether this is the same tip, sealed to the same key: one that was moved is opened again. */
export function samePlace(one: Place, other: Place): boolean {
  return one.tipId === other.tipId && one.queue === other.queue && one.epoch === other.epoch;
}

type Place = Pick<TipSummary, 'tipId' | 'queue' | 'epoch'>;
