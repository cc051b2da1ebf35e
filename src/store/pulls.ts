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

/** Labels as GitHub has just answered them, until it is read the next time. */
export async function saveLabels(
  db: Db,
  of: { repoId: number; number: number },
  labels: string[],
): Promise<void> {
  await db
    .update(pullRequests)
    .set({ labels })
    .where(and(eq(pullRequests.repoId, of.repoId), eq(pullRequests.number, of.number)));
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
  /** When an issue was last given to another agent, by `repoId#issue`. */
  reassigned: ReadonlyMap<string, Date>;
}

export interface PullsByIssue<Pull> {
  /** The one that stands for an issue. */
  standing: Map<string, Pull>;
  /** Open ones of an agent from whom it was taken. */
  former: Map<string, Pull[]>;
}

/**
 * The pull request that stands for an issue: one that goes into an epic's branch before one that goes astray, an open
 * one before a merged one, the newest before older ones. GitHub
 * links one to the issue it closes only where it goes into the default branch. One that goes into an epic's branch is
 * known by its reference to the issue, or by the issue's number in the name of its branch. Forks stand for nothing, and
 * neither do those that were open when the issue was given to another agent, unless a person merges one all the same.
 */
export function pullsByIssue<Pull>(
  { pullRows, issueRows, epicRows, reassigned }: Sources,
  pulls: ReadonlyMap<PullRow, Pull>,
): PullsByIssue<Pull> {
  const epicBranches = new Set(epicRows.map(({ repoId, branch }) => `${repoId}:${branch}`));
  const goesIntoEpic = (row: PullRow) => epicBranches.has(`${row.repoId}:${row.base}`);
  const rank = (row: PullRow) => (goesIntoEpic(row) ? 3 : 0) + { OPEN: 2, MERGED: 1, CLOSED: 0 }[row.state];
  const ordered = [...pullRows].sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  const issuesOf = groupBy(issueRows, ({ repoId }) => repoId);
  const found: PullsByIssue<Pull> = { standing: new Map(), former: new Map() };
  const settled = new Set<string>();
  for (const row of ordered) {
    // A pull request that was closed unmerged leaves its issue to be dispatched again.
    if (row.state === 'CLOSED' || row.fork) continue;
    const intoEpic = goesIntoEpic(row);
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
      const key = `${row.repoId}#${number}`;
      const pull = pulls.get(row) as Pull;
      const place = placeOf(row, reassigned.get(key));
      if (place === 'former') found.former.set(key, [...(found.former.get(key) ?? []), pull]);
      else if (!settled.has(key)) found.standing.set(key, pull);
      if (place === 'nevertheless') settled.add(key);
    }
  }
  return found;
}

/** Where a pull request stands towards an issue that was given to another agent at `since`. */
function placeOf(row: PullRow, since: Date | undefined): 'own' | 'former' | 'nevertheless' {
  if (!since || row.createdAt >= since) return 'own';
  if (row.state === 'OPEN') return 'former';
  return row.mergedAt && row.mergedAt >= since ? 'nevertheless' : 'own';
}

function isWithAgent({ labels }: { labels: readonly string[] }): boolean {
  return labels.some(agentBehind);
}

/** Whether the first number that stands by itself in a branch's name is the issue's: `jules/107-cache`, `fix-issue-107`. */
function isNamed(number: number, branch: string): boolean {
  return /(?<![\w.])(?:[a-z]+-)*(\d{1,9})(?![\w.])/i.exec(branch)?.[1] === String(number);
}
