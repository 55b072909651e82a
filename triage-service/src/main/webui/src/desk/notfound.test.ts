import { render } from 'svelte/server';
import { beforeEach, expect, it } from 'vitest';
import { tipSummary } from '../../fixture/tips';
import { Service } from '../api/service';
import { Desk } from './desk.svelte';
import Notice from './Notice.svelte';
import { Presence } from './presence';

const TIP = 'c0ffee00-0000-4000-8000-000000000000';
let status: number;
let desk: Desk;

beforeEach(() => {
  const service = new Service(() => Promise.resolve(new Response(null, { status })));
  const noWorker = () => {
    throw new Error('No key is opened here.');
  };
  desk = new Desk(service, noWorker, new Presence({ postMessage: () => undefined, onmessage: null }));
});

const notice = () =>
  render(Notice, { props: { desk } })
    .body.replace(/<!--.*?-->/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

it.each([
  [404, 'Tip c0ffee00 is not here. It was deleted, or it is in a queue that you do not read.'],
  [503, 'Tip c0ffee00 could not be fetched. Try again.'],
  [401, 'Your session is over, and your key is locked. Sign in again'],
])('says why a tip does not open: %i', async (answer, words) => {
  // Given
  status = answer;
  // When
  const found = await desk.find(TIP);
  // Then
  expect(found).toBeUndefined();
  expect(notice()).toBe(words);
});

it('says so until another tip is chosen', async () => {
  // Given
  status = 404;
  await desk.find(TIP);
  // When
  await desk.choose(tipSummary({}));
  // Then
  expect(notice()).toBe('');
});
