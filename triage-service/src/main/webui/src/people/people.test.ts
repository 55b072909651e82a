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

it.each([
  [
    'where the service knows no recovery key',
    (people: People) => people.beginEpoch('threat', []),
    'The service knows no recovery key. Nothing was changed.',
  ],
  [
    'to somebody whose key is not known',
    (people: People) => people.admit({ name: 'leyla', queues: {} } as never, ['threat']),
    'leyla’s key is not known here. They must make a new one.',
  ],
])('seals nothing %s', async (_where, deed, words) => {
  // Given a vault and a service that do nothing
  const service = { people: () => Promise.resolve({ people: [], epochs: [] }), epochs: () => Promise.resolve({}) };
  const vault = { open: false, state: { is: 'locked' } };
  const people = new People(service as never, vault as never, {} as never, () => undefined);
  await people.look();
  // When
  const refusal = await deed(people);
  // Then
  expect(refusal).toEqual({ kind: 'refused', detail: words });
});
