import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { epicChildren, epics, issues, pullRequests, repos } from '../../db/schema.js';
import { agentBehind, agents } from '../agents/index.js';
import {
  type Child,
  type ChildIssue,
  type Epic,
  epicProgress,
  judgedTogether,
  silenceOf,
} from '../domain/epic.js';
import type { RepoFacts } from '../domain/inventory.js';
import { groupBy } from '../domain/parts.js';
import { isEpicIssue } from '../domain/title.js';
import { loadPulls, pullsByIssue } from './pulls.js';
import type { RepoRow } from './repos.js';
import { loadReassigned, loadTasks, NO_TASK } from './tasks.js';

type IssueRow = typeof issues.$inferSelect;

/** Everything the rules need of the given repositories, from the last snapshot. */
export async function loadFacts(db: Db, wanted: readonly RepoRow[]): Promise<RepoFacts[]> {
  return wanted.length === 0 ? [] : (await loadWorld(db, wanted)).facts;
}

/** One repository, with each of its issues as the rules see it; null for one that is not known. */
export async function loadRepo(
  db: Db,
  repo: RepoRow,
): Promise<{ facts: RepoFacts; issueOf: (number: number) => ChildIssue | null }> {
  const { facts, lookUp } = await loadWorld(db, [repo]);
  return { facts: facts[0] as RepoFacts, issueOf: (number) => lookUp(repo.nameWithOwner, number) };
}

type LookUp = (repo: string, number: number) => ChildIssue | null;

async function loadWorld(
  db: Db,
  wanted: readonly RepoRow[],
): Promise<{ facts: RepoFacts[]; lookUp: LookUp }> {
  const rows = await loadRows(db, wanted);
  const standing = await standingPulls(db, rows);
  const lookUp: LookUp = (repo, number) => {
    const issue = rows.issueAt(repo, number);
    return issue ? judgedIssue(issue, { rows, standing }) : null;
  };
  return { facts: wanted.map((repo) => factsOf(repo, rows, lookUp)), lookUp };
}

type Rows = Awaited<ReturnType<typeof loadRows>>;

async function loadRows(db: Db, wanted: readonly RepoRow[]) {
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
  const repoByName = new Map([...around, ...wanted].map((repo) => [repo.nameWithOwner, repo]));
  const ids = [...repoByName.values()].map(({ id }) => id);
  const [issueRows, pullRows, epicRows, tasks, reassigned] = await Promise.all([
    db.select().from(issues).where(inArray(issues.repoId, ids)),
    db.select().from(pullRequests).where(inArray(pullRequests.repoId, ids)),
    db.select().from(epics).where(inArray(epics.repoId, wantedIds)).orderBy(epics.repoId, epics.number),
    loadTasks(db, ids),
    loadReassigned(db, ids),
  ]);
  const issueOf = new Map(issueRows.map((issue) => [keyOf(issue), issue]));
  const issueAt = (repo: string, number: number): IssueRow | undefined =>
    issueOf.get(keyOf({ repoId: repoByName.get(repo)?.id ?? 0, number }));
  const repoById = new Map([...repoByName.values()].map((repo) => [repo.id, repo]));
  return { childRows, repoById, issueRows, pullRows, epicRows, tasks, reassigned, issueAt };
}

function keyOf({ repoId, number }: { repoId: number; number: number }): string {
  return `${repoId}#${number}`;
}

/** The pull requests that stand for each issue, and those of agents who were replaced. */
async function standingPulls(db: Db, { pullRows, issueRows, epicRows, reassigned, repoById }: Rows) {
  const names = new Map([...repoById].map(([id, { nameWithOwner }]) => [id, nameWithOwner]));
  return pullsByIssue({ pullRows, issueRows, epicRows, reassigned }, await loadPulls(db, pullRows, names));
}

