import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { joined } from './joined';
import { readFile, readTip } from './reading';

/** Made by the Java `TipWriter`, for everybody: docs/contracts/vectors. */
const VECTOR = new URL('../../../../../../docs/contracts/vectors/tip.age', import.meta.url);
const RECEIPTS = new URL('receipt.json', VECTOR);
const ZERO_SEED = `AGE-SECRET-KEY-PQ-1${'Q'.repeat(52)}AE0WQE`;

const { receipts } = JSON.parse(readFileSync(RECEIPTS, 'utf8')) as { receipts: { recipient: string }[] };

const sealed = () => new Blob([readFileSync(VECTOR)]).stream();

it('reads a tip that the intake service would write', async () => {
  // When
  const opened = await readTip(sealed(), ZERO_SEED, () => undefined);
  const pieces = await readFile(sealed(), ZERO_SEED, 'tip', 1);
  // Then
  expect(opened).toMatchObject({
    form: 'tip',
    topic: 'threat',
    message: 'Kömək edin. کمک کنید',
    answers: [['where', 'Bakı']],
    replyTo: receipts[0]?.recipient,
    files: [
      { claimed: { name: 'qeyd.txt', type: 'text/plain' }, size: 6 },
      { claimed: { name: 'boş.bin', type: 'application/octet-stream' }, size: 0 },
    ],
  });
  expect(new TextDecoder().decode(joined(pieces))).toBe('salam\n');
});
