import { isBlank, type Line, readLines } from './lines.js';
import { phrases } from './phrases.js';
import { isRule, isTableStart, readTable, type Table } from './tables.js';

export interface Item {
  /** Null when the item has no box. */
  checked: boolean | null;
  blocks: Block[];
  start: number;
}

/** A node of the document's tree. Text is kept as written: `readInline` reads it, when somebody wants it. */
export type Block =
  | { kind: 'heading'; depth: number; text: string; start: number }
  | { kind: 'paragraph'; text: string; start: number }
  | { kind: 'list'; ordered: boolean; items: Item[]; start: number }
  | { kind: 'quote'; blocks: Block[]; start: number }
  | { kind: 'code'; start: number }
  | Table;

/** Deeper lists and quotes are nobody's report: what they hold is read as text. */
const DEEPEST = 10;
/** Five hundred findings of twenty blocks each: what comes after is not read, and the reading says so. */
const MOST_NODES = 10_000;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const HEADING = /^ {0,3}(#{1,6})(?= |$)/;
const QUOTE = /^ {0,3}> ?/;
const MARKER = /^( {0,3})([-+*]|\d{1,9}[.)])(?:( +)(?=\S)|\s*$)/;
const UNDERLINE = /^ {0,3}(=+|-+) *$/;
const DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]: *\S/;
const HTML = new RegExp(
  phrases`
      ^ {0,3}<(?:!--|\/?(?:details|summary|div|p|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|center
      |section|pre|script|style|blockquote|img|a)(?=[\s/>]))
    `,
  'i',
);
const BOX = /^\[([ xX])\](?:\s+|$)/;

/**
 * The blocks of a markdown document. It reads what GitHub shows, in time that grows with the length alone, and is
 * kinder in one respect: a list indented less than its parent asks still belongs to the parent, as its writer meant.
 */
export function readMarkdown(source: string): { blocks: Block[]; isWhole: boolean } {
  const budget = { left: MOST_NODES };
  const blocks = readBlocks(readLines(source), { depth: 0, budget });
  return { blocks, isWhole: budget.left > 0 };
}

interface Place {
  depth: number;
  /** How many blocks, items and rows may still be read, in the whole document. */
  budget: { left: number };
}

/** Reads one block from `at` on, and says where the next begins; null when none begins there. */
type Reader = (lines: Line[], at: number, place: Place) => { block: Block | null; next: number } | null;

const READERS: Reader[] = [
  readIndented,
  readFence,
  readHeading,
  readRule,
  readQuote,
  readList,
  readHtml,
  readGrid,
];

function readBlocks(lines: Line[], place: Place): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length && place.budget.left > 0; ) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const found = firstOf(lines, at, place);
    place.budget.left -= 1;
    if (found.block) blocks.push(found.block);
    at = found.next;
  }
  return blocks;
}

function firstOf(lines: Line[], at: number, place: Place): { block: Block | null; next: number } {
  if (place.depth < DEEPEST) {
    for (const read of READERS) {
      const found = read(lines, at, place);
      if (found) return found;
    }
  }
  return readParagraph(lines, at, place);
}

function readIndented(lines: Line[], at: number) {
  if (!lines[at]?.text.startsWith('    ')) return null;
  let next = at + 1;
  while (next < lines.length && (isBlank(lines[next]) || lines[next]?.text.startsWith('    '))) next += 1;
  return { block: { kind: 'code' as const, start: startOf(lines, at) }, next };
}

function readFence(lines: Line[], at: number) {
  const open = fenceOf(lines[at]?.text ?? '');
  if (!open) return null;
  let next = at + 1;
  while (next < lines.length && !closes(lines[next]?.text ?? '', open)) next += 1;
  return { block: { kind: 'code' as const, start: startOf(lines, at) }, next: next + 1 };
}

function fenceOf(text: string): string | null {
  const match = FENCE.exec(text);
  // Three backticks with another behind them are a code span, not a fence.
  return match?.[1] && !(match[1].startsWith('`') && match[2]?.includes('`')) ? match[1] : null;
}

function closes(text: string, open: string): boolean {
  const mark = text.trim();
  return mark.length >= open.length && mark === (open[0] ?? '').repeat(mark.length);
}

