import type { Kind } from '../format/sniff';

/** What a document says: text as it is, and pictures still in their files. */
export type Piece = { title: string } | { text: string } | { rows: string[][] } | { picture: Uint8Array };

const MOST_LETTERS = 1_000_000;
const MOST_PIECES = 20_000;
export const MOST_ROWS = 3000;
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
    const title = this.fitting(text.trim());
    if (title !== '') this.add({ title });
  }

  text(text: string): void {
    const fitting = text.trim() === '' ? '' : this.fitting(text);
    if (fitting !== '') this.add({ text: fitting });
  }

  table(rows: string[][]): void {
    const kept = this.full ? [] : rows.slice(0, MOST_ROWS - this.rows);
    this.rows += kept.length;
    this.cut ||= kept.length < rows.length;
    if (kept.length > 0) this.add({ rows: kept.map((row) => row.map((cell) => this.fitting(cell))) });
  }

  /** Its file is read only if there is room for it. */
  picture(read: () => Uint8Array | undefined): void {
    const file = this.full || this.pictures >= MOST_PICTURES ? undefined : read();
    if (file === undefined) {
      this.cut = true;
      return;
    }
    this.pictures++;
    this.add({ picture: file });
  }

  get full(): boolean {
    return this.letters >= MOST_LETTERS || this.pieces.length >= MOST_PIECES;
  }

  /** As much of a text as there is room for. */
  private fitting(text: string): string {
    const fitting = text.slice(0, MOST_LETTERS - this.letters);
    this.cut ||= fitting.length < text.length;
    this.letters += fitting.length;
    return fitting;
  }

  private add(piece: Piece): void {
    if (this.pieces.length >= MOST_PIECES) this.cut = true;
    else this.pieces.push(piece);
  }
}

/** The types of pictures that a browser draws, by our extension; drawings of Windows are none. */
export const PICTURES: Readonly<Record<Kind['extension'], string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
};
