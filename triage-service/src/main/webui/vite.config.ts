import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { viewers } from './build/viewers.js';
import { fixture } from './fixture/plugin.ts';

const SHARED = join(import.meta.dirname, '../../../../sealing/src/main/js');

export default defineConfig({
  plugins: [svelte(), viewers(), fixture()],
  resolve: {
    alias: [
      { find: /^#sealing\//, replacement: `${SHARED}/` },
      // The shared files lie outside, where Node would look in vain for the libraries that age brings along.
      { find: /^(@noble\/.*)$/, replacement: join(import.meta.dirname, 'node_modules', '$1') },
    ],
  },
  // No bytes in the scripts and sheets that the content policy would have to allow as `data:`.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The script weighs (build/size.js).
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: {
      output: {
        chunkFileNames: 'assets/later-[name]-[hash].js',
        // A sheet of styles comes with its script.
        assetFileNames: ({ names }) =>
          `assets/${names.some((name) => name.endsWith('.css') && name !== 'index.css') ? 'later-' : ''}[name]-[hash][extname]`,
      },
    },
  },
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.test.ts', 'fixture/**/*.test.ts', 'walk/**/*.test.ts'],
    globalSetup: 'walk/build.ts',
    // Maven has another module on the other core; more at once only wait for each other.
    maxWorkers: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 20_000 } },
    // docs/adr/0020-flakes.md
    retry: process.env.CI === 'true' ? 1 : 0,
  },
});
