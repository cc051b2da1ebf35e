import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAudit } from '../src/domain/audit/parse.js';
import { projectRoot } from '../src/paths.js';
import { median, ms } from './figures.js';

export const AUDITS_HEAD = ['reading an audit', 'size', 'findings', 'first', 'median of 5'];

const SIZE = 2_000_000;
const FIXTURES = join(projectRoot, 'test/fixtures/audits');

/** How long reports take to be read: real shapes at a great length, and what makes other parsers slow. */
export function measureAudits(): string[][] {
  const reports = readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join(FIXTURES, name), 'utf8'));
  const row = '| High | `src/a.ts:3` | the check is missing |\n';
  const texts: [string, string][] = [
    ['one report', reports.reduce((longest, one) => (one.length > longest.length ? one : longest), '')],
    ['all fixtures, again and again', filled(reports.join('\n\n'))],
    ['100,000 rows', `| Severity | Location | Issue |\n|---|---|---|\n${row.repeat(100_000)}`],
    ['one line of words', filled('word **b** `c` ')],
    ['`*a_` again and again', filled('*a_')],
    ['opening brackets', filled('[')],
    [
      'nested lists',
      filled(`${Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}\n`),
    ],
    ['nested quotes', filled(`${'>'.repeat(60)} a\n`)],
    ['headings of all depths', filled('# a\n## b\n### c\n#### d\n')],
  ];
  return texts.map(([name, text]) => measureOne(name, text));
}

function measureOne(name: string, text: string): string[] {
  const times: number[] = [];
  let findings = 0;
  for (let round = 0; round < 6; round += 1) {
    const started = performance.now();
    findings = parseAudit(text).findings.length;
    times.push(performance.now() - started);
  }
  const [first = 0, ...later] = times;
  return [name, `${Math.round(text.length / 1_000)} kB`, String(findings), ms(first), ms(median(later))];
}

function filled(piece: string): string {
  return piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
}
