declare module '*?viewer' {
  const url: string;
  export default url;
}

declare module 'pdfjs-dist/build/pdf.worker.mjs';

declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  interface Picture {
    get_width: () => number;
    get_height: () => number;
    /** Draws into the pixels given; gives null if it cannot. */
    display: (into: ImageData, done: (drawn: ImageData | null) => void) => void;
  }

  export default function libheif(): { HeifDecoder: new () => { decode: (file: Uint8Array) => Picture[] } };
}
