import { Gap } from './ends';

/** What reading one file may cost, and all of a tip: about as many bytes as are looked at. */
const MOST_OF_FILE = 2 ** 24;
const MOST_OF_TIP = 2 ** 26;

/** The work of reading what files say: a small one can ask for as much as it likes, by saying the same thing again and again. */
export class Work {
  private constructor(
    public left: number,
    private readonly whole?: Work,
  ) {}

  static ofTip(): Work {
    return new Work(MOST_OF_TIP);
  }

  /** For one who shows nothing of it. */
  static none(): Work {
    return new Work(0);
  }

  ofFile(): Work {
    return new Work(MOST_OF_FILE, this);
  }

  /** @throws Gap once there was too much of it */
  spend(bytes: number): void {
    this.whole?.spend(bytes);
    this.left -= bytes;
    if (this.left < 0) throw new Gap();
  }
}
