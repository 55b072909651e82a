import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watch } from './watch';

describe('Watch', () => {
  const desk = { attended: true, upToDate: true, asked: 0, poll: () => Promise.resolve() };
  const news = { live: true, listening: false, listen: () => undefined, close: () => undefined };
  let watch: Watch;

  beforeEach(async () => {
    vi.useFakeTimers();
    Object.assign(desk, { attended: true, upToDate: true, asked: 0 });
    Object.assign(news, { live: true, listening: false });
    desk.poll = () => {
      desk.asked++;
      return Promise.resolve();
    };
    news.listen = () => void (news.listening = true);
    news.close = () => void (news.listening = false);
    watch = new Watch(desk, news);
    watch.begin();
    await vi.advanceTimersByTimeAsync(1000);
    desk.asked = 0;
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('asks when there is news, once for many', async () => {
    // Given
    for (let i = 0; i < 50; i++) watch.hear();
    // When
    await vi.advanceTimersByTimeAsync(1000);
    // Then
    expect(desk.asked).toBe(1);
    expect(news.listening).toBe(true);
  });

  it('asks about once a second while news does not end', async () => {
    // When
    for (let i = 0; i < 100; i++) {
      watch.hear();
      await vi.advanceTimersByTimeAsync(100);
    }
    // Then
    expect(desk.asked).toBeGreaterThanOrEqual(5);
    expect(desk.asked).toBeLessThanOrEqual(10);
  });

  it('asks again if news came while it was asking', async () => {
    // Given
    let answer: () => void = () => undefined;
    desk.poll = () => {
      desk.asked++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    watch.hear();
    await vi.advanceTimersByTimeAsync(1000);
    watch.hear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.asked).toBe(1);
    // When
    answer();
    await vi.advanceTimersByTimeAsync(1000);
    // Then
    expect(desk.asked).toBe(2);
  });

  it('asks again if a question breaks', async () => {
    // Given
    const complains = vi.fn();
    vi.stubGlobal('reportError', complains);
    desk.poll = () => {
      desk.asked++;
      return Promise.reject(new Error('broken'));
    };
    // When
    await vi.advanceTimersByTimeAsync(60_000);
    // Then
    expect(desk.asked).toBe(3);
    expect(complains).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['seldom while the service would say so', {}, {}, 3],
    ['often while it would not', { live: false }, {}, 15],
    ['often while the last answer was none', {}, { upToDate: false }, 15],
  ])('asks %s', async (_when, ear, state, times) => {
    // Given
    Object.assign(news, ear);
    Object.assign(desk, state);
    watch.hear();
    await vi.advanceTimersByTimeAsync(1000);
    desk.asked = 0;
    // When
    await vi.advanceTimersByTimeAsync(60_000);
    // Then
    expect(desk.asked).toBe(times);
  });

  it('does not listen where nobody may hear', async () => {
    // Given
    desk.attended = false;
    watch.hear();
    // When
    await vi.advanceTimersByTimeAsync(1000);
    // Then
    expect(news.listening).toBe(false);
  });
});
