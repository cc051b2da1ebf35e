import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import type { AuditReading } from '../../../src/domain/audit/finding.js';
import { issueBody, issueTitle, labelsOf } from '../../../src/domain/audit/issue.js';
import { parseAudit } from '../../../src/domain/audit/parse.js';
import { parseTitle } from '../../../src/domain/title.js';
import { readFixtures } from './fixtures.js';

/** Lines of real reports, to be put together in any way. */
const fragments = readFixtures()
  .flatMap(({ markdown }) => markdown.split(/\r?\n/))
  .filter((line) => line.trim() !== '');
const oddities = [
  '',
  '',
  '```',
  '~~~md',
  '    ',
  '> ',
  '---',
  '|---|---|',
  '<details>',
  '<!--',
  '-->',
  '- [ ] ',
  '\t- x',
  '***',
  '[a][b]',
  '![',
  '\u0000',
  '\uFEFF',
  '@team #1 fixes #2',
];

const report = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...fragments) },
      { weight: 2, arbitrary: fc.constantFrom(...oddities) },
      fc.string(),
    ),
    { maxLength: 40 },
  )
  .map((lines) => lines.join('\n'));
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  report,
);

describe('any text', () => {
  it('is read without a throw, the same each time, and with sound values', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const reading = parseAudit(text);
        expect(parseAudit(text)).toEqual(reading);
        expect(reading.sureness).toBeGreaterThanOrEqual(0);
        expect(reading.sureness).toBeLessThanOrEqual(1);
        for (const { sureness, position, severity, type } of reading.findings) {
          expect(sureness > 0 && sureness <= 1).toBe(true);
          expect(position >= 0 && position <= text.length).toBe(true);
          expect(severity.why && type.why).toBeTruthy();
        }
      }),
      { numRuns: 600 },
    );
  });

  it('gives titles of one plain line', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const { title } of parseAudit(text).findings) {
          expect(title).toMatch(/^\S(?:.*\S)?$/u);
          expect(title).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(title.length).toBeLessThanOrEqual(120);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('reads the same with the line ends of Windows', () => {
    fc.assert(
      fc.property(report, (text) => {
        const plain = text.replaceAll('\r', '');
        expect(unplaced(parseAudit(plain.replaceAll('\n', '\r\n')))).toEqual(unplaced(parseAudit(plain)));
      }),
      { numRuns: 300 },
    );
  });

  it('makes issues that ping, link and close nothing', () => {
    fc.assert(
      fc.property(report, (text) => {
        for (const finding of parseAudit(`${text}\n- [HIGH] see @acme/team, fixes #12 in acme/core#3\n`)
          .findings) {
          const [, ...own] = issueBody(finding, { audit: 77 }).split('\n\n');
          expect(live(own.join('\n\n'))).toEqual([]);
          expect(issueTitle(finding)).not.toMatch(/@\w|#\d/);
          expect(issueTitle(finding).length).toBeLessThanOrEqual(80);
          expect(parseTitle(issueTitle(finding))).toMatchObject({
            type: finding.type.value,
            dispatchable: true,
          });
          expect(labelsOf(finding, 'PHP')).toContain('lang:php');
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** What GitHub would act on in a text: links, images, markup, and what its words mention or refer to. */
function live(markdown: string): string[] {
  const visit = (node: Nodes): string[] => {
    if (['link', 'image', 'html', 'linkReference', 'imageReference', 'definition'].includes(node.type))
      return [node.type];
    if (node.type === 'text') return node.value.match(/@[\w-]+|#\d+|\bGH-\d+/g) ?? [];
    return 'children' in node ? node.children.flatMap(visit) : [];
  };
  return visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

/** Line ends move everything in the source. */
function unplaced({ findings, ...rest }: AuditReading) {
  return { ...rest, findings: findings.map(({ position: _, ...finding }) => finding) };
}
