import type { Plugin } from 'vite';

export function viewers(): Plugin;
