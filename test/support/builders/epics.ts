import type { Child, ChildIssue, Epic } from '../../../src/domain/epic.js';
import type { PullRequest } from '../../../src/domain/pull-request.js';

export const NOW = new Date('2026-02-04T09:00:00Z');

/** An open pull request that nothing holds back. */
export function aPullRequest(more: Partial<PullRequest> = {}): PullRequest {
  return {
    repo: 'dappcore/core',
    number: 140,
    nodeId: 'PR_140',
    state: 'OPEN',
    draft: false,
    fork: false,
    base: 'epic/118-mcp-daemon',
    head: 'jules/119',
    headSha: 'c0ffee1',
    headSeenAt: more.headAt ?? NOW,
    headAt: NOW,
    mergeable: 'MERGEABLE',
    mergeState: 'CLEAN',
    mergeableAt: null,
    autoMerge: false,
    queueRuled: false,
    queued: false,
    labels: [],
    reviewDecision: null,
    unresolvedThreads: 0,
    threads: [],
    checks: 'SUCCESS',
    failedHeads: 0,
    history: [],
    createdAt: NOW,
    mergedAt: null,
    ...more,
  };
}

/** An open fix that nobody has started. */
export function anIssue(more: Partial<ChildIssue> = {}): ChildIssue {
  return {
    nodeId: 'I_1',
    title: 'fix(mcp): close the socket',
    open: true,
    labels: [],
    authorAssociation: 'MEMBER',
    lastEditedAt: null,
    closedAt: null,
    blockedBy: [],
    pullRequest: null,
    former: [],
    dispatch: null,
    agentLabel: null,
    attempts: 0,
    task: null,
    silence: null,
    ...more,
  };
}

export const closed = { issue: { open: false } };
export const feature = { issue: { title: 'feat(mcp): add a resource' } };
export const unseen = { issue: null };

/** A child of dappcore/core; `anEpic` gives it its phase. `issue: null` is one that the bot cannot see. */
export function aChild(
  number: number,
  { issue, ...more }: Partial<Omit<Child, 'issue'>> & { issue?: Partial<ChildIssue> | null } = {},
): Child {
  return {
    repo: 'dappcore/core',
    number,
    checked: false,
    phase: 1,
    phaseName: '',
    ...more,
    issue: issue === null ? null : anIssue(issue),
  };
}

/** An open epic with a branch, its phases named in order: `anEpic({ 'blockers (blocking)': [aChild(119)] })`. */
export function anEpic(phases: Readonly<Record<string, readonly Child[]>>, more: Partial<Epic> = {}): Epic {
  return {
    repo: 'dappcore/core',
    number: 118,
    title: 'epic(mcp): Run the server as a daemon',
    open: true,
    branch: 'epic/118-mcp-daemon',
    branchSha: 'a1b2c3d',
    bodyVersion: '2026-02-04T08:00:00.000Z',
    ...more,
    children: Object.entries(phases).flatMap(([phaseName, children], index) =>
      children.map((child) => ({ ...child, phase: index + 1, phaseName })),
    ),
  };
}
