import { render } from 'svelte/server';
import { expect, it } from 'vitest';
import BellState from './BellState.svelte';
import { Ringing } from './ringing.svelte';

it('says when the desk closes and is silent', () => {
  // When
  const { body } = render(BellState, { props: { ringing: new Ringing(), cutOff: false, closesAfter: 25 * 60_000 } });
  // Then
  expect(body).toContain('25 min after the last click or key press it signs you out, rings once, and is silent.');
});
