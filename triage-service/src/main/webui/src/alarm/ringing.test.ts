import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLOSED, callsOf } from './bell';
import { Ringing } from './ringing.svelte';

const IMMINENT = callsOf({ imminent: ['a'] } as never, false);

it('makes no sound where the browser refuses one, but is there', () => {
  // Given
  vi.stubGlobal('AudioContext', function () {
    throw new Error('No hardware.');
  });
  // When
  const ringing = new Ringing();
  // Then
  vi.unstubAllGlobals();
  expect(ringing.sound).toBe('none');
});

describe('the notification', () => {
  let focused: boolean;
  let up: string[];
  let press: () => void;

  beforeEach(() => {
    focused = false;
    up = [];
    vi.stubGlobal('document', { hasFocus: () => focused });
    vi.stubGlobal(
      'Notification',
      class {
        static readonly permission = 'granted';

        constructor(
          readonly words: string,
          options: NotificationOptions,
        ) {
          // It must not disappear after some seconds, nor be there once for each window.
          expect(options).toEqual({ tag: 'penah-desk', requireInteraction: true });
          up.push(words);
        }

        set onclick(listener: () => void) {
          press = listener;
        }

        close() {
          up.splice(up.indexOf(this.words), 1);
        }
      },
    );
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('disappears when nothing calls any more', () => {
    // Given
    const ringing = new Ringing();
    ringing.look(IMMINENT, 0);
    const before = [...up];
    // When
    ringing.look([], 1000);
    // Then
    expect(before).toEqual(['Penah desk: look now']);
    expect(up).toEqual([]);
  });

  it('disappears when somebody presses it, and shows the desk', () => {
    // Given
    const focus = vi.fn();
    vi.stubGlobal('window', { focus });
    new Ringing().look([CLOSED], 0);
    // When
    press();
    // Then
    expect(up).toEqual([]);
    expect(focus).toHaveBeenCalledOnce();
  });

  it('stays up once the desk has closed', () => {
    // Given
    const ringing = new Ringing();
    ringing.look(IMMINENT, 0);
    // When
    for (let seconds = 1; seconds < 1000; seconds++) ringing.look([CLOSED], seconds * 1000);
    // Then
    expect(up).toEqual(['Penah desk: look now']);
  });

  it.each([
    ['not shown to somebody who looks at the desk', IMMINENT, []],
    ['shown by a desk that has closed, though its window is in front', [CLOSED], ['Penah desk: look now']],
  ])('is %s', (_when, calls, expected) => {
    // Given
    focused = true;
    // When
    new Ringing().look(calls, 0);
    // Then
    expect(up).toEqual(expected);
  });
});
