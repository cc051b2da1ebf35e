import { describe, expect, it } from 'vitest';
import { parseAudit } from '../../../src/domain/audit/parse.js';

/** One finding of a report that says nothing else. */
function typeOf(title: string, { file = 'src/app.php', report = 'Audit' } = {}) {
  const { findings } = parseAudit(
    `# ${report}\n\n## 1. ${title}\n\n**Severity:** Medium\n**File:** \`${file}:3\`\n\nIt was found in \`${file}\`.\n`,
  );
  const type = findings[0]?.type;
  return [findings.length, type?.value, type?.why];
}

describe('the type of a finding', () => {
  it('comes from a word of its title', () => {
    expect(typeOf('Passwords are stored as they are')).toEqual([
      1,
      'security',
      'from the keyword “password”',
    ]);
  });

  it('comes from a file name only when nothing else says it', () => {
    expect(typeOf('Nested ternaries', { file: 'src/Csp.php', report: 'Code quality' })).toEqual([
      1,
      'quality',
      "from the report's title",
    ]);
    expect(typeOf('Nested ternaries', { file: 'src/Csp.php' })[1]).toBe('security');
  });

  it('is docs when only documents are named and the title says nothing stronger', () => {
    const where = { file: 'docs/start.md', report: 'Code quality' };
    expect(typeOf('The guide shows a deprecated call', where)).toEqual([
      1,
      'docs',
      'only documents are named',
    ]);
    expect(typeOf('The guide shows a live password', where)[1]).toBe('security');
  });

  it.each([
    ['Some mutations do not invalidate the list'],
    ['Promise.race leaves a timer behind'],
    ['The socket takes any origin'],
    ['The optimizer stops too early'],
    ['The link to https://example.org is dead'],
  ])('is not taken from a likeness: %s', (title) => {
    expect(typeOf(title)).toEqual([1, 'quality', 'default']);
  });
});
