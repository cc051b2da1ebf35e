import { describe, expect, it } from 'vitest';
import { inPhases } from '../../../src/domain/organise/phases.js';
import type { LooseIssue } from '../../../src/domain/organise/plan.js';

const REPO = 'dappcore/core-php';

function anIssue(number: number, over: Partial<LooseIssue> = {}): LooseIssue {
  return {
    number,
    title: `quality(core): mend fault ${number}`,
    labels: ['audit', 'quality'],
    authorAssociation: 'MEMBER',
    lastEditedAt: null,
    blockedBy: [],
    ...over,
  };
}

const phasesOf = (...issues: LooseIssue[]) =>
  Object.fromEntries(inPhases(REPO, issues).map(({ issue, phase }) => [issue.number, phase]));
const orderOf = (...issues: LooseIssue[]) => inPhases(REPO, issues).map(({ issue }) => issue.number);

describe('phases', () => {
  it.each([
    ['a framework issue', { labels: ['audit', 'framework'] }, 1],
    ['a shared type', { title: 'refactor(core): move the shared type out' }, 1],
    ['an interface', { title: 'quality(core): narrow the Cache interface' }, 1],
    ['a base class', { title: 'refactor(api): one base class for resources' }, 1],
    ['a single file', { labels: ['audit', 'single-file'] }, 2],
    ['documentation', { title: 'docs(core): describe the cache', labels: ['audit', 'docs'] }, 3],
    ['a deprecation', { title: 'chore(core): drop deprecated helpers' }, 3],
    ['a final validation', { title: 'testing(core): final validation of all modules' }, 3],
  ])('put %s where it belongs', (_, over, phase) => {
    expect(phasesOf(anIssue(1, over as Partial<LooseIssue>))).toEqual({ 1: phase });
  });

  it('bring forward what blocks an earlier one, along a whole chain', () => {
    expect(
      phasesOf(
        anIssue(1, { labels: ['framework'], blockedBy: [`${REPO}#2`] }),
        anIssue(2, { blockedBy: [`${REPO}#3`] }),
        anIssue(3, { labels: ['docs'] }),
        anIssue(4),
      ),
    ).toEqual({ 1: 1, 2: 1, 3: 1, 4: 2 });
  });

  it('are settled for issues that block each other in a circle', () => {
    expect(
      phasesOf(
        anIssue(1, { blockedBy: [`${REPO}#2`] }),
        anIssue(2, { labels: ['docs'], blockedBy: [`${REPO}#1`] }),
      ),
    ).toEqual({ 1: 2, 2: 2 });
  });

  it('are not moved by an issue of the same number elsewhere', () => {
    expect(
      phasesOf(anIssue(1, { labels: ['framework'], blockedBy: ['dappcore/core#2'] }), anIssue(2)),
    ).toEqual({
      1: 1,
      2: 2,
    });
  });

  it('list the most severe first, then the oldest', () => {
    expect(
      orderOf(
        anIssue(1, { labels: ['low'] }),
        anIssue(2),
        anIssue(3, { labels: ['critical'] }),
        anIssue(4, { labels: ['low'] }),
        anIssue(5, { labels: ['docs', 'critical'] }),
      ),
    ).toEqual([3, 1, 4, 2, 5]);
  });
});
