import { boxes } from './boxes';
import { latin1, type Ends } from './ends';
import { exif } from './exif';
import { Facts, type Fact } from './facts';
import { matroska } from './matroska';
import { office } from './office';
import { pdf } from './pdf';
import { avif, gif, jpeg, png, webp, type Picture } from './pictures';
import { mp3, ogg, wav } from './sounds';
import { Work } from './work';

/** A small file can claim to be huge and fill the memory: such a picture is not drawn. */
const MOST_PIXELS = 60_000_000;

export function isDrawable(picture: Picture | undefined): boolean {
  return (
    picture !== undefined && picture.width > 0 && picture.height > 0 && picture.width * picture.height <= MOST_PIXELS
  );
}

export interface Inspected {
  facts: Fact[];
  /** Only of pictures that a browser can draw. */
  picture: Picture | undefined;
}

/**
 * Reads what a file says about itself, by its first bytes; nothing in it is run, and nothing of it can grow.
 *
 * @param tip what reading the files of its tip may still cost
 */
export function inspect(file: Ends, tip = Work.ofTip()): Inspected {
  const work = tip.ofFile();
  const facts = new Facts(work);
  let picture: Picture | undefined;
  facts.attempt(() => {
    picture = tell(file.within(work), facts);
  });
  return { facts: facts.all, picture };
}

function tell(file: Ends, facts: Facts): Picture | undefined {
  const start = latin1(file.beginning.subarray(0, 16));
  if (start.startsWith('\xff\xd8\xff')) return jpeg(file, facts);
  if (start.startsWith('\x89PNG')) return png(file, facts);
  if (start.startsWith('GIF8')) return gif(file, facts);
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return webp(file, facts);
  if (start.startsWith('RIFF')) wav(file, facts);
  else if (start.slice(4, 8) === 'ftyp') {
    facts.attempt(() => {
      boxes(file, facts);
    });
    return start.slice(8, 12) === 'avif' ? avif(file) : undefined;
  } else if (start.startsWith('%PDF-')) pdf(file, facts);
  else if (start.startsWith('PK\x03\x04')) office(file, facts);
  else if (start.startsWith('OggS')) ogg(file, facts);
  else if (start.startsWith('\x1aE\xdf\xa3')) matroska(file, facts);
  else if (start.startsWith('II*\0') || start.startsWith('MM\0*')) exif(file.beginning, facts);
  else if (start.startsWith('ID3') || /^\xff[\xe0-\xff]/.test(start)) mp3(file, facts);
  return undefined;
}
