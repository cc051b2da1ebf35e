import { plain, type Run, readInline } from './inline.js';
import type { Block, Item } from './markdown.js';
import type { Table } from './tables.js';
import { bareWords, type FieldName, fieldName } from './words.js';

/** One labelled value: `**Severity:** High`, a row of a field table, a heading `Impact` with its text. */
export interface Field {
  name: FieldName;
  label: string;
  lines: Run[][];
}

/** What a part holds: labelled values, and what is left. */
export interface Contents {
  fields: Field[];
  /** Items of lists that are no labelled values. */
  items: Item[];
  /** Paragraphs that are no labelled values. */
  lines: Run[][];
  /** Both, in their order. */
  body: Run[][];
}

/** Labels that the report itself repeats: whatever their language, they are labels. */
export type Labels = ReadonlySet<string>;

const MOST_LINES = 400;
/** Of a list, so many tell what kind of list it is. */
const MOST_ITEMS = 500;

/** The lines of a text, each with its runs. */
export function linesOf(text: string): Run[][] {
  const lines: Run[][] = [[]];
  for (const run of readInline(text)) {
    const [first = '', ...more] = run.text.split('\n');
    if (first) lines.at(-1)?.push({ ...run, text: first });
    for (const part of more) lines.push(part ? [{ ...run, text: part }] : []);
  }
  return lines.filter((line) => plain(line).trim() !== '');
}

/** All words of some blocks, line by line; code blocks say nothing. */
export function linesIn(blocks: readonly Block[], into: Run[][] = []): Run[][] {
  for (const block of blocks) {
    if (into.length > MOST_LINES) break;
    if (block.kind === 'paragraph' || block.kind === 'heading') into.push(...linesOf(block.text));
    if (block.kind === 'quote') linesIn(block.blocks, into);
    if (block.kind === 'list') for (const item of block.items) linesIn(item.blocks, into);
    if (block.kind === 'table')
      for (const row of block.rows.slice(0, 50))
        into.push(row.cells.flatMap((cell) => [...readInline(cell), space()]));
  }
  return into;
}

export function contentsOf(blocks: readonly Block[], labels: Labels): Contents {
  const contents: Contents = { fields: [], items: [], lines: [], body: [] };
  for (const block of blocks) {
    const open = contents.fields.at(-1);
    const waits = open !== undefined && open.lines.length === 0;
    if (block.kind === 'paragraph') readParagraph(block.text, contents, labels);
    else if (waits) open.lines.push(...linesIn([block]));
    else if (block.kind === 'list')
      for (const item of block.items.slice(0, MOST_ITEMS)) readItemField(item, contents, labels);
    else if (block.kind === 'table') readFieldTable(block, contents);
    else if (block.kind === 'quote') say(contents, linesIn(block.blocks));
  }
  return contents;
}

function readParagraph(text: string, contents: Contents, labels: Labels): void {
  const open = contents.fields.at(-1);
  let last: Field | null = open && open.lines.length === 0 ? open : null;
  for (const line of linesOf(text)) {
    const found = labelsIn(line, labels);
    contents.fields.push(...found);
    last = found.at(-1) ?? last;
    if (found.length > 0) continue;
    if (last) last.lines.push(line);
    else say(contents, [line]);
  }
}

function say(contents: Contents, lines: Run[][]): void {
  contents.lines.push(...lines);
  contents.body.push(...lines);
}

function readItemField(item: Item, contents: Contents, labels: Labels): void {
  const found = fieldsOfItem(item, labels);
  if (found.length > 0) contents.fields.push(...found);
  else {
    contents.items.push(item);
    if (contents.body.length < MOST_LINES) contents.body.push(...linesIn(item.blocks));
  }
}

/** The labelled values that an item begins with; what is nested in it belongs to the last. */
export function fieldsOfItem(item: Item, labels: Labels): Field[] {
  const [first, ...rest] = item.blocks;
  if (first?.kind !== 'paragraph') return [];
  const [line = [], ...more] = linesOf(first.text);
  const found = labelsIn(line, labels);
  found.at(-1)?.lines.push(...more, ...linesIn(rest));
  return found;
}

