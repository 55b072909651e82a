import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The folders of src, from the bottom up: each knows those before it, and desk puts all of them together. */
const LAYERS = [
  'api',
  'words',
  'metadata',
  'format',
  'clean',
  'look',
  'keys',
  'feature',
  'stepup',
  'search',
  'alert',
  'telephone',
  'viewer',
  'listen',
  'tip',
  'reply',
  'details',
  'tag',
  'view',
  'work',
  'vitalinterest',
  'people',
  'journal',
  'dashboard',
  'alarm',
  'partner',
  'keyboard',
  'list',
  'desk',
  'training',
];

const folders = readdirSync(new URL('src', import.meta.url), { withFileTypes: true }).filter((each) =>
  each.isDirectory(),
);
for (const { name } of folders) if (!LAYERS.includes(name)) throw new Error(`src/${name} has no place in LAYERS`);

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'openapi.d.ts', 'words.d.ts'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      // What a source wrote is shown as text, always.
      'svelte/no-at-html-tags': 'error',
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'indexedDB', 'caches'],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Show text, never markup.' },
        { property: 'outerHTML', message: 'Show text, never markup.' },
        { property: 'insertAdjacentHTML', message: 'Show text, never markup.' },
      ],
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  ...LAYERS.slice(0, -1).map((layer, at) => ({
    files: [`src/${layer}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^\\.\\./(${LAYERS.slice(at + 1).join('|')})/`,
              message: 'A folder imports those below it: see LAYERS in eslint.config.js.',
            },
          ],
        },
      ],
    },
  })),
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
  {
    files: ['fixture/**', 'walk/**', 'build/**', '*.config.*'],
    languageOptions: { globals: globals.node },
    // The walk looks into the browser's storage to see that it is empty.
    rules: { 'no-console': 'off', 'no-restricted-globals': 'off' },
  },
);
