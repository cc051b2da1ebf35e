import { and, asc, count, eq, gt, gte, inArray, isNull, lte, notInArray, or } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions, proposals, repos } from '../../db/schema.js';
import type { Shown } from '../domain/approval.js';
import type { BudgetReservation } from '../domain/budget.js';
import { type ActionStatus, LIVE, QUEUED, SPENT } from '../domain/ledger.js';

export type ActionRow = typeof actions.$inferSelect;

/** Marks a proposal's actions approved: from here on they are in the queue. Needs one reservation per action. */
export async function approveActions(
  db: Db,
  proposalId: string,
  approval: {
    /** Null when no person approved it. */
    by: string | null;
    now: Date;
    firstAt: Date;
    gapSeconds: number;
    reservations: readonly BudgetReservation[];
  },
): Promise<void> {
  const rows = await db
    .select({ id: actions.id })
    .from(actions)
    .where(eq(actions.proposalId, proposalId))
    .orderBy(actions.id);
  if (rows.length !== approval.reservations.length)
    throw new Error(`Proposal ${proposalId} needs ${rows.length} reservations.`);
  for (const [index, { id }] of rows.entries()) {
    const reservation = approval.reservations[index] as BudgetReservation;
    await db
      .update(actions)
      .set({
        status: 'approved',
        accountId: reservation.accountId,
        cost: reservation.cost,
        approvedBy: approval.by,
        approvedAt: approval.now,
        // Spread out: GitHub allows 80 content creations a minute.
        notBefore: new Date(approval.firstAt.getTime() + index * approval.gapSeconds * 1_000),
        updatedAt: approval.now,
      })
      .where(eq(actions.id, id));
  }
}

export interface ClaimedAction {
  action: ActionRow;
  repo: { id: number; owner: string; name: string; nameWithOwner: string };
  shown: Shown;
}

/** Takes the next action of the queue under a lease, paused repositories aside; other workers pass it by until it ends. */
export async function claimAction(
  db: Db,
  lease: { owner: string; now: Date; until: Date; paused: readonly number[] },
): Promise<ClaimedAction | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ action: actions, repo: repos, shown: proposals.shown })
      .from(actions)
      .innerJoin(repos, eq(repos.id, actions.repoId))
      .innerJoin(proposals, eq(proposals.id, actions.proposalId))
      .where(
        and(
          inArray(actions.status, [...QUEUED]),
          lte(actions.notBefore, lease.now),
          notInArray(actions.repoId, [0, ...lease.paused]),
          or(isNull(actions.leaseUntil), lte(actions.leaseUntil, lease.now)),
        ),
      )
      .orderBy(asc(actions.notBefore), asc(actions.id))
      .limit(1)
      .for('update', { of: actions, skipLocked: true });
    if (!row) return null;
    const attempts = row.action.attempts + 1;
    await tx
      .update(actions)
      .set({ leaseOwner: lease.owner, leaseUntil: lease.until, attempts })
      .where(eq(actions.id, row.action.id));
    return { ...row, action: { ...row.action, leaseOwner: lease.owner, leaseUntil: lease.until, attempts } };
  });
}

/** Writes to an action under its lease; false when somebody else holds it by now, and then nothing was written. */
export async function updateLeased(
  db: Db,
  held: { id: number; owner: string },
  patch: Partial<ActionRow>,
): Promise<boolean> {
  const rows = await db
    .update(actions)
    .set(patch)
    .where(and(eq(actions.id, held.id), eq(actions.leaseOwner, held.owner)))
    .returning({ id: actions.id });
  return rows.length === 1;
}

/** Takes back what no worker has begun. Answers the issue numbers that were taken back and those that were not. */
export async function undoActions(
  db: Db,
  proposalId: string,
  now: Date,
): Promise<{ undone: number[]; tooLate: number[] }> {
  const rows = await db.select().from(actions).where(eq(actions.proposalId, proposalId)).for('update');
  const free = rows.filter((row) => row.status === 'approved' && row.leaseOwner === null);
  if (free.length > 0) {
    const ids = free.map(({ id }) => id);
    await db.update(actions).set({ status: 'undone', updatedAt: now }).where(inArray(actions.id, ids));
  }
  const out: readonly ActionStatus[] = ['sending', 'unknown', ...SPENT];
  const tooLate = rows.filter(
    (row) => out.includes(row.status) || (row.status === 'approved' && row.leaseOwner !== null),
  );
  return { undone: free.map((row) => row.issueNumber), tooLate: tooLate.map((row) => row.issueNumber) };
}

/** Live dispatches of a repository: what a new dispatch must not do again. */
export async function liveIssues(db: Db, repoId: number): Promise<Set<number>> {
  const rows = await db
    .select({ number: actions.issueNumber })
    .from(actions)
    .where(and(eq(actions.repoId, repoId), inArray(actions.status, [...LIVE])));
  return new Set(rows.map(({ number }) => number));
}

/** Children whose dispatch GitHub refused since then, as `owner/name#n`. */
export async function failedSince(db: Db, since: Date): Promise<Set<string>> {
  const rows = await db
    .select({ repo: repos.nameWithOwner, number: actions.issueNumber })
    .from(actions)
    .innerJoin(repos, eq(repos.id, actions.repoId))
    .where(and(eq(actions.status, 'failed'), gte(actions.updatedAt, since)));
  return new Set(rows.map(({ repo, number }) => `${repo}#${number}`));
}

/** When the queue next has something to do; what is due already is sent, held by others, or its repository is paused. */
export async function nextDue(db: Db, now: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: actions.notBefore })
    .from(actions)
    .where(and(inArray(actions.status, [...QUEUED]), gt(actions.notBefore, now)))
    .orderBy(asc(actions.notBefore))
    .limit(1);
  return row?.at ?? null;
}

export async function countActions(db: Db): Promise<{ status: string; count: number }[]> {
  return db
    .select({ status: actions.status, count: count() })
    .from(actions)
    .groupBy(actions.status)
    .orderBy(actions.status);
}
