// The exports of the shared files of `sealing`; their tests are in that module.

declare module '#sealing/manifest.js' {
  export interface Manifest {
    serial: number;
    notBefore: string;
    notAfter: string;
    queues: { name: string; epochs: { epoch: number; from: string; recipient: string }[] }[];
  }
  export function stateOn(
    manifest: Manifest,
    today: string,
  ): 'NOT_YET_VALID' | 'VALID' | 'ENDS_SOON' | 'GRACE' | 'CLOSED';
  export function epochOn(
    manifest: Manifest,
    queue: string,
    today: string,
  ): { epoch: number; recipient: string } | undefined;
  export function verify(json: Uint8Array, signature: string, root: string, highestSerial: number): Manifest;
}
