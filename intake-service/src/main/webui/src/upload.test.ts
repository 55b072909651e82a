import { expect, it } from 'vitest';
import { Lost, type Answer } from './request.ts';
import { Forgotten, Refused, Stopped, upload, type Way } from './upload.ts';

const CHUNKS = ['aaaa', 'bbbb', 'cc'];

/** A service that keeps what arrives, and answers as it is told to first. */
class Service implements Way {
  kept = '';
  readonly waits: number[] = [];
  lost = 0;
  stopped = false;

  constructor(private readonly mishaps: ((bytes: string, offset: number) => Answer | 'lost' | undefined)[] = []) {}

  send(bytes: Uint8Array<ArrayBuffer>, offset: number): Promise<Answer> {
    const text = new TextDecoder().decode(bytes);
    const mishap = this.mishaps.shift()?.(text, offset);
    if (mishap === 'lost') return Promise.reject(new Lost());
    if (mishap !== undefined) return Promise.resolve(mishap);
    if (offset > this.kept.length) return Promise.resolve(answer(409, this.kept.length));
    this.kept = this.kept.slice(0, offset) + text;
    return Promise.resolve(answer(204, this.kept.length));
  }

  wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    return Promise.resolve();
  }

  goOn(): Promise<void> {
    return this.stopped ? Promise.reject(new Stopped()) : Promise.resolve();
  }

  onSent = () => undefined;
  renew = () => undefined;
  onLost = () => {
    this.lost++;
  };
}

function answer(status: number, offset = NaN): Answer {
  return { status, offset, form: null, page: null };
}

function chunks(): () => Promise<{ bytes: Uint8Array<ArrayBuffer>; last: boolean }> {
  let next = 0;
  return () => {
    const bytes = new TextEncoder().encode(CHUNKS[next++]);
    return Promise.resolve({ bytes, last: next === CHUNKS.length });
  };
}

it('brings every chunk once if nothing goes wrong', async () => {
  // Given
  const service = new Service();
  // When
  await upload(chunks(), service);
  // Then
  expect(service.kept).toBe('aaaabbbbcc');
  expect(service.waits).toEqual([]);
});

it('sends a chunk again, waiting longer each time, until it has arrived', async () => {
  // Given
  const fine = () => undefined;
  const service = new Service([fine, () => 'lost', () => answer(503), () => 'lost']);
  // When
  await upload(chunks(), service);
  // Then
  expect(service.kept).toBe('aaaabbbbcc');
  expect(service.waits).toEqual([1000, 2000, 4000]);
  expect(service.lost).toBe(3);
});

it('tells the source when there is no place for the first chunk, and waits for one if there was', async () => {
  // Given
  const busy = () => answer(503);
  const full = new Service(Array.from({ length: 20 }, () => busy));
  const begun = new Service([() => undefined, ...Array.from({ length: 20 }, () => busy)]);
  // When
  const refused = upload(chunks(), full);
  await upload(chunks(), begun);
  // Then
  await expect(refused).rejects.toThrow(Refused);
  expect(full.waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000]);
  expect(begun.kept).toBe('bbbbcc'.padStart(10, 'a'));
});

it('goes on where the service says that the chunk broke', async () => {
  // Given: of the second chunk, half arrived
  const service: Service = new Service([
    () => undefined,
    () => {
      service.kept += 'bb';
      return answer(409, 6);
    },
  ]);
  // When
  await upload(chunks(), service);
  // Then
  expect(service.kept).toBe('aaaabbbbcc');
});

it('says so if the service has forgotten what was sent', async () => {
  // Given
  const service = new Service([() => undefined, () => answer(409, 0)]);
  // Then
  await expect(upload(chunks(), service)).rejects.toThrow(Forgotten);
});

it('does not try again what the service will not take', async () => {
  for (const status of [400, 413, 422, 507]) {
    // Given
    const service = new Service([() => answer(status)]);
    // Then
    await expect(upload(chunks(), service)).rejects.toThrow(Refused);
    expect(service.waits).toEqual([]);
  }
});

it('stops when the source says so', async () => {
  // Given
  const service: Service = new Service([
    () => {
      service.stopped = true;
      return 'lost';
    },
  ]);
  // Then
  await expect(upload(chunks(), service)).rejects.toThrow(Stopped);
  expect(service.kept).toBe('');
});
