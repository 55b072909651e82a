// The exports of the shared files of `sealing`; their tests are in that module.

declare module '#sealing/manifest.js' {
  export interface Manifest {
    serial: number;
    queues: { name: string; epochs: { epoch: number; from: string; recipient: string }[] }[];
  }
  export function verify(json: Uint8Array, signature: string, root: string, highestSerial: number): Manifest;
}
