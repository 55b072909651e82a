import maskUrl from './mask.worklet.ts?worker&url';

/** What a member hears of a sound or film, on its way from the player to their ears. */
export interface Listening {
  /** The last moments of it; nothing in a browser that lets nobody listen in. */
  hear: (sound: Uint8Array<ArrayBuffer>) => void;
  /** @throws if the mask does not load; then nothing is heard unmasked */
  mask: (masked: boolean) => Promise<void>;
  end: () => void;
}

/** Whether this browser can do any of it. */
export function canListen(): boolean {
  return typeof AudioContext === 'function' && typeof AudioWorkletNode === 'function';
}

/** As many samples as are looked at. */
export const LOOKED_AT = 1024;

/**
 * The sound is never there as a whole: a small file may unpack to days of it, so that it passes, and what passed is gone.
 *
 * @param media of our own origin; from now on it is heard here alone
 * @throws DOMException where the browser refuses
 */
export function listenTo(media: HTMLMediaElement): Listening {
  const context = new AudioContext();
  const source = context.createMediaElementSource(media);
  const analyser = new AnalyserNode(context, { fftSize: LOOKED_AT });
  let loading: Promise<void> | undefined;
  let wanted = false;
  let mask: AudioWorkletNode | undefined;
  source.connect(analyser);
  source.connect(context.destination);
  const wake = () => void context.resume();
  media.addEventListener('play', wake);
  if (!media.paused) wake();
  return {
    hear: (sound) => {
      analyser.getByteTimeDomainData(sound);
    },
    mask: async (masked) => {
      wanted = masked;
      source.disconnect();
      source.connect(analyser);
      if (!masked) {
        source.connect(context.destination);
        return;
      }
      // What did not load is fetched again the next time.
      await (loading ??= context.audioWorklet.addModule(maskUrl).catch((cause: unknown) => {
        loading = undefined;
        throw cause;
      }));
      if (!wanted) return;
      mask ??= new AudioWorkletNode(context, 'mask', {
        channelCount: 1,
        channelCountMode: 'explicit',
        outputChannelCount: [1],
      });
      mask.connect(context.destination);
      source.connect(mask);
    },
    end: () => {
      media.removeEventListener('play', wake);
      void context.close();
    },
  };
}
