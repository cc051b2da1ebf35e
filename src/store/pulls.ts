import { and, asc, count, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts, type epics, type issues, pullHeads, pullRequests } from '../../db/schema.js';
import { agentBehind } from '../agents/index.js';
import { groupBy } from '../domain/parts.js';
import type { PullRequest } from '../domain/pull-request.js';

type PullRow = typeof pullRequests.$inferSelect;

/** Pull requests with what the rules need besides GitHub's own facts: their heads, and what the bot did. */
export async function loadPulls(
  db: Db,
  rows: readonly PullRow[],
  names: ReadonlyMap<number, string>,
): Promise<Map<PullRow, PullRequest>> {
  const ids = [0, ...new Set(rows.map(({ repoId }) => repoId))];
  const [heads, past] = await Promise.all([
    db.select().from(pullHeads).where(inArray(pullHeads.repoId, ids)),
    db
      .select()
      .from(acts)
      .where(and(inArray(acts.repoId, ids), eq(acts.status, 'done')))
      .orderBy(asc(acts.doneAt), asc(acts.id)),
  ]);
  const headsOf = groupBy(heads, ({ repoId, number }) => `${repoId}#${number}`);
  const pastOf = groupBy(past, ({ repoId, subject }) => `${repoId}#${subject}`);
  return new Map(
    rows.map((row) => {
      const key = `${row.repoId}#${row.number}`;
      const more = { heads: headsOf.get(key) ?? [], past: pastOf.get(key) ?? [] };
      return [row, asPullRequest(row, { ...more, repo: names.get(row.repoId) ?? '' })];
    }),
  );
}

/** One pull request, or null when it is not known. */
export async function loadPull(
  db: Db,
  repo: { id: number; nameWithOwner: string },
  number: number,
): Promise<PullRequest | null> {
  const rows = await db
    .select()
    .from(pullRequests)
    .where(and(eq(pullRequests.repoId, repo.id), eq(pullRequests.number, number)));
  const [pull] = (await loadPulls(db, rows, new Map([[repo.id, repo.nameWithOwner]]))).values();
  return pull ?? null;
}

/** How many open pull requests go into each branch. */
export async function openPullsByBase(
  db: Db,
  repoIds: readonly number[],
): Promise<{ repoId: number; base: string; count: number }[]> {
  return db
    .select({ repoId: pullRequests.repoId, base: pullRequests.base, count: count() })
    .from(pullRequests)
    .where(and(eq(pullRequests.state, 'OPEN'), inArray(pullRequests.repoId, [0, ...repoIds])))
    .groupBy(pullRequests.repoId, pullRequests.base);
}

function asPullRequest(
  row: PullRow,
  more: {
    repo: string;
    heads: readonly (typeof pullHeads.$inferSelect)[];
    past: readonly (typeof acts.$inferSelect)[];
  },
): PullRequest {
  const head = more.heads.find(({ sha }) => sha === row.headSha);
  const seenAt = head?.seenAt ?? row.updatedAt;
  const called = more.past.findLast(({ kind }) => kind === 'escalate')?.doneAt;
  const failed = more.heads.filter(
    ({ checks, seenAt: at }) => (checks === 'FAILURE' || checks === 'ERROR') && (!called || at > called),
  );
  return {
    ...row,
    repo: more.repo,
    headSeenAt: called && called > seenAt ? called : seenAt,
    headAt: head?.committedAt && head.committedAt < seenAt ? head.committedAt : seenAt,
    threads: row.threads.map(({ id, at }) => ({ id, at: new Date(at) })),
    failedHeads: failed.length,
    history: more.past.map(({ kind, headSha, doneAt, createdAt, seen }) => ({
      kind,
      headSha,
      at: doneAt ?? createdAt,
      seen,
    })),
  };
}

interface Sources {
  pullRows: readonly PullRow[];
  issueRows: readonly (typeof issues.$inferSelect)[];
  epicRows: readonly Pick<typeof epics.$inferSelect, 'repoId' | 'branch'>[];
}

/**
 * The pull request that stands for an issue: an open one before a merged one, the newest before older ones. GitHub
 * links one to the issue it closes only where it goes into the default branch. One that goes into an epic's branch is
 * known by its reference to the issue, or by the issue's number in the name of its branch. Forks stand for nothing.
 */
export function pullsByIssue<Pull>(
  { pullRows, issueRows, epicRows }: Sources,
  pulls: ReadonlyMap<PullRow, Pull>,
): Map<string, Pull> {
  const rank = (row: PullRow) => ({ OPEN: 2, MERGED: 1, CLOSED: 0 })[row.state];
  const ordered = [...pullRows].sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  const epicBranches = new Set(epicRows.map(({ repoId, branch }) => `${repoId}:${branch}`));
  const issuesOf = groupBy(issueRows, ({ repoId }) => repoId);
  const byIssue = new Map<string, Pull>();
  for (const row of ordered) {
    // A pull request that was closed unmerged leaves its issue to be dispatched again.
    if (row.state === 'CLOSED' || row.fork) continue;
    const intoEpic = epicBranches.has(`${row.repoId}:${row.base}`);
    const referring = intoEpic
      ? (issuesOf.get(row.repoId) ?? []).filter(({ linkedPulls }) => linkedPulls.includes(row.number))
      : [];
    const named =
      intoEpic && referring.length === 0
        ? (issuesOf.get(row.repoId) ?? []).filter(
            (issue) => isWithAgent(issue) && isNamed(issue.number, row.head),
          )
        : [];
    for (const number of [...row.closes, ...[...referring, ...named].map((issue) => issue.number)]) {
      byIssue.set(`${row.repoId}#${number}`, pulls.get(row) as Pull);
    }
  }
  return byIssue;
}

function isWithAgent({ labels }: { labels: readonly string[] }): boolean {
  return labels.some(agentBehind);
}

/** Whether the first number that stands by itself in a branch's name is the issue's: `jules/107-cache`, `fix-issue-107`. */
function isNamed(number: number, branch: string): boolean {
  return /(?<![\w.])(?:[a-z]+-)*(\d{1,9})(?![\w.])/i.exec(branch)?.[1] === String(number);
}
