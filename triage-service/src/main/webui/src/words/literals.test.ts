import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..');
/** Attributes that are read, and properties of our own components that end as text. */
const READ = new Set(
  'aria-label title placeholder alt label go legend what whose doingWords aria-description aria-valuetext'.split(' '),
);
/** Not for staff: what services exchange, what is shown as code, and what a source or partner reads in their own language. */
const OTHERS =
  /^(api|format|metadata)\/|^keys\/(wordshere|guessing|making|passkey|fingerprint|known|mark)\.ts|^reply\/templates\.ts|^tip\/(language|told)\.ts|^words\/say\.ts|^look\/LaneMark|^search\/searchindex|^alarm\/bell\.ts|^work\/relations\.ts|^people\/compared\.ts/;

/** Read by nobody, or an example that is the same in every language. */
const SAME = new Set(['input, textarea, select, [contenteditable]', 'join-…', 'Europe/Vilnius']);

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(svelte|ts)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !OTHERS.test(file),
);

describe('no sentence stands outside the files of words', () => {
  it.each(files)('%s', (file) => {
    // Given
    const source = readFileSync(join(SOURCE, file), 'utf8');
    // When
    const found = literals(file.endsWith('.ts') ? `<script lang="ts">${source}</script>` : source);
    // Then
    expect(found.filter((text) => !SAME.has(text))).toEqual([]);
  });

  it.each([
    '<p>Tip</p>',
    '<p>{count} tips</p>',
    '<input aria-label="Search" />',
    '<input placeholder="Find {name}" />',
    "<p>{count === 0 ? 'No tip waits' : ''}</p>",
    '<script>const words = `${count} tips wait`;</script>',
    "<script>throw new Failure('refused', 'No tip waits.');</script>",
  ])('is red for %s', (source) => {
    expect(literals(source)).toHaveLength(1);
  });

  it.each(['<kbd>Enter</kbd>', '<p class="mono">a b</p>', "<p class:off={is === 'cut off'}>{say('a.b')}</p>"])(
    'is green for %s',
    (source) => {
      expect(literals(source)).toEqual([]);
    },
  );
});

type Node = Record<string, unknown> & { type?: string };

function literals(source: string): string[] {
  const found: string[] = [];
  const look = (at: unknown, inMarkup: boolean): void => {
    if (Array.isArray(at)) {
      for (const each of at) look(each, inMarkup);
      return;
    }
    if (typeof at !== 'object' || at === null) return;
    const node = at as Node;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'TSTypeAnnotation':
      case 'TSTypeAliasDeclaration':
      case 'TSInterfaceDeclaration':
      case 'StyleSheet':
      case 'Comment':
        return;
      case 'RegularElement':
        if (['kbd', 'code'].includes(node.name as string) || isCode(node)) return;
        break;
      case 'FunctionDeclaration':
        // What a partner reads.
        if ((node.id as Node).name === 'invitationText') return;
        break;
      case 'NewExpression':
        if ((((node.callee as Node).name as string | undefined) ?? '').endsWith('Error')) return;
        break;
      case 'BinaryExpression':
        if (['===', '!=='].includes(node.operator as string)) return;
        break;
      case 'Attribute':
        look(node.value, READ.has(node.name as string));
        return;
      case 'Text':
        if (inMarkup && /\p{L}/u.test(node.data as string)) found.push((node.data as string).trim());
        return;
      case 'Literal':
        if (typeof node.value === 'string' && isSentence(node.value)) found.push(node.value);
        return;
      case 'TemplateLiteral': {
        const text = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('\u0000');
        if (text.includes(' ') && /\p{L}{3}/u.test(text)) found.push(text);
        break;
      }
    }
    for (const [name, child] of Object.entries(node))
      if (!['leadingComments', 'trailingComments', 'comments', 'css', 'options', 'metadata'].includes(name))
        look(child, name === 'fragment' || (inMarkup && name !== 'expression'));
  };
  look(parse(source, { modern: true }), false);
  return found;
}

function isCode(node: Node): boolean {
  return (node.attributes as Node[]).some(
    ({ name, value }) =>
      name === 'class' && Array.isArray(value) && /\bmono\b/.test((value[0] as { data?: string }).data ?? ''),
  );
}

function isSentence(text: string): boolean {
  return /\p{L}{2,}[,:;.]? (\p{L}{2,}|\d)/u.test(text) || /^[A-Z][a-z]+…$/.test(text);
}