/** An issue with all that is known of who is at work on it. */
function judgedIssue(
  issue: IssueRow,
  { rows, standing }: { rows: Rows; standing: Awaited<ReturnType<typeof standingPulls>> },
): ChildIssue {
  const key = keyOf(issue);
  const pull = standing.standing.get(key) ?? null;
  // Opened again by a person after its merge: that pull request does not stand for it any more.
  const reopened = pull?.state === 'MERGED' && issue.open && isAfter(issue.reopenedAt, pull.mergedAt);
  const pullRequest = reopened ? null : pull;
  const task = rows.tasks.get(key) ?? NO_TASK;
  // Reckoned at the time of the last read: what has come since is not known yet.
  const asOf = rows.repoById.get(issue.repoId)?.syncedAt ?? issue.updatedAt;
  // One that never shows 👀 is not silent for want of it.
  const acknowledged = issue.acknowledged || agents.get(task.last?.agent ?? '')?.acknowledges === false;
  const hasPullRequest = pullRequest !== null;
  const { runningSince: dispatchedAt } = task;
  return {
    nodeId: issue.nodeId,
    title: issue.title,
    open: issue.open,
    labels: issue.labels,
    authorAssociation: issue.authorAssociation,
    lastEditedAt: issue.lastEditedAt,
    closedAt: issue.closedAt,
    agentLabel: issue.labels.find(agentBehind) ?? null,
    // Closing an issue does not touch those that it blocks: each is judged by what is known of it now.
    blockedBy: issue.blockedBy.filter((blocker) => isOpen(blocker, rows)),
    pullRequest,
    former: standing.former.get(key) ?? [],
    dispatch: task.live,
    attempts: task.attempts,
    task: task.last,
    silence: dispatchedAt ? silenceOf({ dispatchedAt, acknowledged, hasPullRequest }, asOf) : null,
  };
}

/** One that is not known counts as open. `blocker` is `owner/name#n`. */
function isOpen(blocker: string, { issueAt }: Rows): boolean {
  const [repo = '', number] = blocker.split('#');
  return issueAt(repo, Number(number))?.open ?? true;
}

function factsOf(repo: RepoRow, rows: Rows, lookUp: LookUp): RepoFacts {
  const isOwn = ({ repoId }: { repoId: number }) => repoId === repo.id;
  const children = groupBy(rows.childRows.filter(isOwn), ({ epicNumber }) => epicNumber);
  return {
    name: repo.name,
    nameWithOwner: repo.nameWithOwner,
    defaultBranch: repo.defaultBranch,
    language: repo.language,
    tier: repo.tier,
    openIssues: rows.issueRows.filter((issue) => isOwn(issue) && issue.open),
    openPullRequests: rows.pullRows.filter((pull) => isOwn(pull) && pull.state === 'OPEN').length,
    epics: judgedTogether(
      rows.epicRows.filter(isOwn).map((row) => {
        const issue = rows.issueAt(repo.nameWithOwner, row.number);
        return epicProgress(asEpic(repo, row, { issue, children: children.get(row.number) ?? [], lookUp }));
      }),
    ),
  };
}

function isAfter(one: Date | null, other: Date | null): boolean {
  return one !== null && other !== null && one > other;
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
    bodyVersion: row.parsedAt.toISOString(),
    children,
  };
}

/** Whether an epic is open, has children, and every one of them is closed. */
export async function allChildrenDone(db: Db, repo: RepoRow, epic: number): Promise<boolean> {
  const [facts] = await loadFacts(db, [repo]);
  const progress = facts?.epics.find((one) => one.epic.number === epic);
  return progress?.epic.open === true && progress.total > 0 && progress.done === progress.total;
}

/** One issue, or undefined when the snapshot has none of that number. */
export async function loadIssue(db: Db, repoId: number, number: number): Promise<IssueRow | undefined> {
  const [row] = await db
    .select()
    .from(issues)
    .where(and(eq(issues.repoId, repoId), eq(issues.number, number)));
  return row;
}
