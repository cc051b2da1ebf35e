import { and, eq, getTableColumns, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/client.js';
import { acts, epicChildren, epics, issues, pullHeads, pullRequests, repos } from '../../db/schema.js';
import type { ChecklistItem } from '../domain/checklist.js';
import { groupBy, parts } from '../domain/parts.js';
import type { IssueRecord, PullDetails, PullRequestRecord } from '../ports.js';

/** Writes what was read of GitHub. An older reading never replaces a newer one. */
export async function saveIssues(db: Db, repoId: number, records: readonly IssueRecord[]): Promise<void> {
  for (const part of chunks(records)) {
    await db
      .insert(issues)
      .values(part.map(({ labelEvents: _, ...issue }) => ({ repoId, ...issue })))
      .onConflictDoUpdate({
        target: [issues.repoId, issues.number],
        set: { ...excluded(issues), linkedPulls: LINKS_SO_FAR },
        setWhere: sql`${issues.updatedAt} <= excluded.updated_at`,
      });
  }
}

/** Only the last mentions are read, and anybody can make more of them: a link that was seen once stays. */
const LINKS_SO_FAR = sql`(
  select coalesce(jsonb_agg(distinct pull), '[]'::jsonb)
  from jsonb_array_elements(${issues.linkedPulls} || excluded.linked_pulls) as pull)`;

/** Writes pull requests, and every head commit that one is seen with. `now` is when they were read. */
export async function savePullRequests(
  db: Db,
  repoId: number,
  { records, now }: { records: readonly PullRequestRecord[]; now: Date },
): Promise<void> {
  for (const part of chunks(records)) {
    await db
      .insert(pullRequests)
      .values(
        part.map(({ headCommittedAt: _, ...pull }) => ({
          repoId,
          ...pull,
          mergeableAt: pull.mergeable === 'MERGEABLE' ? now : null,
        })),
      )
      .onConflictDoUpdate({
        target: [pullRequests.repoId, pullRequests.number],
        set: {
          ...excluded(pullRequests),
          threads: sql`${pullRequests.threads}`,
          mergeableAt: sql`coalesce(excluded.mergeable_at, ${pullRequests.mergeableAt})`,
        },
        // Checks and mergeability change without a new `updatedAt`, so an equal one is written too.
        setWhere: sql`${pullRequests.updatedAt} <= excluded.updated_at`,
      });
    await saveHeads(db, repoId, { records: part, now });
  }
}

/** A head's checks are kept once they have ended: green after red on one commit is one more run. */
async function saveHeads(
  db: Db,
  repoId: number,
  { records, now }: { records: readonly PullRequestRecord[]; now: Date },
): Promise<void> {
  await db
    .insert(pullHeads)
    .values(
      records.map(({ number, headSha, headCommittedAt, checks, updatedAt }) => {
        const ended = checks === 'SUCCESS' || checks === 'FAILURE' || checks === 'ERROR';
        // A push touches the pull request, so it came then at the latest.
        const seenAt = updatedAt < now ? updatedAt : now;
        const times = { committedAt: headCommittedAt, seenAt, checksAt: ended ? now : null };
        return { repoId, number, sha: headSha, ...times, checks: ended ? checks : null };
      }),
    )
    .onConflictDoUpdate({
      target: [pullHeads.repoId, pullHeads.number, pullHeads.sha],
      set: { checks: sql`excluded.checks`, checksAt: sql`excluded.checks_at` },
      setWhere: sql`excluded.checks is not null and excluded.checks is distinct from ${pullHeads.checks}`,
    });
}

/** What the listing leaves out, of one pull request. */
export async function savePullDetails(
  db: Db,
  pull: { repoId: number; number: number },
  details: PullDetails,
): Promise<void> {
  await db
    .update(pullRequests)
    .set({ threads: details.threads.map(({ id, at }) => ({ id, at: at.toISOString() })) })
    .where(and(eq(pullRequests.repoId, pull.repoId), eq(pullRequests.number, pull.number)));
  // Kept when the commit turns green later: that it was red first is known by them alone.
  if (details.failedChecks.length > 0) {
    const head = sql`(select p.head_sha from ${pullRequests} p
      where p.repo_id = ${pull.repoId} and p.number = ${pull.number})`;
    await db
      .update(pullHeads)
      .set({ failedChecks: details.failedChecks })
      .where(
        and(eq(pullHeads.repoId, pull.repoId), eq(pullHeads.number, pull.number), eq(pullHeads.sha, head)),
      );
  }
  const seen = details.comments.filter((comment) => comment.seen).map(({ id }) => id);
  if (seen.length > 0) await db.update(acts).set({ seen: true }).where(inArray(acts.commentId, seen));
}

/** Open pull requests of which more must be read before anything is decided about them. */
export async function pullsToLookInto(db: Db): Promise<{ repoId: number; number: number; nodeId: string }[]> {
  const failing = inArray(pullRequests.checks, ['FAILURE', 'ERROR']);
  const held = or(gt(pullRequests.unresolvedThreads, 0), eq(pullRequests.mergeable, 'CONFLICTING'), failing);
  return db
    .select({ repoId: pullRequests.repoId, number: pullRequests.number, nodeId: pullRequests.nodeId })
    .from(pullRequests)
    .innerJoin(repos, and(eq(repos.id, pullRequests.repoId), eq(repos.carried, true)))
    .where(and(eq(pullRequests.state, 'OPEN'), held));
}

/** `set` of an upsert that takes every column from the row that was to be inserted. */
function excluded(table: PgTable): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(
    columns.map(([key, column]) => [key, sql`excluded.${sql.identifier(column.name)}`]),
  );
}

