import { render } from 'svelte/server';
import { expect, it, vi } from 'vitest';
import BellState from './BellState.svelte';
import { Ringing } from './ringing.svelte';

it('says when the desk closes and is silent', () => {
  // When
  const { body } = render(BellState, { props: { ringing: new Ringing(), cutOff: false, closesAfter: 25 * 60_000 } });
  // Then
  expect(body).toContain('25 min after the last click or key press it signs you out, rings once, and is silent.');
});

it('says that a browser has neither sounds nor notifications', () => {
  // When
  const { body } = render(BellState, { props: { ringing: new Ringing(), cutOff: false, closesAfter: 0 } });
  // Then
  for (const words of ['No bell in this browser', 'This browser makes no sounds', 'This browser has no notifications.'])
    expect(body).toContain(words);
});

it.each([
  ['denied', true],
  ['default', false],
])('says whether a browser forbids notifications: %s', (permission, forbids) => {
  // Given
  vi.stubGlobal('Notification', { permission });
  vi.stubGlobal(
    'AudioContext',
    class {
      state = 'running';
    },
  );
  // When
  const { body } = render(BellState, { props: { ringing: new Ringing(), cutOff: false, closesAfter: 0 } });
  // Then
  vi.unstubAllGlobals();
  expect(body.includes('The browser does not allow it now.')).toBe(forbids);
  expect(body).not.toMatch(/no sounds|no notifications/);
});
