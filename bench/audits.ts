import { parseAudit } from '../src/domain/audit/parse.js';
import { readFixtures, scoreOf } from '../test/domain/audit/fixtures.js';
import { median, ms } from './figures.js';

export const SCORE_HEAD = [
  'reports',
  'findings in them',
  'found',
  'found and read rightly',
  'precision',
  'recall',
];

/** How well the fixtures are read: a finding counts when all that its answer states was read rightly. */
export function measureScore(): string[][] {
  const fixtures = readFixtures();
  const { wanted, found, hits } = scoreOf(fixtures);
  const shares = [hits / found, hits / wanted].map((share) => share.toFixed(3));
  return [[...[fixtures.length, wanted, found, hits].map(String), ...shares]];
}

export const AUDITS_HEAD = ['reading an audit', 'size', 'findings', 'first', 'median of 5'];

const SIZE = 2_000_000;

/** How long reports take to be read: real shapes at a great length, and what makes other parsers slow. */
export function measureAudits(): string[][] {
  const reports = readFixtures().map(({ markdown }) => markdown);
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
