import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { joined } from './joined';
import { readFile, readTip } from './reading';

/** Made by the Java `TipWriter` and by the form's script, for everybody: docs/contracts/vectors. */
const VECTOR = new URL('../../../../../../docs/contracts/vectors/tip.age', import.meta.url);
const OF_SCRIPT = new URL('tip-script.age', VECTOR);
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

it('reads a tip that the script of the form has sealed', async () => {
  // Given
  const bytes = () => new Blob([readFileSync(OF_SCRIPT)]).stream();
  // When
  const opened = await readTip(bytes(), ZERO_SEED, () => undefined);
  const pieces = await readFile(bytes(), ZERO_SEED, 'tip', 1);
  // Then
  expect(opened).toMatchObject({
    form: 'tip',
    topic: 'threat',
    message: 'Kömək edin. کمک کنید',
    files: [
      { claimed: { name: 'qeyd.txt', type: 'text/plain' }, size: 6 },
      { claimed: { name: 'boş.bin', type: '' }, size: 0 },
    ],
  });
  expect([...joined(pieces)]).toEqual([0, 7, 14, 21, 28, 35]);
});