function readHeading(lines: Line[], at: number) {
  const match = HEADING.exec(lines[at]?.text ?? '');
  if (!match?.[1]) return null;
  const text = (lines[at]?.text ?? '').slice(match[0].length).trim();
  const closing = text.length < 1_000 ? text.search(/(?<![^ ])#+$/) : -1;
  return {
    block: {
      kind: 'heading' as const,
      depth: match[1].length,
      text: closing < 0 ? text : text.slice(0, closing).trim(),
      start: startOf(lines, at),
    },
    next: at + 1,
  };
}

function readRule(lines: Line[], at: number) {
  return isRule(lines[at]?.text ?? '') ? { block: null, next: at + 1 } : null;
}

function readQuote(lines: Line[], at: number, place: Place) {
  if (!QUOTE.test(lines[at]?.text ?? '')) return null;
  const inner: Line[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const { text, start } = lines[next] as Line;
    const mark = QUOTE.exec(text)?.[0].length;
    if (mark !== undefined) inner.push({ text: text.slice(mark), start: start + mark });
    else if (isBlank(lines[next]) || isBlank(inner.at(-1)) || beginsBlock(text)) break;
    else inner.push({ text, start });
  }
  return {
    block: { kind: 'quote' as const, blocks: readBlocks(inner, deeper(place)), start: startOf(lines, at) },
    next,
  };
}

function readList(lines: Line[], at: number, place: Place) {
  const first = MARKER.exec(lines[at]?.text ?? '');
  if (!first) return null;
  const kindOf = (marker = '') => marker.at(-1);
  const items: Item[] = [];
  let next = at;
  while (next < lines.length && place.budget.left > 0) {
    const match = isRule(lines[next]?.text ?? '') ? null : MARKER.exec(lines[next]?.text ?? '');
    if (!match || kindOf(match[2]) !== kindOf(first[2])) break;
    const end = endOfItem(lines, next, match);
    items.push(readItem(lines.slice(next, end), match, place));
    place.budget.left -= 1;
    next = end;
  }
  const ordered = /\d/.test(first[2] ?? '');
  return { block: { kind: 'list' as const, ordered, items, start: startOf(lines, at) }, next };
}

/** How far the text of an item stands in. */
function indentOf([, before = '', marker = '', after = ' ']: RegExpExecArray): number {
  return before.length + marker.length + (after.length > 4 ? 1 : after.length);
}

function endOfItem(lines: Line[], at: number, match: RegExpExecArray): number {
  const indent = indentOf(match);
  const marker = (match[1] ?? '').length;
  let fence: string | null = fenceOf(lines[at]?.text.slice(indent) ?? '');
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const text = lines[next]?.text ?? '';
    if (isBlank(lines[next])) continue;
    const inside = leadOf(text);
    if (inside < indent) {
      const isNested = inside >= marker + 2 && MARKER.test(text.slice(inside));
      const isLazy = !fence && !isBlank(lines[next - 1]) && !beginsBlock(text) && !MARKER.test(text);
      if (!isNested && !isLazy) break;
    }
    const own = text.slice(Math.min(inside, indent));
    if (!fence) fence = fenceOf(own);
    else if (closes(own, fence)) fence = null;
  }
  while (next > at + 1 && isBlank(lines[next - 1])) next -= 1;
  // Blank lines before the next item belong to neither; before other text they end the list.
  while (next < lines.length && isBlank(lines[next])) next += 1;
  return next;
}

function readItem(lines: Line[], match: RegExpExecArray, place: Place): Item {
  const indent = indentOf(match);
  const inner = lines.map(({ text, start }, index) => {
    const cut = index === 0 ? indent : Math.min(leadOf(text), indent);
    return { text: text.slice(cut), start: start + cut };
  });
  const first = inner[0] as Line;
  const box = BOX.exec(first.text);
  if (box) inner[0] = { text: first.text.slice(box[0].length), start: first.start + box[0].length };
  return {
    checked: box ? box[1] !== ' ' : null,
    blocks: readBlocks(inner, deeper(place)),
    start: lines[0]?.start ?? 0,
  };
}

/** Markup of HTML says nothing, but for the line that opens a folded part: it is that part's heading. */
function readHtml(lines: Line[], at: number) {
  const text = lines[at]?.text ?? '';
  if (!HTML.test(text)) return null;
  const raw = /^\s*<(!--|pre|script|style)/i.exec(text)?.[1]?.toLowerCase();
  const end = raw === '!--' ? '-->' : `</${raw}>`;
  let next = at;
  while (next < lines.length && (raw ? !lines[next]?.text.includes(end) : !isBlank(lines[next]))) next += 1;
  if (raw) return { block: null, next: next + 1 };
  const part = lines
    .slice(at, next)
    .map((line) => line.text)
    .join(' ')
    .slice(0, 1_000);
  const summary = /<summary>(.{1,300}?)<\/summary>/i.exec(part)?.[1];
  const start = startOf(lines, at);
  return { block: summary ? { kind: 'heading' as const, depth: 6, text: summary, start } : null, next };
}

function readGrid(lines: Line[], at: number) {
  return isTableStart(lines, at) ? readTable(lines, at, beginsBlock) : null;
}

function readParagraph(lines: Line[], at: number, place: Place): { block: Block | null; next: number } {
  const start = startOf(lines, at);
  if (DEFINITION.test(lines[at]?.text ?? '')) return { block: null, next: at + 1 };
  const texts: string[] = [];
  let next = at;
  for (; next < lines.length && !isBlank(lines[next]); next += 1) {
    const text = lines[next]?.text ?? '';
    if (next > at && place.depth < DEEPEST) {
      const under = UNDERLINE.exec(text)?.[1];
      if (under) {
        const heading = {
          kind: 'heading' as const,
          depth: under.startsWith('=') ? 1 : 2,
          text: texts.join(' '),
          start,
        };
        return { block: heading, next: next + 1 };
      }
      if (beginsBlock(text) || isTableStart(lines, next)) break;
    }
    texts.push(text.trim());
  }
  return { block: { kind: 'paragraph', text: texts.join('\n'), start }, next };
}

/** What ends a paragraph above it. A number other than 1 does not: it may be the year at a line's start. */
function beginsBlock(text: string): boolean {
  if (isRule(text) || HEADING.test(text) || QUOTE.test(text) || fenceOf(text)) return true;
  const marker = MARKER.exec(text);
  return Boolean(marker?.[3] && (!/\d/.test(marker[2] ?? '') || marker[2]?.startsWith('1')));
}

function deeper({ depth, budget }: Place): Place {
  return { depth: depth + 1, budget };
}

function leadOf(text: string): number {
  return text.length - text.trimStart().length;
}

function startOf(lines: Line[], at: number): number {
  return lines[at]?.start ?? 0;
}
