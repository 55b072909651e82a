import { describe, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips.ts';
import { Failure } from './failure';
import { Service } from './service';

interface Asked {
  path: string;
  init: RequestInit;
}

/** Answers every question alike and keeps what was asked. */
function serviceThat(answer: () => Response | Promise<Response>) {
  const asked: Asked[] = [];
  const service = new Service((path, init = {}) => {
    asked.push({ path: path as string, init });
    return Promise.resolve().then(answer);
  });
  return { service, asked };
}

function json(value: unknown, init?: ResponseInit): Response {
  return new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' }, ...init });
}

async function failure(asking: Promise<unknown>): Promise<{ kind: string; detail?: string | undefined }> {
  const cause = await asking.catch((thrown: unknown) => thrown);
  if (!(cause instanceof Failure)) throw new Error('No failure came.');
  return { kind: cause.kind, detail: cause.detail };
}

describe('Service', () => {
  it('reads a page of tips and leaves unknown fields behind', async () => {
    // Given
    const { service } = serviceThat(() =>
      json({ tips: [{ ...tipSummary({}), novelty: 1 }], next: 'cursor', folds: [] }),
    );
    // When
    const page = await service.tips({});
    // Then
    expect(page).toEqual({ tips: [tipSummary({})], next: 'cursor', folds: [] });
  });

  it('asks for what is wanted only', async () => {
    // Given
    const { service, asked } = serviceThat(() => json({ tips: [], folds: [] }));
    // When
    await service.tips({ queue: 'a&b', lane: undefined, folded: true });
    // Then
    expect(asked[0]?.path).toBe('/api/tips?queue=a%26b&folded=true');
  });

  it('says that it is the console, and follows no redirect', async () => {
    // Given
    const { service, asked } = serviceThat(() => new Response(null, { status: 202 }));
    // When
    await service.putAside('id', true);
    // Then
    expect(asked[0]).toMatchObject({
      path: '/api/tips/id/aside',
      init: {
        method: 'POST',
        redirect: 'manual',
        credentials: 'same-origin',
        body: '{"aside":true}',
        headers: { 'X-Penah': 'console', 'Content-Type': 'application/json' },
      },
    });
  });

  it.each([
    [401, 'session-over'],
    [499, 'session-over'],
    [403, 'forbidden'],
    [404, 'absent'],
    [409, 'refused'],
    [500, 'broken'],
    [503, 'broken'],
  ])('takes status %i for %s', async (status, kind) => {
    // Given
    const { service } = serviceThat(() => new Response(null, { status }));
    // When
    const found = await failure(service.me());
    // Then
    expect(found.kind).toBe(kind);
  });

  it('passes on the detail of a problem', async () => {
    // Given
    const headers = { 'Content-Type': 'application/problem+json' };
    const { service } = serviceThat(() => json({ detail: 'Called off.' }, { status: 409, headers }));
    // When
    const found = await failure(service.confirmAlert('id'));
    // Then
    expect(found).toEqual({ kind: 'refused', detail: 'Called off.' });
  });

  it('takes no answer for being offline', async () => {
    // Given
    const { service } = serviceThat(() => Promise.reject(new TypeError('Failed to fetch')));
    // When
    const found = await failure(service.me());
    // Then
    expect(found.kind).toBe('offline');
  });

  it('does not guess at an answer of another shape', async () => {
    // Given
    const { service } = serviceThat(() => json({ tips: [{ ...tipSummary({}), lane: 'blue' }], folds: [] }));
    // When
    const found = await failure(service.tips({}));
    // Then
    expect(found.kind).toBe('outdated');
  });

  it('learns by how much this machine’s clock is wrong', async () => {
    // Given
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { service } = serviceThat(() => json({ tips: [], folds: [] }, { headers: { Date: date } }));
    // When
    await service.tips({});
    // Then
    expect(service.ahead / 60_000).toBeCloseTo(60, 0);
  });
});
