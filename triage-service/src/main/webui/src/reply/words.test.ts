import { describe, expect, it } from 'vitest';
import type { Opened } from '../format/reading';
import { GAP, TEMPLATE_NAMES, TEMPLATES, templateLanguage, type Template } from './templates';
import { addressOf, lengthWords, objection, replyFacts } from './words';
import { byteLength, LONGEST } from '../format/padding';
import { SOURCE_LANGUAGES } from '../words/words';

const tip = (replyTo: string | undefined): Opened => ({
  form: 'tip',
  topic: '',
  message: '',
  answers: [],
  replyTo,
  files: [],
});
const oneFile: Opened = {
  form: 'one-file',
  why: 'not-a-tip',
  file: {
    number: 1,
    claimed: undefined,
    size: 1,
    kind: { words: 'data', extension: 'bin' },
    facts: [],
    picture: undefined,
  },
};

describe('addressOf', () => {
  it.each([
    ['what lies sealed in the tip', tip('inside'), undefined, { recipient: 'inside', beside: false }],
    ['that even if another came beside it', tip('inside'), 'beside', { recipient: 'inside', beside: false }],
    ['what came beside a file of the source', oneFile, 'beside', { recipient: 'beside', beside: true }],
    ['what came beside a tip without one', tip(undefined), 'beside', { recipient: 'beside', beside: true }],
    ['nobody, if the source left no address', tip(undefined), undefined, undefined],
  ])('is %s', (_what, opened, beside, expected) => {
    // When
    const address = addressOf(opened, beside);
    // Then
    expect(address).toEqual(expected);
  });
});

describe('objection', () => {
  it.each([
    ['', 'Write something first.'],
    [' \n', 'Write something first.'],
    [`Please ${GAP}.`, 'Fill in […] first.'],
    ['ə'.repeat(4001), 'Too long by 2 bytes.'],
    ['ə'.repeat(4000), undefined],
  ])('to a draft (%#)', (draft, expected) => {
    // When
    const words = objection(draft);
    // Then
    expect(words).toBe(expected);
  });
});

describe('lengthWords', () => {
  it('counts bytes, as the limit does', () => {
    // When
    const words = lengthWords('bələ ');
    // Then
    expect(words).toBe('6 of 8,000 bytes');
  });
});

describe('replyFacts', () => {
  const reply = { replyId: 'r', day: '2026-11-24', sender: 'aysel', readOn: undefined };
  it.each([
    [reply, 'aysel, 2026-11-24. The source has not opened it yet.'],
    [{ ...reply, held: true }, 'aysel, 2026-11-24. It goes out in a few seconds.'],
    [{ ...reply, readOn: '2026-11-25' }, 'aysel, 2026-11-24. The source opened it on 2026-11-25.'],
  ])('%#', (given, expected) => {
    // When
    const words = replyFacts(given);
    // Then
    expect(words).toBe(expected);
  });
});

describe('TEMPLATES', () => {
  const names = Object.keys(TEMPLATE_NAMES) as Template[];

  it.each(SOURCE_LANGUAGES)('leave gaps in %s where English has them, and fit with room to spare', (language) => {
    // When
    const texts = names.map((name) => TEMPLATES[language][name]);
    // Then
    expect(texts.map((text) => text.split(GAP).length)).toEqual(
      names.map((name) => TEMPLATES.en[name].split(GAP).length),
    );
    expect(texts.filter((text) => text === '' || byteLength(text) > LONGEST / 4)).toEqual([]);
    expect(new Set(texts).size).toBe(names.length);
  });

  it.each([
    ['fa', 'fa'],
    ['xx', 'en'],
  ])('for a tip in %s are in %s', (language, expected) => {
    // When
    const chosen = templateLanguage(language);
    // Then
    expect(chosen).toBe(expected);
  });
});
