import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the console that the walks look at. */
    built: string;
  }
}

/** Builds the console once for all walks. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(tmpdir(), 'penah-console-'));
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  project.provide('built', outDir);
  return () => {
    rmSync(outDir, { recursive: true });
  };
}
