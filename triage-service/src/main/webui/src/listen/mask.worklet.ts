import { Masker } from './masker';

declare const sampleRate: number;
declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: new () => object;

/** Masks one voice: what was recorded by several microphones becomes one sound before it. */
class Mask extends AudioWorkletProcessor {
  private readonly masker = new Masker(sampleRate);

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [sound, masked] = [inputs[0]?.[0], outputs[0]?.[0]];
    if (sound !== undefined && masked !== undefined) this.masker.process(sound, masked);
    return true;
  }
}

registerProcessor('mask', Mask);
