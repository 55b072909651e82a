/** How much deeper a masked voice is. */
export const DEEPER = 0.7;
/** Seconds of sound between two joints: long enough for a low voice, too short for an echo. */
const GRAIN = 0.05;

/**
 * Makes voices deeper at the same speed: two readers fall behind the sound at a steady rate, and each is silent while it jumps
 * back to the front.
 */
export class Masker {
  private readonly grain: number;
  private readonly kept: Float32Array;
  private at = 0;
  private behind = 0;

  constructor(
    rate: number,
    private readonly deeper = DEEPER,
  ) {
    this.grain = Math.round(rate * GRAIN);
    this.kept = new Float32Array(2 * this.grain);
  }

  process(sound: Float32Array, masked: Float32Array): void {
    for (let index = 0; index < sound.length; index++) {
      this.kept[this.at] = sound[index] ?? 0;
      masked[index] = this.read(this.behind) + this.read((this.behind + 0.5) % 1);
      this.behind = (this.behind + (1 - this.deeper) / this.grain) % 1;
      this.at = (this.at + 1) % this.kept.length;
    }
  }

  private read(behind: number): number {
    const place = this.at - behind * this.grain + this.kept.length;
    const before = Math.floor(place);
    const part = place - before;
    const one = this.kept[before % this.kept.length] ?? 0;
    const other = this.kept[(before + 1) % this.kept.length] ?? 0;
    // The two readers together are always as loud as the sound.
    return (one * (1 - part) + other * part) * Math.sin(Math.PI * behind) ** 2;
  }
}
