import { describe, expect, it } from 'vitest';
import {
  admissionWords,
  lackedQueues,
  lastEpochs,
  pastEpochs,
  queueWords,
  refusalWords,
  removableQueues,
} from './words';

describe('words about people', () => {
  it('names queues with their epochs', () => {
    // When
    const words = queueWords({ threat: [1, 2, 3], general: [2] });
    // Then
    expect(words).toBe('threat (epochs 1–3), general (epoch 2)');
  });

  it('finds the queues of which somebody lacks a key that the lead holds', () => {
    // Given
    const lead = { threat: [1, 2], general: [2, 3], spare: [1] };
    // When
    const lacked = lackedQueues(lead, { threat: [1, 2], general: [2], other: [1] });
    // Then
    expect(lacked).toEqual(['general', 'spare']);
  });

  it('finds the last epoch of each queue', () => {
    // Given
    const epoch = (queue: string, number: number) => ({
      queue,
      epoch: number,
      recipient: 'r',
      recoveryCopy: 'c',
      begunOn: undefined,
    });
    // When
    const last = lastEpochs([epoch('a', 1), epoch('a', 12), epoch('a', 2), epoch('b', 1)]);
    // Then
    expect(last.map((each) => `${each.queue} ${each.epoch}`)).toEqual(['a 12', 'b 1']);
  });

  it('calls past every epoch that has a later one in its queue', () => {
    // Given
    const epoch = (queue: string, number: number) => ({
      queue,
      epoch: number,
      destroyedOn: undefined,
      lost: false,
      tips: 0,
      obstacles: [],
      ending: undefined,
    });
    // When
    const past = pastEpochs([epoch('a', 1), epoch('a', 2), epoch('b', 1)]);
    // Then
    expect(past.map((each) => `${each.queue} ${each.epoch}`)).toEqual(['a 1']);
  });

  it('passes on what the service says of itself', () => {
    // When
    const words = refusalWords({ kind: 'refused', detail: 'Somebody has begun this epoch meanwhile.' });
    // Then
    expect(words).toBe('Somebody has begun this epoch meanwhile.');
  });
});

describe('admissionWords', () => {
  it.each([
    [[], false],
    [['threat'], false],
    [['general'], true],
    [['archive'], true],
    [['archive', 'threat'], false],
    [['mine'], false],
  ])('of %j are those of queues that are read at once: %s', (chosen, expected) => {
    // Given
    const due = '2026-11-24T11:05:00Z';
    const admitting = { archive: { by: 'sevda', due }, mine: { by: 'aysel', due } };
    // When
    const words = admissionWords(
      { name: 'leyla', recipient: undefined, enrolledOn: undefined, queues: { general: [1] }, admitting },
      chosen,
      'aysel',
    );
    // Then
    expect(words.startsWith('They read these at once')).toBe(expected);
  });
});

describe('removableQueues', () => {
  it('are those that both hold; the rest is another lead’s', () => {
    // When
    const queues = removableQueues(['general', 'threat'], { general: [1], archive: [1, 2] });
    // Then
    expect(queues).toEqual({ here: ['general'], elsewhere: ['archive'] });
  });
});
