import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planEpics } from '../../../src/domain/organise/group.js';
import type { LooseIssue } from '../../../src/domain/organise/plan.js';

const REPO = 'dappcore/core-php';

function anIssue(number: number, over: Partial<LooseIssue> = {}): LooseIssue {
  return {
    number,
    title: `quality(core): mend fault ${number}`,
    labels: ['audit', 'quality', 'medium'],
    authorAssociation: 'MEMBER',
    lastEditedAt: null,
    blockedBy: [],
    ...over,
  };
}

const many = (count: number, theme: string, from = 1) =>
  Array.from({ length: count }, (_, index) =>
    anIssue(from + index, {
      labels: ['audit', theme, 'medium'],
      title: `${theme}(core): mend ${from + index}`,
    }),
  );
const plan = (issues: LooseIssue[], epics: Parameters<typeof planEpics>[1]['epics'] = []) =>
  planEpics(REPO, { issues, epics });
const sizes = (made: ReturnType<typeof plan>) =>
  made.epics.map(({ theme, children }) => [theme, children.length]);

describe('the epics of a repository', () => {
  it('are none for fewer than three issues, which are dispatched by themselves', () => {
    const made = plan(many(2, 'security'));
    expect(made.epics).toEqual([]);
    expect(made.direct.map(({ number }) => number)).toEqual([1, 2]);
  });

  it.each([3, 4, 5, 9])('are one for %i issues born of audits', (count) => {
    const issues = [...many(count - 1, 'security'), ...many(1, 'docs', 50)];
    expect(sizes(plan(issues))).toEqual([['audit', count]]);
  });

  it('are one a theme from ten on, and a theme of two goes with the largest', () => {
    const issues = [
      ...many(4, 'security'),
      ...many(5, 'quality', 10),
      ...many(3, 'docs', 20),
      ...many(2, 'testing', 30),
    ];
    const made = plan(issues);
    expect(sizes(made)).toEqual([
      ['quality', 7],
      ['security', 4],
      ['docs', 3],
    ]);
    expect(made.epics.map(({ title }) => title)).toContain(
      'epic(security): close the weaknesses that the audits found',
    );
  });

  it('put a theme that is too small with the largest that has room for it', () => {
    const issues = [...many(10, 'security'), ...many(8, 'quality', 20), ...many(2, 'testing', 40)];
    expect(sizes(plan(issues))).toEqual([
      ['security', 10],
      ['quality', 10],
    ]);
  });

  it('take performance in with quality', () => {
    expect(sizes(plan([...many(6, 'quality'), ...many(4, 'performance', 20)]))).toEqual([['quality', 10]]);
  });

  it('hold ten children at most, and are told apart', () => {
    const made = plan(many(23, 'security'));
    expect(sizes(made)).toEqual([
      ['security', 8],
      ['security', 8],
      ['security', 7],
    ]);
    expect(new Set(made.epics.map(({ title }) => title)).size).toBe(3);
  });

  it.each([31, 82, 91, 101])('are none of them too small, of %i issues', (count) => {
    const counts = sizes(plan(many(count, 'security'))).map(([, children]) => Number(children));
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(count);
    expect(Math.max(...counts)).toBeLessThanOrEqual(10);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('keep features of a subsystem apart that is called as a theme of the audits is', () => {
    const features = ['security', 'security', 'security'].map((scope, index) =>
      anIssue(index + 90, { title: `feat(${scope}): wish ${index}`, labels: [] }),
    );
    const open = { number: 7, title: 'epic(security): close', branch: 'epic/7-security', openChildren: 0 };
    expect(sizes(plan(features, [open]))).toEqual([['security-features', 3]]);
  });

  it('put the most severe into the first', () => {
    const issues = many(20, 'security').map((issue) =>
      issue.number > 15 ? { ...issue, labels: ['audit', 'security', 'critical'] } : issue,
    );
    expect(plan(issues).epics[0]?.children.map(({ number }) => number)).toEqual(
      expect.arrayContaining([16, 17, 18, 19, 20]),
    );
  });

  it('are one for each subsystem with three features, in a repository without audits', () => {
    const features = ['plugins', 'plugins', 'plugins', 'hooks', 'hooks'].map((scope, index) =>
      anIssue(index + 1, { title: `feat(${scope}): wish ${index}`, labels: [] }),
    );
    const made = plan(features);
    expect(sizes(made)).toEqual([['plugins', 3]]);
    expect(made.direct).toEqual([]);
    expect(made.notes.join()).toContain('#4, #5');
  });

  it('take in what an open epic of the theme has room for, and make another for the rest', () => {
    const existing = { number: 7, title: 'epic(security): old', branch: 'epic/7-security', openChildren: 6 };
    const made = plan(many(12, 'security'), [existing]);
    expect(made.epics.map((epic) => [epic.existing?.number ?? null, epic.children.length])).toEqual([
      [7, 4],
      [null, 8],
    ]);
  });

  it('leave out audits, epics, stale issues, strangers and what has no theme, and say so', () => {
    const made = plan([
      anIssue(1, { title: '[Audit] Security' }),
      anIssue(2, { title: 'epic(core): more', labels: ['agentic'] }),
      anIssue(3, { labels: ['audit', 'quality', 'stale'] }),
      anIssue(4, { title: 'feat(core): dig a tunnel', labels: [], authorAssociation: 'NONE' }),
      anIssue(5, { title: 'fix(core): mend', labels: ['bug'] }),
    ]);
    expect(made.epics).toEqual([]);
    expect(made.direct).toEqual([]);
    expect(made.notes).toHaveLength(3);
    expect(made.notes.join()).toMatch(/#3 .*stale.*#4 .*outside.*#5 .*neither/s);
  });

  it('take in an issue from outside once the team has labelled it', () => {
    const made = plan([...many(2, 'quality'), anIssue(9, { authorAssociation: 'NONE' })]);
    expect(sizes(made)).toEqual([['audit', 3]]);
  });

  it('lose no issue and name none twice, whatever there is', () => {
    const label = fc.constantFrom('security', 'quality', 'testing', 'docs', 'performance', 'framework');
    const loose = fc.record({
      title: fc.constantFrom('security(a): x', 'feat(api): y', 'feat(cli): z', 'docs: w', 'odd'),
      labels: fc.uniqueArray(fc.oneof(label, fc.constant('audit'), fc.constant('stale'))),
      authorAssociation: fc.constantFrom('MEMBER', 'NONE'),
    });
    const epic = fc.record({
      title: fc.constantFrom('epic(security): a', 'epic(api): b', 'epic(audit): c', 'epic(x): d'),
      openChildren: fc.nat(14),
    });
    fc.assert(
      fc.property(fc.array(loose, { maxLength: 60 }), fc.array(epic, { maxLength: 4 }), (some, open) => {
        const issues = some.map((one, index) => anIssue(index + 1, one));
        const made = plan(
          issues,
          open.map((one, index) => ({ ...one, number: 900 + index, branch: null })),
        );
        const named = [...made.epics.flatMap(({ children }) => children), ...made.direct].map(
          ({ number }) => number,
        );
        expect(new Set(named).size).toBe(named.length);
        for (const { existing, children } of made.epics) {
          expect(children.length).toBeLessThanOrEqual(10);
          if (!existing) expect(children.length).toBeGreaterThanOrEqual(3);
        }
        const born = issues.filter(({ labels }) => labels.includes('audit') && !labels.includes('stale'));
        for (const { number } of born) expect(named).toContain(number);
      }),
      { seed: 20261123 },
    );
  });
});
