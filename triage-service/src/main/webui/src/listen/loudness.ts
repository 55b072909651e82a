/** How loud a sound was at each of its parts, as far as somebody has heard it. */
export class Loudness {
  /** From 0 to 1; nothing for what was not heard yet. */
  readonly parts: (number | undefined)[];

  constructor(count: number) {
    this.parts = Array<number | undefined>(count).fill(undefined);
  }

  /** @param sound around that time, each sample from 0 to 255, as the browser gives them; silence is 128 */
  hear(time: number, duration: number, sound: Uint8Array): void {
    const part = Math.floor((time / duration) * this.parts.length);
    if (!(part >= 0 && part < this.parts.length)) return;
    const loudest = sound.reduce((most, each) => Math.max(most, Math.abs(each - 128)), 0) / 128;
    this.parts[part] = Math.max(this.parts[part] ?? 0, loudest);
  }
}
