// Seals tips as the page's script does, for readers in other languages:
//   node test/write.js RECIPIENT FOLDER SIZE...
// writes FOLDER/SIZE.age, a tip with one file of so many bytes, each the low byte of seven times its place.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const [recipient, folder, ...sizes] = process.argv.slice(2);

await build({
  root: dirname(import.meta.dirname),
  logLevel: 'error',
  build: {
    ssr: 'src/worker.ts',
    outDir: join(folder, 'js'),
    emptyOutDir: true,
    rolldownOptions: { input: 'src/worker.ts', output: { entryFileNames: 'worker.js' } },
  },
  ssr: { noExternal: true },
});
const { seal } = await import(join(folder, 'js/worker.js'));

for (const size of sizes.map(Number)) {
  const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7);
  const content = {
    topic: 'threat',
    message: 'Kömək edin. کمک کنید',
    answers: { danger: 'me', soon: 'hours', alert: 'yes', details: 'no' },
    replyTo: recipient,
  };
  const files = [new File([bytes], 'qeyd.txt', { type: 'text/plain' }), new File([], 'boş.bin')];
  const [, chunks] = await seal({ recipient, content, files });
  const sealed = [];
  for await (const chunk of chunks) sealed.push(chunk);
  writeFileSync(join(folder, `${size}.age`), Buffer.concat(sealed));
}
