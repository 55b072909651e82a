/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: true,
    // Built with createElement: no markup is parsed at run time, so Trusted Types has nothing to allow.
    fragments: 'tree',
  },
};
