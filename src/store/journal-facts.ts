import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import {
  actions,
  acts,
  epicChildren,
  epics,
  issues,
  journal,
  pullHeads,
  pullRequests,
  repos,
} from '../../db/schema.js';
import type { JournalFacts } from '../domain/journal.js';
import type { JournalOutcome } from '../domain/journal-record.js';
import { SPENT } from '../domain/ledger.js';
import type { Ended } from './journal.js';
import { pullsByIssue } from './pulls.js';
import { loadReassigned } from './tasks.js';

type PullRow = typeof pullRequests.$inferSelect;
type IssueRow = typeof issues.$inferSelect;

/** A child that has ended, with everything its record is made of except who runs the agents. */
export interface Finished {
  repoId: number;
  /** `pr:140`, or `attempt:3` where no pull request ended it. */
  ending: string;
  facts: Omit<JournalFacts, 'providers'>;
  /** Whether its box in every epic's list is ticked, which is the last thing that is done about a child. */
  ticked: boolean;
}

/** Of the given children those that have really ended: one whose pull request is still open has not. */
export async function loadFinished(db: Db, ended: readonly Ended[]): Promise<Finished[]> {
  if (ended.length === 0) return [];
  const rows = await readRows(db, [...new Set(ended.map(({ repoId }) => repoId))]);
  const pulls = standingPulls(rows);
  return ended.flatMap(({ repoId, number }) => {
    const issue = rows.issues.find((row) => row.repoId === repoId && row.number === number);
    const finished = issue && finishedOf(issue, { rows, standing: pulls.get(`${repoId}#${number}`) ?? null });
    return finished ? [finished] : [];
  });
}

type Rows = Awaited<ReturnType<typeof readRows>>;

async function readRows(db: Db, ids: readonly number[]) {
  const done = and(inArray(acts.repoId, [...ids]), eq(acts.status, 'done'));
  const spent = and(inArray(actions.repoId, [...ids]), inArray(actions.status, [...SPENT]));
  return {
    repos: await db
      .select()
      .from(repos)
      .where(inArray(repos.id, [...ids])),
    issues: await db
      .select()
      .from(issues)
      .where(inArray(issues.repoId, [...ids])),
    pulls: await db
      .select()
      .from(pullRequests)
      .where(inArray(pullRequests.repoId, [...ids])),
    heads: await db
      .select()
      .from(pullHeads)
      .where(inArray(pullHeads.repoId, [...ids])),
    epics: await db
      .select()
      .from(epics)
      .where(inArray(epics.repoId, [...ids])),
    children: await db.select().from(epicChildren).orderBy(asc(epicChildren.epicNumber)),
    acts: await db.select().from(acts).where(done).orderBy(asc(acts.doneAt), asc(acts.id)),
    tasks: await db.select().from(actions).where(spent).orderBy(asc(actions.spentAt), asc(actions.id)),
    before: await db
      .select({
        repoId: journal.repoId,
        child: journal.childNumber,
        ending: journal.ending,
        at: journal.finishedAt,
      })
      .from(journal)
      .where(inArray(journal.repoId, [...ids])),
    reassigned: await loadReassigned(db, ids),
  };
}

/** The open or merged pull request of each issue. An epic's branch that is gone by now is known by its name. */
function standingPulls({
  pulls,
  issues: issueRows,
  epics: epicRows,
  reassigned,
}: Rows): Map<string, PullRow> {
  const gone = pulls.flatMap(({ repoId, base }) =>
    /^epic\/\d+-/.test(base) ? [{ repoId, branch: base }] : [],
  );
  const sources = { pullRows: pulls, issueRows, epicRows: [...epicRows, ...gone], reassigned };
  return pullsByIssue(sources, new Map(pulls.map((row) => [row, row]))).standing;
}

function finishedOf(
  issue: IssueRow,
  { rows, standing }: { rows: Rows; standing: PullRow | null },
): Finished | null {
  const repo = rows.repos.find(({ id }) => id === issue.repoId);
  const allTasks = rows.tasks.filter(
    (task) => task.repoId === issue.repoId && task.issueNumber === issue.number,
  );
  if (!repo || standing?.state === 'OPEN' || (issue.open && standing)) return null;
  const outcome: JournalOutcome = issue.open ? 'poison' : standing ? 'merged' : 'closed';
  const attempt = `attempt:${allTasks.length}`;
  const failed = standing ? null : lastClosed(issue, rows.pulls);
  const ending =
    outcome === 'poison' || !(standing ?? failed) ? attempt : `pr:${(standing ?? failed)?.number}`;
  const from = endedBefore(issue, ending, rows);
  const pull = standing ?? (failed && failed.createdAt > from ? failed : null);
  const tasks = allTasks.flatMap(({ agent, cost, spentAt }) =>
    spentAt && spentAt > from ? [{ agent, cost, at: spentAt }] : [],
  );
  if (!pull && tasks.length === 0) return null;
  const listed = rows.children.filter(
    (child) => child.childRepo === repo.nameWithOwner && child.childNumber === issue.number,
  );
  const own = listed.find(({ repoId }) => repoId === issue.repoId);
  const lastMove = new Date(Math.max(...allTasks.map(({ updatedAt }) => updatedAt.getTime())));
  return {
    repoId: repo.id,
    ending,
    ticked: issue.open || listed.every(({ checked }) => checked),
    facts: {
      repo: { owner: repo.owner, name: repo.name },
      ...{ epic: own?.epicNumber ?? null, phase: own?.phase ?? null, child: issue, outcome, pull, tasks },
      finishedAt: issue.open ? lastMove : (issue.closedAt ?? issue.updatedAt),
      heads: rows.heads.filter((head) => head.repoId === repo.id && head.number === pull?.number),
      acts: actsAbout(issue, { pull, rows, from }),
    },
  };
}

/** The newest that was closed unmerged; one from a fork is nobody's of the team. */
function lastClosed(issue: IssueRow, pulls: readonly PullRow[]): PullRow | null {
  const own = pulls.filter(
    ({ repoId, number, state, fork, closes }) =>
      repoId === issue.repoId &&
      state === 'CLOSED' &&
      !fork &&
      (closes.includes(issue.number) || issue.linkedPulls.includes(number)),
  );
  return own.sort((a, b) => b.number - a.number)[0] ?? null;
}

/** When the child ended the last time by something else: what came until then is in that record. */
function endedBefore(issue: IssueRow, ending: string, { before }: Rows): Date {
  const earlier = before.filter(
    (row) => row.repoId === issue.repoId && row.child === issue.number && row.ending !== ending,
  );
  return new Date(Math.max(0, ...earlier.map(({ at }) => at.getTime())));
}

function actsAbout(
  issue: IssueRow,
  { pull, rows, from }: { pull: PullRow | null; rows: Rows; from: Date },
): JournalFacts['acts'] {
  return rows.acts
    .filter(
      ({ repoId, kind, subject, childNumber }) =>
        repoId === issue.repoId &&
        childNumber === issue.number &&
        (kind === 'close-child' || kind === 'tick' || subject === pull?.number),
    )
    .map(({ kind, headSha, doneAt, createdAt, seen, detail }) => ({
      ...{ kind, headSha, seen },
      at: doneAt ?? createdAt,
      threads: kind === 'resolve-threads' ? (detail.threads ?? []) : [],
    }))
    .filter(({ at }) => at > from);
}
