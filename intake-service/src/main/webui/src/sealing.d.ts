// The exports of the shared files of `sealing`; their tests are in that module.

declare module '#sealing/manifest.js' {
  export interface Epoch {
    epoch: number;
    from: string;
    recipient: string;
  }
  export interface Manifest {
    serial: number;
    notBefore: string;
    notAfter: string;
    receipt: ReceiptParameters;
    scripts: { path: string; sha256: string }[];
  }
  export interface ReceiptParameters {
    salt: string;
    memoryKiB: number;
    passes: number;
    lanes: number;
  }
  export type State = 'NOT_YET_VALID' | 'VALID' | 'ENDS_SOON' | 'GRACE' | 'CLOSED';
  export function verify(json: Uint8Array, signature: string, root: string, highestSerial: number): Manifest;
  export function stateOn(manifest: Manifest, day: string): State;
  export function epochOn(manifest: Manifest, queue: string, day: string): Epoch | undefined;
}

declare module '#sealing/receipt.js' {
  import type { ReceiptParameters } from '#sealing/manifest.js';

  export class ReceiptError extends Error {
    readonly reason: string;
  }
  export function generate(): bigint;
  export function parse(text: string): bigint;
  export function toDigits(number: bigint): string;
  export function toWords(number: bigint): string;
  export function derive(
    number: bigint,
    parameters: ReceiptParameters,
  ): { mailboxId: Uint8Array; mailboxHash: Uint8Array; identitySeed: Uint8Array; decisionSeed: Uint8Array };
  export function decisionKey(decisionSeed: Uint8Array, salt: Uint8Array): Uint8Array;
  export function decide(decisionSeed: Uint8Array, salt: Uint8Array, decision: string): Uint8Array;
}
