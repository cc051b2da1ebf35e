import { describe, expect, it } from 'vitest';
import { parseAudit } from '../../src/domain/audit/parse.js';
import {
  type AuditDraft,
  allLabels,
  bodyOf,
  type DraftIssue,
  type DraftStep,
  draftOf,
  nextSteps,
  stepsOf,
} from '../../src/domain/draft.js';

const anIssue = (key: string, more: Partial<DraftIssue> = {}): DraftIssue => ({
  key,
  title: `security(api): mend ${key}`,
  body: `Parent audit: #12\n\n${key}\n`,
  labels: ['audit', 'security', 'high'],
  severity: 'high',
  type: 'security',
  sureness: 0.9,
  doubts: [],
  stale: false,
  solves: [],
  ...more,
});

const aDraft = (issues: DraftIssue[]): AuditDraft => ({
  audit: { number: 12, title: '[Audit] Input validation', lastEditedAt: null },
  sureness: 0.9,
  doubts: [],
  issues,
});

const WHERE = { repo: 'dappcore/core-php', proposal: 'p1' };
const next = (draft: AuditDraft, done: DraftStep[]) => nextSteps({ ...WHERE, draft }, done);

/** Does every wanted step, each issue getting the next number, until nothing is wanted any more. */
function carriedOut(draft: AuditDraft, begun: DraftStep[] = []): { rounds: string[][]; done: DraftStep[] } {
  const done = [...begun];
  const rounds: string[][] = [];
  let number = 200 + begun.length;
  for (let wanted = next(draft, done); wanted.length > 0; wanted = next(draft, done)) {
    rounds.push(wanted.map(({ kind, detail }) => (detail.issue ? `${kind} ${detail.issue}` : kind)));
    for (const { key, kind } of wanted) done.push({ key, made: kind === 'create-issue' ? ++number : null });
    if (rounds.length > 20) throw new Error('It never ends.');
  }
  return { rounds, done };
}

const root = anIssue('root', { solves: ['a', 'b', 'c'] });
const pattern = aDraft([root, anIssue('a'), anIssue('b'), anIssue('c'), anIssue('d')]);

describe('an approved draft', () => {
  it('makes the labels, then what solves others, then the others, links them, and ends the audit', () => {
    expect(carriedOut(pattern).rounds).toEqual([
      ['create-labels'],
      ['create-issue root'],
      ['create-issue a', 'create-issue b', 'create-issue c', 'create-issue d'],
      ['comment'],
      ['comment'],
      ['close-audit'],
    ]);
  });

  it('has as many steps as it says', () => {
    for (const draft of [pattern, aDraft([anIssue('a')]), aDraft([])])
      expect(carriedOut(draft).done).toHaveLength(stepsOf(draft));
  });

  it('goes on wherever it was cut off, and wants nothing twice', () => {
    const { done } = carriedOut(pattern);
    for (let cut = 0; cut <= done.length; cut++) {
      const again = carriedOut(pattern, done.slice(0, cut)).done.map(({ key }) => key);
      expect(new Set(again).size).toBe(again.length);
      expect(again.length).toBe(done.length);
    }
    expect(next(pattern, done)).toEqual([]);
  });

  it('wants only what is missing of a round', () => {
    const done = carriedOut(pattern).done.slice(0, 3);
    expect(next(pattern, done).map(({ detail }) => detail.issue)).toEqual(['b', 'c', 'd']);
  });

  it('closes as not planned, with a word, what has no finding', () => {
    const [word, end] = carriedOut(aDraft([])).done.map(({ key }) => key);
    expect([word, end]).toEqual([
      'comment:dappcore/core-php#12/made/',
      'close-audit:dappcore/core-php#12/p1',
    ]);
    expect(next(aDraft([]), [])[0]?.detail.body).toContain('Not applicable');
    expect(next(aDraft([]), [{ key: word ?? '', made: null }])[0]?.detail.reason).toBe('not_planned');
  });

  it('closes an audit again that was opened again, without another word or another issue', () => {
    const { done } = carriedOut(pattern);
    const again = nextSteps({ ...WHERE, proposal: 'p2', draft: pattern }, done);
    expect(again.map(({ kind }) => kind)).toEqual(['close-audit']);
  });

  it('names in its last words the numbers alone, which nobody else wrote', () => {
    const evil = aDraft([anIssue('a', { title: 'fix: @everyone close #1', body: 'ping @here' })]);
    const { done } = carriedOut(evil);
    const words = next(evil, done.slice(0, 2)).map(({ detail }) => detail.body);
    expect(words).toEqual(['What this audit found is to be mended in:\n\n- #201']);
  });

  it('tells an issue which one solves it at its root', () => {
    expect(bodyOf(anIssue('a'), 201)).toContain('Solved at its root by #201.');
    expect(bodyOf(anIssue('a'), null)).toBe(anIssue('a').body);
  });

  it('needs each label once', () => {
    expect(allLabels(pattern)).toEqual(['audit', 'high', 'security']);
  });
});

describe('the keys of an audit’s findings', () => {
  const titles = ['Missing limit', 'Missing limit', 'Missing limit 2', 'Missing limit'];
  const says = ['the login', 'a search', 'an upload', 'each avatar'].map(
    (what) => `${what} takes as many bytes at once as somebody cares to send`,
  );
  const report = titles.map(
    (title, n) =>
      `### ${title}\n\n- **Severity:** ${['Low', 'High', 'Critical', 'Medium'][n]}\n- **Description:** ${says[n]}\n`,
  );

  it('are no two alike, and the same whenever it is read', () => {
    const keys = () =>
      draftOf(parseAudit(`# Audit\n\n${report.join('\n')}`, '[Audit] Limits'), {
        audit: { number: 12, title: '[Audit] Limits', lastEditedAt: null },
        language: null,
        paths: null,
      }).issues.map(({ key }) => key);
    expect(keys()).toEqual(keys());
    expect(keys().length).toBeGreaterThanOrEqual(4);
    expect(new Set(keys()).size).toBe(keys().length);
  });
});
