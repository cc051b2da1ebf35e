import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../sandbox/page/markdown.js';
import { readRichText } from '../../../sandbox/page/rich-text.js';
import type { Inline } from '../../../sandbox/page/text-nodes.js';

const text = (words: string): Inline => ({ kind: 'text', text: words });

describe('markdown', () => {
  it('reads headings, paragraphs and rules', () => {
    expect(parseMarkdown('## A *b*\n\nc\nd\n\n---')).toEqual([
      { kind: 'heading', level: 2, children: [text('A '), { kind: 'italic', children: [text('b')] }] },
      { kind: 'paragraph', children: [text('c'), { kind: 'break' }, text('d')] },
      { kind: 'rule' },
    ]);
  });

  it('reads lists by depth, and shows task boxes', () => {
    expect(parseMarkdown('- [ ] #1 - a\r\n- [x] #2 - b\r\n  1. c')).toEqual([
      { kind: 'list', ordered: false, indent: 0, start: 1, items: [[text('☐ #1 - a')], [text('☑ #2 - b')]] },
      { kind: 'list', ordered: true, indent: 1, start: 1, items: [[text('c')]] },
    ]);
  });

  it('reads tables, quotes and fenced code', () => {
    expect(parseMarkdown('| a | b |\n|---|:-:|\n| 1 | 2 |\n> q\n```ts\n# no heading\n```')).toEqual([
      {
        kind: 'table',
        rows: [
          [[text('a')], [text('b')]],
          [[text('1')], [text('2')]],
        ],
      },
      { kind: 'quote', children: [text('q')] },
      { kind: 'pre', text: '# no heading' },
    ]);
  });

  it('reads the marks inside a line, and leaves names with underscores alone', () => {
    expect(parseMarkdown('**a** ~~b~~ `c` [d](https://e.example) f_g_h f_g_ \\*i')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'bold', children: [text('a')] },
          text(' '),
          { kind: 'strike', children: [text('b')] },
          text(' '),
          { kind: 'code', text: 'c' },
          text(' '),
          { kind: 'link', url: 'https://e.example', children: [text('d')] },
          text(' f_g_h f_g_ '),
          text('*'),
          text('i'),
        ],
      },
    ]);
  });

  it('shows HTML as it is written', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', children: [text('<img src=x onerror=alert(1)>')] },
    ]);
  });

  it('takes a fence that is never closed to the end', () => {
    expect(parseMarkdown('```\na\n\nb')).toEqual([{ kind: 'pre', text: 'a\n\nb' }]);
  });
});

describe('rich text', () => {
  const section = (...words: string[]) => ({
    type: 'rich_text_section' as const,
    elements: words.map((word) => ({ type: 'text' as const, text: word })),
  });

  it('reads styles, from the inside out', () => {
    const elements = [{ type: 'text' as const, text: 'a\nb', style: { bold: true, italic: true } }];
    expect(readRichText({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })).toEqual([
      {
        kind: 'paragraph',
        children: [
          {
            kind: 'italic',
            children: [{ kind: 'bold', children: [text('a'), { kind: 'break' }, text('b')] }],
          },
        ],
      },
    ]);
  });

  it('goes on counting after a deeper list, and begins again after a paragraph', () => {
    const list = (indent: number, ...items: string[]) => ({
      type: 'rich_text_list' as const,
      style: 'ordered' as const,
      indent,
      elements: items.map((item) => section(item)),
    });
    const blocks = readRichText({
      type: 'rich_text',
      elements: [list(0, 'a', 'b'), list(1, 'c'), list(0, 'd'), section('e'), list(0, 'f')],
    });
    expect(blocks.map((block) => (block.kind === 'list' ? block.start : block.kind))).toEqual([
      1,
      1,
      3,
      'paragraph',
      1,
    ]);
  });

  it('keeps the lines of code', () => {
    const elements = [{ type: 'text' as const, text: 'a\n  b' }];
    expect(
      readRichText({ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements }] }),
    ).toEqual([{ kind: 'pre', text: 'a\n  b' }]);
  });
});
