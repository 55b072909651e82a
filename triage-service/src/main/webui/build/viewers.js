import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { build } from 'vite';

const SUFFIX = '?viewer';

/**
 * `import url from './x.worker.ts?viewer'`: the address of one classic script with all that x imports. The frame of a viewer can
 * load nothing, so the desk hands it this text (docs/adr/0073-viewers.md).
 */
export function viewers() {
  let serving = false;
  const made = new Map();
  return {
    name: 'penah-viewers',
    configResolved({ command }) {
      serving = command === 'serve';
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const code = made.get(request.url);
        if (code === undefined) next();
        else response.setHeader('Content-Type', 'text/javascript').end(code);
      });
    },
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return undefined;
      const found = await this.resolve(source.slice(0, -SUFFIX.length), importer);
      return found && `${found.id}${SUFFIX}`;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return undefined;
      const file = id.slice(0, -SUFFIX.length);
      const name = `viewer-${basename(file).split('.')[0]}.js`;
      const code = await bundled(file, this);
      if (serving) {
        const url = `/@viewers/${createHash('sha256').update(code).digest('hex').slice(0, 8)}/${name}`;
        made.set(url, code);
        return `export default '${url}'`;
      }
      const reference = this.emitFile({ type: 'asset', name, source: code });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
    },
  };
}

async function bundled(file, context) {
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: file,
        output: { format: 'iife', codeSplitting: false },
        treeshake: { moduleSideEffects: true },
      },
    },
  });
  for (const each of Object.keys(output[0].modules)) if (!each.includes('\0')) context.addWatchFile(each);
  return output[0].code;
}
