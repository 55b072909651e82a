import { expect, it } from 'vitest';
import { fingerprintOf } from '../keys/fingerprint';
import { People } from './people.svelte';

it('compares the key that queue keys are sealed to, and not the one that a later list shows', async () => {
  // Given a list with one key, and a lead who has begun to admit its owner
  const before = { name: 'leyla', recipient: 'age1pq1before', queues: [] };
  const after = { ...before, recipient: 'age1pq1after' };
  let shown = before;
  const service = {
    people: () => Promise.resolve({ people: [shown], epochs: [] }),
    epochs: () => Promise.resolve({ epochs: [] }),
  };
  const people = new People(service as never, { open: false } as never, {} as never, () => undefined);
  await people.look();
  expect(people.fingerprintOf(before as never)).toBe(await fingerprintOf('age1pq1before'));

  // When the list comes again with another
  shown = after;
  await people.look();

  // Then the old key has no digits that fit, and the latest list has the new one
  expect(people.fingerprintOf(before as never)).toBe('');
  const latest = people.latest(before as never);
  expect(latest.recipient).toBe('age1pq1after');
  expect(people.fingerprintOf(latest)).toBe(await fingerprintOf('age1pq1after'));
});