/** A row may stand once in an upsert, and a statement holds 65,535 parameters at most. */
function chunks<Item extends { number: number }>(items: readonly Item[]): Item[][] {
  const unique = [...new Map(items.map((item) => [item.number, item])).values()];
  return parts(unique, 500);
}

export interface EpicRecord {
  number: number;
  parsedAt: Date;
  children: readonly ChecklistItem[];
}

/** Replaces an epic's children by what its checklist says now. */
export async function saveEpic(
  db: Db,
  repo: { id: number; nameWithOwner: string },
  epic: EpicRecord,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .insert(epics)
      .values({ repoId: repo.id, number: epic.number, parsedAt: epic.parsedAt })
      .onConflictDoUpdate({ target: [epics.repoId, epics.number], set: { parsedAt: epic.parsedAt } });
    await tx
      .delete(epicChildren)
      .where(and(eq(epicChildren.repoId, repo.id), eq(epicChildren.epicNumber, epic.number)));
    const spelt = await spellings(
      tx,
      epic.children.flatMap((child) => child.repo ?? []),
    );
    const rows = epic.children.map((child, position) => ({
      repoId: repo.id,
      epicNumber: epic.number,
      position,
      childRepo: child.repo ? (spelt.get(child.repo.toLowerCase()) ?? child.repo) : repo.nameWithOwner,
      childNumber: child.number,
      checked: child.checked,
      phase: child.phase,
      phaseName: child.phaseName,
    }));
    if (rows.length > 0) await tx.insert(epicChildren).values(rows);
  });
}

/** GitHub's own spelling of repositories that are known, by the lower case of their names: people write them as they like. */
async function spellings(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const lower = names.map((name) => name.toLowerCase());
  const rows = await db
    .select({ name: repos.nameWithOwner })
    .from(repos)
    .where(inArray(sql`lower(${repos.nameWithOwner})`, lower));
  return new Map(rows.map(({ name }) => [name.toLowerCase(), name]));
}

const EPIC_BRANCH = /^epic\/(\d+)-/;

/** Gives each epic the branch `epic/<number>-…` that stands now, or none; what is as it was is not written. */
export async function saveEpicBranches(
  db: Db,
  repoId: number,
  branches: readonly { name: string; sha: string }[],
): Promise<void> {
  const standing = groupBy(branches, ({ name }) => Number(EPIC_BRANCH.exec(name)?.[1]));
  const merged = await mergedBranches(db, repoId);
  const rows = await db
    .select({ number: epics.number, branch: epics.branch, branchSha: epics.branchSha })
    .from(epics)
    .where(eq(epics.repoId, repoId));
  for (const { number, ...known } of rows) {
    // What was merged once is not followed by another branch that is named like it.
    const own = merged.get(number);
    const candidates = (standing.get(number) ?? []).filter(({ name }) => own === undefined || name === own);
    const one = oneOf(candidates, known.branch);
    const [branch, branchSha] = [one?.name ?? null, one?.sha ?? null];
    if (branch === known.branch && branchSha === known.branchSha) continue;
    await db
      .update(epics)
      .set({ branch, branchSha })
      .where(and(eq(epics.repoId, repoId), eq(epics.number, number)));
  }
}

/** The branch of each epic that was merged into the default branch, by its number. */
async function mergedBranches(db: Db, repoId: number): Promise<Map<number, string | undefined>> {
  const rows = await db
    .select({ number: acts.subject, detail: acts.detail })
    .from(acts)
    .where(and(eq(acts.repoId, repoId), eq(acts.kind, 'merge-epic'), eq(acts.status, 'done')));
  return new Map(rows.map(({ number, detail }) => [number, detail.branch]));
}

/** The branch that is known already, whatever else is named like it; of several new ones the plainest. */
function oneOf(branches: readonly { name: string; sha: string }[], known: string | null) {
  const [plainest] = [...branches].sort(
    (a, b) => a.name.length - b.name.length || a.name.localeCompare(b.name),
  );
  return branches.find(({ name }) => name === known) ?? plainest;
}

/** The repository's epics by number, with the issue's `updatedAt` at which each was last parsed. */
export async function epicsParsedAt(db: Db, repoId: number): Promise<Map<number, Date>> {
  const rows = await db
    .select({ number: epics.number, parsedAt: epics.parsedAt })
    .from(epics)
    .where(eq(epics.repoId, repoId));
  return new Map(rows.map(({ number, parsedAt }) => [number, parsedAt]));
}

/** Children that a checklist names and no listing has brought, in repositories the bot carries. */
export async function missingChildren(
  db: Db,
): Promise<{ repoId: number; owner: string; repo: string; number: number }[]> {
  const rows = await db.execute(sql`
    select distinct r.id as "repoId", r.owner, r.name as repo, c.child_number as number
    from epic_children c
    join repos r on r.name_with_owner = c.child_repo
    left join issues i on i.repo_id = r.id and i.number = c.child_number
    where i.number is null
    order by 1, 4 limit 50`);
  return rowsOf(rows);
}

/** `execute` answers an array on one driver and `{rows}` on the other. */
export function rowsOf<Row>(result: unknown): Row[] {
  return (Array.isArray(result) ? [...result] : (result as { rows: Row[] }).rows) as Row[];
}
