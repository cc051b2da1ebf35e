import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions, epicChildren, epics, issues, pullRequests, repos } from '../../db/schema.js';
import { agents, isLabelOf } from '../agents/index.js';
import type { CurrentChild, CurrentDispatch, ShownDispatch } from '../domain/approval.js';
import { type Child, type ChildIssue, type Epic, epicProgress, issueState } from '../domain/epic.js';
import type { RepoFacts } from '../domain/inventory.js';
import { LIVE } from '../domain/ledger.js';
import type { PullRequest } from '../domain/pull-request.js';
import { isEpicIssue } from '../domain/title.js';
import type { RepoRow } from './repos.js';

type IssueRow = typeof issues.$inferSelect;
type PullRow = typeof pullRequests.$inferSelect;

/** Everything the rules need of the given repositories, from the last snapshot. */
export async function loadFacts(db: Db, wanted: readonly RepoRow[]): Promise<RepoFacts[]> {
  return wanted.length === 0 ? [] : (await loadWorld(db, wanted)).facts;
}

type LookUp = (repo: string, number: number) => ChildIssue | null;

async function loadWorld(
  db: Db,
  wanted: readonly RepoRow[],
): Promise<{ facts: RepoFacts[]; lookUp: LookUp }> {
  const wantedIds = wanted.map(({ id }) => id);
  const childRows = await db
    .select()
    .from(epicChildren)
    .where(inArray(epicChildren.repoId, wantedIds))
    .orderBy(epicChildren.position);
  // An epic may have children in other repositories: without them its phases would look open for ever.
  const foreign = [...new Set(childRows.map(({ childRepo }) => childRepo))];
  const around =
    foreign.length > 0 ? await db.select().from(repos).where(inArray(repos.nameWithOwner, foreign)) : [];
  const idOf = new Map([...around, ...wanted].map((repo) => [repo.nameWithOwner, repo.id]));
  const ids = [...idOf.values()];
  const [issueRows, pullRows, epicRows, liveRows] = await Promise.all([
    db.select().from(issues).where(inArray(issues.repoId, ids)),
    db.select().from(pullRequests).where(inArray(pullRequests.repoId, ids)),
    db.select().from(epics).where(inArray(epics.repoId, wantedIds)).orderBy(epics.repoId, epics.number),
    db
      .select({ repoId: actions.repoId, number: actions.issueNumber, status: actions.status })
      .from(actions)
      .where(and(inArray(actions.repoId, ids), inArray(actions.status, [...LIVE]))),
  ]);
  const dispatches = new Map(liveRows.map(({ repoId, number, status }) => [`${repoId}#${number}`, status]));
  const issueOf = new Map(issueRows.map((issue) => [`${issue.repoId}#${issue.number}`, issue]));
  const pullOf = pullsByIssue({
    pullRows,
    issueRows,
    epicRows,
    names: new Map([...idOf].map(([name, id]) => [id, name])),
  });
  // Closing an issue does not touch those that it blocks, so what was read with them is judged by what is known of it now.
  const isOpen = (blocker: string) => {
    const [repo = '', number] = blocker.split('#');
    return issueOf.get(`${idOf.get(repo)}#${number}`)?.open ?? true;
  };
  const lookUp: LookUp = (repo, number) => {
    const key = `${idOf.get(repo)}#${number}`;
    const issue = issueOf.get(key);
    return issue
      ? childIssue(issue, {
          blockedBy: issue.blockedBy.filter(isOpen),
          pullRequest: pullOf.get(key) ?? null,
          dispatch: dispatches.get(key) ?? null,
        })
      : null;
  };
  const facts = wanted.map((repo) => {
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
    // An issue that is no epic any more has nothing to be dispatched.
    open: known.issue?.open === true && isEpicIssue(known.issue),
    branch: row.branch,
    branchSha: row.branchSha,
    children,
  };
}

function childIssue(
  issue: IssueRow,
  more: Pick<ChildIssue, 'blockedBy' | 'pullRequest' | 'dispatch'>,
): ChildIssue {
  return {
    title: issue.title,
    open: issue.open,
    labels: issue.labels,
    authorAssociation: issue.authorAssociation,
    lastEditedAt: issue.lastEditedAt,
    agentLabel:
      issue.labels.find((label) => [...agents.values()].some((agent) => isLabelOf(agent, label))) ?? null,
    ...more,
  };
}

interface PullSources {
  pullRows: readonly PullRow[];
  issueRows: readonly IssueRow[];
  epicRows: readonly (typeof epics.$inferSelect)[];
  names: ReadonlyMap<number, string>;
}

/**
 * The pull request that stands for an issue: an open one before a merged one, the newest before older ones. GitHub
 * links one to the issue it closes only where it goes into the default branch. One that goes into an epic's branch is
 * known by its reference to the issue.
 */
function pullsByIssue({ pullRows, issueRows, epicRows, names }: PullSources): Map<string, PullRequest> {
  const rank = (row: PullRow) => ({ OPEN: 2, MERGED: 1, CLOSED: 0 })[row.state];
  const ordered = [...pullRows].sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  const epicBranches = new Set(epicRows.map(({ repoId, branch }) => `${repoId}:${branch}`));
  const byIssue = new Map<string, PullRequest>();
  for (const row of ordered) {
    // A pull request that was closed unmerged leaves its issue to be dispatched again.
    if (row.state === 'CLOSED') continue;
    const intoEpic = epicBranches.has(`${row.repoId}:${row.base}`);
    const referring = intoEpic
      ? issueRows.filter((issue) => issue.repoId === row.repoId && issue.linkedPulls.includes(row.number))
      : [];
    for (const number of [...row.closes, ...referring.map((issue) => issue.number)]) {
      byIssue.set(`${row.repoId}#${number}`, { ...row, repo: names.get(row.repoId) ?? '' });
    }
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
