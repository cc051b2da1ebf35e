import { emojiGlyph } from './emoji.js';
import type { Inline, TextBlock } from './text-nodes.js';

/**
 * The markdown of a `markdown` block, as much as Slack translates: headings, paragraphs, lists with task
 * boxes, quotes, fenced code, rules, tables and the inline marks. No HTML: it is shown as it is written.
 */
export function parseMarkdown(source: string): TextBlock[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: TextBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const reader = READERS.find(({ starts }) => starts.test(lines[at] ?? ''));
    const end = reader ? reader.end(lines, at) : paragraphEnd(lines, at);
    const taken = lines.slice(at, end);
    const block = reader ? reader.read(taken) : readParagraph(taken);
    if (block) blocks.push(...(Array.isArray(block) ? block : [block]));
    at = end;
  }
  return blocks;
}

interface Reader {
  starts: RegExp;
  end: (lines: readonly string[], from: number) => number;
  read: (lines: readonly string[]) => TextBlock | TextBlock[] | undefined;
}

const LIST_ITEM = /^( *)([-*+]|\d+[.)]) +(.*)$/;

const READERS: Reader[] = [
  { starts: /^\s*$/, end: oneLine, read: () => undefined },
  { starts: /^ {0,3}(```|~~~)/, end: fenceEnd, read: (lines) => ({ kind: 'pre', text: fenceText(lines) }) },
  { starts: /^ {0,3}#{1,6} /, end: oneLine, read: ([line = '']) => readHeading(line) },
  { starts: /^ {0,3}([-*_])( *\1){2,} *$/, end: oneLine, read: () => ({ kind: 'rule' }) },
  { starts: /^ {0,3}>/, end: whileMatching(/^ {0,3}>/), read: readQuote },
  { starts: LIST_ITEM, end: whileMatching(/^ *([-*+]|\d+[.)]) +/), read: readList },
  { starts: /^ *\|.*\| *$/, end: whileMatching(/^ *\|.*\| *$/), read: readTable },
];

function oneLine(_: readonly string[], from: number): number {
  return from + 1;
}

function whileMatching(pattern: RegExp): Reader['end'] {
  return (lines, from) => {
    let end = from + 1;
    while (end < lines.length && pattern.test(lines[end] ?? '')) end += 1;
    return end;
  };
}

function fenceEnd(lines: readonly string[], from: number): number {
  const mark = (lines[from] ?? '').trim().slice(0, 3);
  const close = lines.findIndex((line, index) => index > from && line.trim().startsWith(mark));
  return close < 0 ? lines.length : close + 1;
}

function fenceText(lines: readonly string[]): string {
  const closed = lines.length > 1 && /^\s*(```|~~~)\s*$/.test(lines.at(-1) ?? '');
  return lines.slice(1, closed ? -1 : undefined).join('\n');
}

function paragraphEnd(lines: readonly string[], from: number): number {
  let end = from + 1;
  while (end < lines.length && !READERS.some(({ starts }) => starts.test(lines[end] ?? ''))) end += 1;
  return end;
}

function readParagraph(lines: readonly string[]): TextBlock {
  return { kind: 'paragraph', children: joinLines(lines) };
}

function readHeading(line: string): TextBlock {
  const [, marks = '#', text = ''] = /^ *(#{1,6}) +(.*?)(?: +#+)? *$/.exec(line) ?? [];
  return { kind: 'heading', level: marks.length, children: parseInlineMarkdown(text) };
}

function readQuote(lines: readonly string[]): TextBlock {
  return { kind: 'quote', children: joinLines(lines.map((line) => line.replace(/^ {0,3}> ?/, ''))) };
}

function joinLines(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...parseInlineMarkdown(line),
  ]);
}

/** Items of one depth and kind that follow each other make one list. */
function readList(lines: readonly string[]): TextBlock[] {
  const lists: Extract<TextBlock, { kind: 'list' }>[] = [];
  for (const line of lines) {
    const [, spaces = '', mark = '-', text = ''] = LIST_ITEM.exec(line) ?? [];
    const indent = Math.min(Math.floor(spaces.length / 2), 8);
    const ordered = /\d/.test(mark);
    const last = lists.at(-1);
    const item = parseInlineMarkdown(text.replace(/^\[ \] /, '☐ ').replace(/^\[[xX]\] /, '☑ '));
    if (last && last.indent === indent && last.ordered === ordered) last.items.push(item);
    else lists.push({ kind: 'list', ordered, indent, start: Number.parseInt(mark, 10) || 1, items: [item] });
  }
  return lists;
}

function readTable(lines: readonly string[]): TextBlock {
  const rows = lines
    .filter((line) => !/^[ |:-]+$/.test(line))
    .map((line) => line.trim().slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => parseInlineMarkdown(cell.trim())));
  return { kind: 'table', rows };
}

const INLINE: [RegExp, (match: RegExpExecArray) => Inline | undefined][] = [
  [/`([^`]+)`/y, ([, text = '']) => ({ kind: 'code', text })],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*/y, ([, text = '']) => ({ kind: 'bold', children: parseInlineMarkdown(text) })],
  [/~~(?=\S)(.+?)(?<=\S)~~/y, ([, text = '']) => ({ kind: 'strike', children: parseInlineMarkdown(text) })],
  [
    /\*(?=\S)([^*]+?)(?<=\S)\*/y,
    ([, text = '']) => ({ kind: 'italic', children: parseInlineMarkdown(text) }),
  ],
  [
    /(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/y,
    ([, text = '']) => ({ kind: 'italic', children: parseInlineMarkdown(text) }),
  ],
  [
    /\[([^\]]+)\]\((https?:[^)\s]+|mailto:[^)\s]+)\)/y,
    ([, text = '', url = '']) => ({ kind: 'link', url, children: parseInlineMarkdown(text) }),
  ],
  [
    /<?(https?:\/\/[^\s<>)]*[^\s<>).,;:!?])>?/y,
    ([, url = '']) => ({ kind: 'link', url, children: [{ kind: 'text', text: url }] }),
  ],
  // A markdown block reads Slack's own angle brackets too: a person named in one is a mention.
  [/<@([UW]\w+)>/y, ([, id = '']) => ({ kind: 'user', id })],
  [/<!(here|channel|everyone)>/y, ([, range = '']) => ({ kind: 'broadcast', range })],
  [
    /:([a-z0-9+_'-]+):/y,
    ([, name = '']) => {
      const glyph = emojiGlyph(name);
      return glyph ? { kind: 'emoji', name, glyph } : undefined;
    },
  ],
  [/\\([!-/:-@[-`{-~])/y, ([, text = '']) => ({ kind: 'text', text })],
];

function parseInlineMarkdown(source: string): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  let at = 0;
  while (at < source.length) {
    const hit = readInlineAt(source, at);
    if (hit) {
      if (plain !== '') nodes.push({ kind: 'text', text: plain });
      plain = '';
      nodes.push(hit.node);
      at = hit.end;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  if (plain !== '') nodes.push({ kind: 'text', text: plain });
  return nodes;
}

function readInlineAt(source: string, at: number): { node: Inline; end: number } | undefined {
  if (!/[`*~_[<h:\\]/.test(source[at] ?? '')) return undefined;
  for (const [pattern, read] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    const node = match && read(match);
    if (match && node) return { node, end: at + match[0].length };
  }
  return undefined;
}
