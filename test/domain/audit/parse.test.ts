import { describe, expect, it } from 'vitest';
import { READ_YOURSELF } from '../../../src/domain/audit/finding.js';
import { labelsOf } from '../../../src/domain/audit/issue.js';
import { parseAudit } from '../../../src/domain/audit/parse.js';

/** The only finding of a report. */
function only(markdown: string) {
  const { findings } = parseAudit(markdown);
  expect(findings).toHaveLength(1);
  return findings[0] as (typeof findings)[number];
}

describe('why a value is what it is', () => {
  it('says where a severity is stated', () => {
    expect(only('## Findings\n\n- **[HIGH]** `a/b.ts:3` misses a check\n').severity).toEqual({
      value: 'high',
      why: 'stated in the title: “HIGH”',
    });
    expect(only('## Critical\n\n- `a/b.ts:3` misses a check\n').severity.why).toBe(
      'from the heading above: “Critical”',
    );
    expect(only('## Findings\n\n### A\n**CVSS:** 9.1\n\nIt leaks.\n').severity.value).toBe('critical');
    expect(only('## Findings\n\n- `a/b.ts:3` misses a check\n').severity).toEqual({
      value: 'medium',
      why: 'default',
    });
  });

  it('takes the size from what is said about the effort', () => {
    expect(only('### X fails\n**Severity:** Low\n**Effort:** 2 weeks\n').complexity).toEqual({
      value: 'large',
      why: 'stated in the text: “2 weeks”',
    });
  });

  it('takes the scope from the files', () => {
    const scope = (files: string) =>
      only(`### X fails\n**Severity:** Low\n**Files:** ${files}\n`).scope.value;
    expect(scope('`a/b.ts:3`')).toBe('single-file');
    expect(scope('`a/b.ts`, `a/c.ts`')).toBe('package');
    expect(scope('`a/b.ts`, `c/d.ts`, `e/f.ts`, `g/h.ts`')).toBe('framework');
    expect(only('### All endpoints lack a limit\n**Severity:** Low\n').scope.value).toBe('framework');
  });
});

describe('labels by category', () => {
  it.each([
    ['SQL injection in the search', ['high', 'security', 'quality']],
    ['Input validation is missing', ['high', 'security', 'quality']],
    ['Errors are swallowed', ['high', 'quality']],
    ['No tests for the queue', ['high', 'testing']],
    ['N+1 query in the list', ['high', 'performance']],
    ['Function is too long', ['high', 'quality', 'complexity:large']],
    ['README is outdated', ['high', 'docs', 'complexity:small']],
    ['Race condition on start', ['high', 'security', 'performance', 'complexity:large']],
  ])('%s', (title, labels) => {
    expect(labelsOf(only(`### ${title}\n**Severity:** High\n`), null)).toEqual(
      expect.arrayContaining(labels),
    );
  });

  it.each(['Errors are swallowed', 'No tests for the queue'])('take medium as usual for: %s', (title) => {
    expect(only(`## Findings\n\n- \`a/b.ts:1\`: ${title}\n`).severity).toMatchObject({
      value: 'medium',
      why: expect.stringContaining('usual for'),
    });
  });
});

describe('how far a reading can be trusted', () => {
  it('is below the bound when nothing has the form of a finding and nothing says that all is well', () => {
    const reading = parseAudit('# Notes\n\nThe scheduler grew over the years, and one notices that.\n');
    expect(reading.sureness).toBeLessThan(READ_YOURSELF);
    expect(reading.doubts).toEqual([expect.stringContaining('does not say that all is well')]);
  });

  it('is no doubt when all is well', () => {
    expect(parseAudit('No issues were found.')).toEqual({ findings: [], sureness: 1, doubts: [] });
  });

  it('falls when the report speaks of more findings than were read', () => {
    const { sureness, doubts } = parseAudit('We found 9 issues.\n\n## High\n\n- `a/b.ts:3` misses a check\n');
    expect(doubts).toContain('It speaks of 9 findings, 1 were read.');
    expect(sureness).toBeLessThan(READ_YOURSELF);
  });

  it('is below the bound when there is more than anybody files', () => {
    const rows = Array.from(
      { length: 900 },
      (_, row) => `| High | \`a${row}.ts:${row}\` | check${row} is missing |`,
    );
    const reading = parseAudit(['| Severity | File | Issue |', '|---|---|---|', ...rows].join('\n'));
    expect(reading.findings).toHaveLength(500);
    expect(reading.sureness).toBeLessThan(READ_YOURSELF);
  });

  it('says of each finding what is missing', () => {
    expect(only('## Findings\n\n1. The queue is unbounded\n').doubts).toEqual([
      'No severity is stated.',
      'No file is named.',
    ]);
  });
});

describe('a report of great length', () => {
  it.each([
    ['emphasis', '*a_'],
    ['brackets', '['],
    ['links', '[a]('],
    ['code', '`a``b```c '],
    ['comments', 'a <!-- \n\n'],
    ['headings', '# a\n## b\n### c\n'],
    ['quotes', `${'>'.repeat(60)} a\n`],
    ['lists', `${Array.from({ length: 100 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}\n`],
    ['rows', '| a | b |\n|---|---|\n'],
    ['bold labels', '**Severity:** High **File:** a.ts '],
    ['paragraphs', '**word:** b `c/d.ts:3`\n\n'],
  ])('is read in time: %s', (_, piece) => {
    // Quadratic ones take minutes; the limit is no measurement, bench/audits.ts is.
    const started = performance.now();
    parseAudit(piece.repeat(Math.ceil(1_000_000 / piece.length)));
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

describe('positions', () => {
  it('point into the source, whatever its line ends', () => {
    const markdown = '\uFEFF# Audit\r\n\r\n## High\r\n\r\n- `a/b.ts:3` misses a check\r\n';
    expect(markdown.slice(only(markdown).position)).toMatch(/^- `a\/b/);
  });
});