/** A table of two columns that names a field in each row. */
export function readFieldTable(table: Table, contents: Pick<Contents, 'fields'>): boolean {
  const rows = [
    ...(table.head.length === 2 ? [table.head] : []),
    ...table.rows.slice(0, 60).map(({ cells }) => cells),
  ];
  const known = rows.filter((cells) => cells.length === 2 && fieldName(plain(readInline(cells[0] ?? ''))));
  if (table.head.length !== 2 || known.length < 2 || known.length * 2 < table.rows.length) return false;
  for (const [label = '', value = ''] of known) {
    const name = fieldName(plain(readInline(label)));
    if (name) contents.fields.push({ name, label, lines: linesOf(value) });
  }
  return true;
}

interface Mark {
  from: number;
  value: number;
  label: string;
  name: FieldName;
}

/** The labelled values of one line that begins with a label; none when it does not. */
export function labelsIn(line: readonly Run[], labels: Labels): Field[] {
  const { before, fields } = splitLabels(line, labels);
  return /[\p{L}\p{N}]/u.test(plain(before)) ? [] : fields;
}

/** The labelled values within a line, and what stands before them. */
export function splitLabels(line: readonly Run[], labels: Labels): { before: Run[]; fields: Field[] } {
  const marks = [...strongMarks(line, labels), ...plainMarks(plain(line))].sort((a, b) => a.from - b.from);
  const text = plain(line);
  const fields: Field[] = [];
  const before = trimRuns(sliceRuns(line, 0, marks[0]?.from ?? text.length));
  for (const [index, mark] of marks.entries()) {
    if (index > 0 && mark.from < (marks[index - 1]?.value ?? 0)) continue;
    const end = marks.slice(index + 1).find((next) => next.from >= mark.value)?.from ?? text.length;
    const value = trimRuns(sliceRuns(line, mark.value, end));
    fields.push({ name: mark.name, label: mark.label, lines: value.length > 0 ? [value] : [] });
  }
  return { before, fields };
}

function strongMarks(line: readonly Run[], labels: Labels): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  for (let index = 0; index < line.length; ) {
    const from = at;
    let label = '';
    if (!line[index]?.strong) {
      at += line[index]?.text.length ?? 0;
      index += 1;
      continue;
    }
    for (; line[index]?.strong; index += 1) label += line[index]?.text ?? '';
    at += label.length;
    const after = line
      .slice(index, index + 2)
      .map((run) => run.text)
      .join('');
    const colon = /^\s*[:：]/.exec(after)?.[0] ?? (/[:：]\s*$/.test(label) ? '' : null);
    const dash = from === 0 ? (/^\s*[-–—]+\s/.exec(after)?.[0] ?? null) : null;
    const known = fieldName(label) ?? (from === 0 && labels.has(bareWords(label)) ? 'other' : null);
    const alone = from === 0 && after === '';
    if (known && (colon !== null || dash !== null || alone))
      marks.push({ from, value: at + (colon ?? dash ?? '').length, label, name: known });
  }
  return marks;
}

function plainMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  for (const match of text
    .slice(0, 2_000)
    .matchAll(/(?:^|[|·•;,]\s)\W{0,4}?([\p{L}#][\p{L} ()/&'’-]{1,30}?)\s?[:：](?=\s|$)/gu)) {
    const label = match[1] ?? '';
    const name = fieldName(label);
    const from = match.index + match[0].indexOf(label);
    if (name) marks.push({ from, value: match.index + match[0].length, label, name });
  }
  return marks;
}

/** The stretch of a line between two places of its plain text. */
export function sliceRuns(line: readonly Run[], from: number, to: number): Run[] {
  const cut: Run[] = [];
  let at = 0;
  for (const run of line) {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text) cut.push({ ...run, text });
    at += run.text.length;
  }
  return cut;
}

function trimRuns(runs: Run[]): Run[] {
  const text = plain(runs);
  const lead = /^[\s|·•;,–—-]*/.exec(text)?.[0].length ?? 0;
  const tail = /[\s|·•;–—-]*$/.exec(text.slice(-200))?.[0].length ?? 0;
  return sliceRuns(runs, lead, Math.max(lead, text.length - tail));
}

function space(): Run {
  return { text: ' · ', code: false, strong: false, struck: false, url: null };
}
