import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions, epicChildren, epics, issues, pullRequests, repos } from '../../db/schema.js';
import { agents } from '../agents/index.js';
import type { CurrentChild, CurrentDispatch, ShownDispatch } from '../domain/approval.js';
import { type Child, type ChildIssue, type Epic, epicProgress, issueState } from '../domain/epic.js';
import type { RepoFacts } from '../domain/inventory.js';
import { type ActionStatus, LIVE } from '../domain/ledger.js';
import type { PullRequest } from '../domain/pull-request.js';
import type { RepoRow } from './repos.js';

type IssueRow = typeof issues.$inferSelect;
type PullRow = typeof pullRequests.$inferSelect;

/** Everything the rules need of the given repositories, from the last snapshot. */
export async function loadFacts(db: Db, wanted: readonly RepoRow[]): Promise<RepoFacts[]> {
  return wanted.length === 0 ? [] : (await loadWorld(db, wanted)).facts;
}

type LookUp = (repo: string, number: number) => ChildIssue | null;

async function loadWorld(db: Db, repos: readonly RepoRow[]): Promise<{ facts: RepoFacts[]; lookUp: LookUp }> {
  const ids = repos.map(({ id }) => id);
  const [issueRows, pullRows, epicRows, childRows, liveRows] = await Promise.all([
    db.select().from(issues).where(inArray(issues.repoId, ids)),
    db.select().from(pullRequests).where(inArray(pullRequests.repoId, ids)),
    db.select().from(epics).where(inArray(epics.repoId, ids)).orderBy(epics.repoId, epics.number),
    db.select().from(epicChildren).where(inArray(epicChildren.repoId, ids)).orderBy(epicChildren.position),
    db
      .select({ repoId: actions.repoId, number: actions.issueNumber, status: actions.status })
      .from(actions)
      .where(and(inArray(actions.repoId, ids), inArray(actions.status, [...LIVE]))),
  ]);
  const names = new Map(repos.map((repo) => [repo.id, repo.nameWithOwner]));
  const idOf = new Map(repos.map((repo) => [repo.nameWithOwner, repo.id]));
  const dispatches = new Map(liveRows.map(({ repoId, number, status }) => [`${repoId}#${number}`, status]));
  const issueOf = new Map(issueRows.map((issue) => [`${issue.repoId}#${issue.number}`, issue]));
  const pullOf = pullsByIssue(pullRows, names);
  const lookUp: LookUp = (repo, number) => {
    const key = `${idOf.get(repo)}#${number}`;
    const issue = issueOf.get(key);
    return issue
      ? childIssue(issue, { pullRequest: pullOf.get(key) ?? null, dispatch: dispatches.get(key) ?? null })
      : null;
  };
  const facts = repos.map((repo) => {
    const open = issueRows.filter((issue) => issue.repoId === repo.id && issue.open);
    const own = epicRows.filter((epic) => epic.repoId === repo.id);
    return {
      name: repo.name,
      nameWithOwner: repo.nameWithOwner,
      defaultBranch: repo.defaultBranch,
      language: repo.language,
      tier: repo.tier,
      openIssues: open,
      openPullRequests: pullRows.filter((pull) => pull.repoId === repo.id && pull.state === 'OPEN').length,
      syncedAt: repo.syncedAt,
      epics: own.map((row) => {
        const children = childRows.filter(
          (child) => child.repoId === repo.id && child.epicNumber === row.number,
        );
        return epicProgress(
          asEpic(repo, row, { issue: issueOf.get(`${repo.id}#${row.number}`), children, lookUp }),
        );
      }),
    };
  });
  return { facts, lookUp };
}

function asEpic(
  repo: RepoRow,
  row: typeof epics.$inferSelect,
  known: {
    issue: IssueRow | undefined;
    children: readonly (typeof epicChildren.$inferSelect)[];
    lookUp: LookUp;
  },
): Epic {
  const children: Child[] = known.children.map((child) => ({
    repo: child.childRepo,
    number: child.childNumber,
    issue: known.lookUp(child.childRepo, child.childNumber),
    checked: child.checked,
    phase: child.phase,
    phaseName: child.phaseName,
  }));
  return {
    repo: repo.nameWithOwner,
    number: row.number,
    title: known.issue?.title ?? '',
    open: known.issue?.open ?? false,
    branch: row.branch,
    branchSha: row.branchSha,
    children,
  };
}

function childIssue(
  issue: IssueRow,
  more: { pullRequest: PullRequest | null; dispatch: ActionStatus | null },
): ChildIssue {
  const agentLabels = [...agents.values()].map(({ label }) => label);
  return {
    title: issue.title,
    open: issue.open,
    labels: issue.labels,
    authorAssociation: issue.authorAssociation,
    lastEditedAt: issue.lastEditedAt,
    blockedBy: issue.blockedBy,
    agentLabel: issue.labels.find((label) => agentLabels.includes(label)) ?? null,
    ...more,
  };
}

/** The pull request that stands for an issue: an open one before a merged one, the newest before older ones. */
function pullsByIssue(
  rows: readonly PullRow[],
  names: ReadonlyMap<number, string>,
): Map<string, PullRequest> {
  const rank = (row: PullRow) => ({ OPEN: 2, MERGED: 1, CLOSED: 0 })[row.state];
  const ordered = [...rows].sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  const byIssue = new Map<string, PullRequest>();
  for (const row of ordered) {
    // A pull request that was closed unmerged leaves its issue to be dispatched again.
    if (row.state === 'CLOSED') continue;
    for (const number of row.closes)
      byIssue.set(`${row.repoId}#${number}`, { ...row, repo: names.get(row.repoId) ?? '' });
  }
  return byIssue;
}

/** What a proposal showed, as it is now. */
export async function loadCurrent(db: Db, shown: ShownDispatch): Promise<CurrentDispatch> {
  const [repo] = await db.select().from(repos).where(eq(repos.id, shown.repoId));
  const world = repo && (await loadWorld(db, [repo]));
  if (!repo || !world) return { branchSha: null, children: [] };
  const progress = world.facts[0]?.epics.find(({ epic }) => epic.number === shown.epic?.number);
  const children = shown.children.flatMap(({ number }): CurrentChild[] => {
    const issue = world.lookUp(repo.nameWithOwner, number);
    const inEpic = progress?.states.find(
      ({ child }) => child.number === number && child.repo === repo.nameWithOwner,
    );
    // Taken out of its epic meanwhile: as good as gone.
    if (!issue || (shown.epic && !inEpic)) return [];
    const { state, why } = inEpic ?? issueState(issue);
    return [
      { number, title: issue.title, lastEditedAt: issue.lastEditedAt?.toISOString() ?? null, state, why },
    ];
  });
  return { branchSha: progress?.epic.branchSha ?? null, children };
}

/** One issue, or undefined when the snapshot has none of that number. */
export async function loadIssue(db: Db, repoId: number, number: number): Promise<IssueRow | undefined> {
  const [row] = await db
    .select()
    .from(issues)
    .where(and(eq(issues.repoId, repoId), eq(issues.number, number)));
  return row;
}
