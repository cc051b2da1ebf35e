import type { Line } from './lines.js';

export interface Table {
  kind: 'table';
  head: string[];
  rows: { cells: string[]; start: number }[];
  start: number;
}

const RULE = /^ {0,3}([-*_])[ ]*(?:\1[ ]*){2,}$/;
const DELIMITERS = /^ {0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$/;
/** More columns than anybody reads; more rows than anybody files. */
const WIDEST = 40;
export const MOST_ROWS = 2_000;

export function isRule(text: string): boolean {
  return text.length < 1_000 && RULE.test(text);
}

/** A line with cells, and below it the line of dashes. */
export function isTableStart(lines: Line[], at: number): boolean {
  const below = lines[at + 1]?.text ?? '';
  if (!lines[at]?.text.includes('|') || !below.includes('-') || !below.includes('|')) return false;
  return below.length < 4_000 && DELIMITERS.test(below);
}

export function readTable(lines: Line[], at: number, ends: (text: string) => boolean) {
  const head = cellsOf(lines[at]?.text ?? '', 0);
  const rows: Table['rows'] = [];
  let next = at + 2;
  for (; next < lines.length; next += 1) {
    const { text, start } = lines[next] as Line;
    if (text.trim() === '' || (!text.includes('|') && ends(text))) break;
    if (rows.length < MOST_ROWS) rows.push({ cells: cellsOf(text, head.length), start });
  }
  const block: Table = { kind: 'table', head, rows, start: lines[at]?.start ?? 0 };
  return { block, next };
}

/** GitHub cuts at every bare pipe, even within code; when that makes too many cells, code is what was meant. */
function cellsOf(text: string, columns: number): string[] {
  const cells = cut(text, false);
  return columns > 0 && cells.length > columns && text.includes('`') ? cut(text, true) : cells;
}

function cut(text: string, keepCode: boolean): string[] {
  const cells: string[] = [];
  let cell = '';
  let inCode = false;
  for (const part of text.trim().split(/(\\\||\||`+)/, WIDEST * 4)) {
    if (part === '|' && !(keepCode && inCode)) {
      cells.push(cell.trim());
      cell = '';
    } else {
      if (part.startsWith('`')) inCode = !inCode;
      cell += part === '\\|' ? '|' : part;
    }
  }
  cells.push(cell.trim());
  if (text.trimStart().startsWith('|')) cells.shift();
  if (cells.at(-1) === '' && text.trimEnd().endsWith('|')) cells.pop();
  return cells.slice(0, WIDEST);
}
