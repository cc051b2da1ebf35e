import { and, eq, gte, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts, actions, acts, epicChildren, issues, pullRequests, repos } from '../../db/schema.js';
import { SPENT } from '../domain/ledger.js';
import { INTERVENTION_KINDS, type Intervention, type InterventionKind } from '../domain/report.js';

export interface Results {
  merged: { repo: string; number: number; base: string }[];
  /** Children of epics that were closed. */
  finished: number;
  /** Tasks spent. */
  spent: number;
  /** Tasks a day of all accounts. */
  quota: number;
}

/** What became of the work between two moments. */
export async function loadResults(db: Db, from: Date, to: Date): Promise<Results> {
  const merged = await db
    .select({ repo: repos.nameWithOwner, number: pullRequests.number, base: pullRequests.base })
    .from(pullRequests)
    .innerJoin(repos, eq(repos.id, pullRequests.repoId))
    .where(and(gte(pullRequests.mergedAt, from), lt(pullRequests.mergedAt, to)))
    .orderBy(pullRequests.mergedAt);
  const isChild = sql`exists (select 1 from ${epicChildren} c where c.child_number = ${issues.number}
    and c.child_repo = (select r.name_with_owner from ${repos} r where r.id = ${issues.repoId}))`;
  const closed = await db
    .select({ number: issues.number })
    .from(issues)
    .where(and(gte(issues.closedAt, from), lt(issues.closedAt, to), isChild));
  const spent = await db
    .select({ cost: actions.cost })
    .from(actions)
    .where(and(inArray(actions.status, [...SPENT]), gte(actions.spentAt, from), lt(actions.spentAt, to)));
  const seats = await db.select({ quota: accounts.quota }).from(accounts).where(eq(accounts.active, true));
  return {
    merged,
    finished: closed.length,
    spent: spent.reduce((sum, { cost }) => sum + cost, 0),
    quota: seats.reduce((sum, { quota }) => sum + quota, 0),
  };
}

/** Interventions done between two moments, and those that were put down before the later one and still wait. */
export async function loadInterventions(db: Db, from: Date, to: Date): Promise<Intervention[]> {
  const rows = await db
    .select({
      repo: repos.nameWithOwner,
      pullRequest: acts.subject,
      kind: acts.kind,
      status: acts.status,
    })
    .from(acts)
    .innerJoin(repos, eq(repos.id, acts.repoId))
    .where(
      and(
        inArray(acts.kind, [...INTERVENTION_KINDS]),
        or(
          and(eq(acts.status, 'done'), gte(acts.doneAt, from), lt(acts.doneAt, to)),
          and(inArray(acts.status, ['due', 'sending']), lt(acts.createdAt, to)),
        ),
      ),
    )
    .orderBy(acts.id);
  return rows.map(({ kind, status, ...row }) => ({
    ...row,
    kind: kind as InterventionKind,
    state: status === 'done' ? 'sent' : 'waiting',
  }));
}
