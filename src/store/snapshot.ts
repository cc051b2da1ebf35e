import { and, eq, getTableColumns, notInArray, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/client.js';
import { epicChildren, epics, issues, pullRequests } from '../../db/schema.js';
import type { ChecklistItem } from '../domain/checklist.js';
import { parts } from '../domain/parts.js';
import type { IssueRecord, PullRequestRecord } from '../ports.js';

/** Writes what was read of GitHub. An older reading never replaces a newer one. */
export async function saveIssues(db: Db, repoId: number, records: readonly IssueRecord[]): Promise<void> {
  for (const part of chunks(records)) {
    await db
      .insert(issues)
      .values(part.map(({ labelEvents: _, ...issue }) => ({ repoId, ...issue })))
      .onConflictDoUpdate({
        target: [issues.repoId, issues.number],
        set: excluded(issues),
        setWhere: sql`${issues.updatedAt} <= excluded.updated_at`,
      });
  }
}

export async function savePullRequests(
  db: Db,
  repoId: number,
  records: readonly PullRequestRecord[],
): Promise<void> {
  for (const part of chunks(records)) {
    await db
      .insert(pullRequests)
      .values(part.map((pull) => ({ repoId, ...pull })))
      .onConflictDoUpdate({
        target: [pullRequests.repoId, pullRequests.number],
        set: excluded(pullRequests),
        // Checks and mergeability change without a new `updatedAt`, so an equal one is written too.
        setWhere: sql`${pullRequests.updatedAt} <= excluded.updated_at`,
      });
  }
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
    const rows = epic.children.map((child, position) => ({
      repoId: repo.id,
      epicNumber: epic.number,
      position,
      childRepo: child.repo ?? repo.nameWithOwner,
      childNumber: child.number,
      checked: child.checked,
      phase: child.phase,
      phaseName: child.phaseName,
    }));
    if (rows.length > 0) await tx.insert(epicChildren).values(rows);
  });
}

const EPIC_BRANCH = /^epic\/(\d+)-/;

/** Gives each epic the branch `epic/<number>-…` that stands now, or none. */
export async function saveEpicBranches(
  db: Db,
  repoId: number,
  branches: readonly { name: string; sha: string }[],
): Promise<void> {
  const kept: number[] = [0];
  for (const { name, sha } of branches) {
    const number = Number(EPIC_BRANCH.exec(name)?.[1]);
    if (!number) continue;
    kept.push(number);
    await db
      .update(epics)
      .set({ branch: name, branchSha: sha })
      .where(and(eq(epics.repoId, repoId), eq(epics.number, number)));
  }
  await db
    .update(epics)
    .set({ branch: null, branchSha: null })
    .where(and(eq(epics.repoId, repoId), notInArray(epics.number, kept)));
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
