import type { Kind } from '../format/sniff';

/** What a document says: text as it is, and pictures still in their files. */
export type Piece = { title: string } | { text: string } | { rows: string[][] } | { picture: Uint8Array };

const MOST_LETTERS = 1_000_000;
const MOST_PIECES = 20_000;
const MOST_ROWS = 3000;
const MOST_PICTURES = 60;

/** Collects what a document says, up to a bound. */
export class Pages {
  readonly pieces: Piece[] = [];
  /** There was more. */
  cut = false;
  private letters = 0;
  private rows = 0;
  private pictures = 0;

  title(text: string): void {
    if (text.trim() !== '') this.add({ title: text.trim() }, text.length);
  }

  text(text: string): void {
    if (text.trim() !== '') this.add({ text }, text.length);
  }

  table(rows: string[][]): void {
    const kept = rows.slice(0, MOST_ROWS - this.rows);
    this.rows += kept.length;
    this.cut ||= kept.length < rows.length;
    if (kept.length > 0) this.add({ rows: kept }, kept.flat().join('').length);
  }

  picture(file: Uint8Array): void {
    if (++this.pictures > MOST_PICTURES) this.cut = true;
    else this.add({ picture: file }, 0);
  }

  get full(): boolean {
    return this.letters > MOST_LETTERS || this.pieces.length >= MOST_PIECES;
  }

  private add(piece: Piece, letters: number): void {
    if (this.full) {
      this.cut = true;
      return;
    }
    this.letters += letters;
    this.pieces.push(piece);
  }
}

/** The types of pictures that a browser draws, by our extension; drawings of Windows are none. */
export const PICTURES: Readonly<Record<Kind['extension'], string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
};
