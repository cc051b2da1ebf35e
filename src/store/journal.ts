import { asc, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { journal } from '../../db/schema.js';
import { MOST_ATTEMPTS } from '../domain/epic.js';
import type { JournalRecord } from '../domain/journal-record.js';
import { LIVE, SPENT } from '../domain/ledger.js';
import { rowsOf } from './snapshot.js';

/** A child that may have ended, by the issue that it is. */
export interface Ended {
  repoId: number;
  number: number;
}

/**
 * Children that look finished and have no record of that: closed ones, and ones that were handed out so often that
 * nobody may try again. An issue is a child when an epic lists it or a task was spent on it; one of which neither a task
 * nor a pull request is known was closed before the bot looked, and of that it has nothing to tell.
 */
export async function endedChildren(db: Db): Promise<Ended[]> {
  const statuses = (wanted: readonly string[]) =>
    sql.join(
      wanted.map((status) => sql`${status}`),
      sql`, `,
    );
  const ofIssue = sql`a.repo_id = i.repo_id and a.issue_number = i.number`;
  const spent = sql`from actions a where ${ofIssue} and a.status in (${statuses(SPENT)})`;
  const record = sql`from journal j where j.repo_id = i.repo_id and j.child_number = i.number`;
  const rows = await db.execute(sql`
    select i.repo_id as "repoId", i.number
    from issues i join repos r on r.id = i.repo_id and r.carried
    where (
      not i.open
      and not exists (select 1 ${record} and j.finished_at >= coalesce(i.closed_at, i.updated_at))
      and (exists (select 1 ${spent}) or (
        exists (select 1 from epic_children c where c.child_repo = r.name_with_owner and c.child_number = i.number)
        and exists (select 1 from pull_requests p where p.repo_id = i.repo_id and not p.fork
          and (p.closes @> to_jsonb(i.number) or (i.linked_pulls @> to_jsonb(p.number) and p.base like 'epic/%')))
      ))
    ) or (
      i.open
      and (select count(*) ${spent}) >= ${MOST_ATTEMPTS}
      and not exists (select 1 from actions a where ${ofIssue} and a.status in (${statuses(LIVE)}))
      and not exists (select 1 ${record} and j.ending = 'attempt:' || (select count(*) ${spent}))
    )
    order by 1, 2`);
  return rowsOf(rows);
}

/** Puts a record down. A child that ends a second time by the same pull request has its record brought up to date. */
export async function saveRecord(
  db: Db,
  {
    record,
    ...row
  }: { repoId: number; childNumber: number; ending: string; finishedAt: Date; record: JournalRecord },
): Promise<void> {
  await db
    .insert(journal)
    .values({ ...row, record })
    .onConflictDoUpdate({
      target: [journal.repoId, journal.childNumber, journal.ending],
      set: { record, finishedAt: row.finishedAt },
      setWhere: sql`${journal.finishedAt} < excluded.finished_at`,
    });
}

/** Every record, the oldest end first. */
export async function loadRecords(db: Db): Promise<JournalRecord[]> {
  const rows = await db
    .select({ record: journal.record })
    .from(journal)
    .orderBy(asc(journal.finishedAt), asc(journal.id));
  return rows.map(({ record }) => record);
}
