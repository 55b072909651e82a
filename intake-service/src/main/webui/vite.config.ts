import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const SHARED = join(import.meta.dirname, '../../../../sealing/src/main/js');

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#sealing\//, replacement: `${SHARED}/` },
      // The shared files lie outside, where Node would look for their libraries in vain.
      { find: /^(@(?:noble|scure)\/.*)$/, replacement: join(import.meta.dirname, 'node_modules', '$1') },
    ],
  },
  build: {
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    // One file under one name: its hash is signed, and its Worker is the same file.
    rolldownOptions: { input: 'src/form.ts', output: { entryFileNames: 'form.js' } },
  },
  test: { include: ['src/**/*.test.ts'], testTimeout: 30_000 },
});
