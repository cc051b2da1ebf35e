import type { Candidate, Context } from './candidate.js';
import { linesOf, readFieldTable } from './fields.js';
import { plain, plainText } from './inline.js';
import { severityWord } from './severity.js';
import type { Table } from './tables.js';
import { bareWords, type FieldName, fieldName } from './words.js';

type Column = FieldName | 'action' | null;

const ACTION = /^(?:action|task|step|recommendation|stage|phase|sprint|week|milestone|todo|what|work)s?\b/;
const SUBJECT =
  /^(?:check|control|requirement|item|test|rule|component|feature|requisito|aspect|criteri(?:on|a)|pattern|what)s?\b/;

/** The rows of a table of findings as candidates; none when the table tells of something else. */
export function rowCandidates(table: Table, context: Context): Candidate[] {
  if (readFieldTable(table, { fields: [] })) return [];
  const columns = table.head.map(columnOf);
  const title = titleColumn(table, columns);
  if (title < 0) return [];
  const isAction = ACTION.test(bareWords(plainText(table.head[title] ?? '')));
  const made: Candidate[] = [];
  for (const row of table.rows) {
    const head = linesOf(row.cells[title] ?? '').flat();
    if (!/\p{L}/u.test(plain(head)) || /^(?:total|sum|gesamt)\b/i.test(plainText(row.cells[0] ?? '')))
      continue;
    const fields = columns.flatMap((name, index) => {
      if (!name || name === 'action' || index === title) return [];
      return [{ name, label: plainText(table.head[index] ?? ''), lines: linesOf(row.cells[index] ?? '') }];
    });
    const isPlaced = fields.some(
      ({ name }) => name === 'severity' || name === 'location' || name === 'id' || name === 'score',
    );
    made.push({
      start: row.start,
      among: table.start,
      head,
      lines: [],
      fields,
      checked: null,
      tier: isPlaced ? 'marked' : context.role === 'findings' || context.group ? 'placed' : 'loose',
      echo: context.role === 'echo' || isAction,
      group: context.group,
      chain: context.chain,
      file: context.file,
    });
  }
  return made;
}

function columnOf(head: string): Column {
  const text = plainText(head);
  const name = fieldName(text);
  if (name) return name;
  const bare = bareWords(text);
  if (/\bseverity|schweregrad|gravit|severidad|\bpriority/.test(bare)) return 'severity';
  if (/\b(?:files?|location|path|datei|fichier|archivo)\b/.test(bare)) return 'location';
  return /\b(?:fix|recommendation|remediation|mitigation)\b/.test(bare) ? 'fix' : null;
}

/** The column that tells the problem, or -1 when this is no table of findings. */
function titleColumn(table: Table, columns: Column[]): number {
  const heads = table.head.map((head) => bareWords(plainText(head)));
  // A count of findings per severity, whatever its first column.
  if (heads.filter((head) => severityWord(head) !== null).length > 1) return -1;
  if (columns.includes('count') && !columns.includes('location')) return -1;
  const has = (...names: Column[]) => columns.some((name) => names.includes(name));
  const problem = ['title', 'problem']
    .map((name) => columns.indexOf(name as Column))
    .find((index) => index >= 0);
  const others = has(
    'severity',
    'location',
    'fix',
    'id',
    'status',
    'score',
    'impact',
    'category',
    'line',
    'effort',
  );
  if (problem !== undefined) return others && !isNumeric(table, problem) ? problem : -1;
  const subject = heads.findIndex((head) => ACTION.test(head) || SUBJECT.test(head));
  if (subject >= 0 && has('severity', 'status') && !isNumeric(table, subject)) return subject;
  if (!has('severity')) return has('location') && has('fix') ? columns.indexOf('fix') : -1;
  const free = columns.findIndex(
    (name, index) => (name === null || name === 'impact' || name === 'category') && !isNumeric(table, index),
  );
  return free >= 0 ? free : columns.indexOf('fix');
}

function isNumeric(table: Table, column: number): boolean {
  const cells = table.rows.slice(0, 20).map(({ cells: row }) => row[column] ?? '');
  return cells.filter((cell) => !/\p{L}/u.test(cell)).length * 2 > cells.length;
}
