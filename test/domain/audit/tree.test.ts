import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/domain/audit/inline.js';
import { type Block, readMarkdown } from '../../../src/domain/audit/markdown.js';
import { readFixtures } from './fixtures.js';

/** Reports in which ours means to see more than GitHub: a report within a code block, pipes within code, folded parts. */
const MEANT = new Set(['wrapped-in-fence', 'unescaped-pipes', 'folded-details']);

describe('the tree of a report', () => {
  it.each(
    readFixtures()
      .filter(({ name }) => !MEANT.has(name))
      .map(({ name, markdown }) => [name, markdown] as const),
  )('is what GitHub shows: %s', (_, markdown) => {
    expect(ours(readMarkdown(markdown).blocks)).toEqual(theirs(markdown));
  });

  it.each([
    ['code spans win over emphasis', 'a `*b*` **c `d** e`', 'a *b* **c d** e'],
    ['escapes', '\\*a\\* \\# b', '*a* # b'],
    ['a link shows its text', '[a *b*](https://x.y/z "t") c', 'a b c'],
    ['an image shows nothing', 'a ![b](c.png) d', 'a d'],
    ['words keep their underscores', 'snake_case_name and __init__.py', 'snake_case_name and init.py'],
    ['entities', 'a &lt; b &amp; c &#39;d&#39;', "a < b & c 'd'"],
    ['tags are dropped', 'a <b>c</b> <!-- d --> e', 'a c e'],
    ['what does not close stays', '**a `b [c](d', '**a `b [c](d'],
  ])('%s', (_, text, words) => {
    expect(plainText(text)).toBe(words);
  });

  it('nests a list that is indented less than its parent asks', () => {
    const { blocks } = readMarkdown('1. one\n  - **Severity:** High\n2. two\n');
    expect(ours(blocks)).toEqual([
      'list',
      'item',
      'p: one',
      'list',
      'item',
      'p: Severity: High',
      'item',
      'p: two',
    ]);
  });

  it.each(['- ', '> ', '1. ', '* > '])('stops at some depth of %j', (mark) => {
    expect(JSON.stringify(readMarkdown(mark.repeat(5_000)).blocks).length).toBeLessThan(40_000);
  });
});

function ours(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    if (block.kind === 'heading') return [`h${block.depth}: ${squeezed(block.text)}`];
    if (block.kind === 'paragraph') return [`p: ${squeezed(block.text)}`];
    if (block.kind === 'list')
      return ['list', ...block.items.flatMap((item) => ['item', ...ours(item.blocks)])];
    if (block.kind === 'quote') return ['quote', ...ours(block.blocks)];
    if (block.kind === 'code') return ['code'];
    return [`table ${block.head.length}x${block.rows.length}`];
  });
}

function squeezed(text: string): string {
  return plainText(text);
}

function theirs(markdown: string): string[] {
  const visit = (node: Nodes): string[] => {
    if (node.type === 'heading') return [`h${node.depth}: ${words(node)}`];
    if (node.type === 'paragraph') return [`p: ${words(node)}`];
    if (node.type === 'code') return ['code'];
    if (node.type === 'table')
      return [`table ${node.children[0]?.children.length}x${node.children.length - 1}`];
    const inner = 'children' in node ? node.children.flatMap(visit) : [];
    if (node.type === 'list') return ['list', ...inner];
    if (node.type === 'listItem') return ['item', ...inner];
    return node.type === 'blockquote' ? ['quote', ...inner] : inner;
  };
  return visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

function words(node: Nodes): string {
  const text = (inner: Nodes): string => {
    if (inner.type === 'html' || inner.type === 'image') return '';
    if (inner.type === 'break') return '\n';
    return 'value' in inner ? inner.value : 'children' in inner ? inner.children.map(text).join('') : '';
  };
  return text(node).replace(/\s+/g, ' ').trim();
}
