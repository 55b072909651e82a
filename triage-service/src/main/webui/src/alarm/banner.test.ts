import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import type { Service } from '../api/service';
import { Alarms } from './alarms.svelte';
import Banner from './Banner.svelte';

it('has only what is new read out', async () => {
  // Given
  const alarms = new Alarms({} as unknown as Service, () => 0);
  await alarms.refresh();
  await alarms.refresh();
  const nothing = () => undefined;
  // When
  const { body } = render(Banner, {
    props: { alarms, onshow: nothing, onkeep: nothing, onopen: nothing, onend: () => Promise.resolve(undefined) },
  });
  // Then
  expect(body).toMatch(/<div role="alert" aria-atomic="false">.*Alarms could not be fetched since/);
});
