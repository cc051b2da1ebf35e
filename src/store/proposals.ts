import { randomBytes } from 'node:crypto';
import { and, desc, eq, gte, inArray, lte, notInArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts, actions, acts, proposals } from '../../db/schema.js';
import type { Proposal, Shown } from '../domain/approval.js';
import type { ActionStatus, ProposalStatus } from '../domain/ledger.js';
import type { ProposalState } from '../domain/message.js';
import { DISPENSABLE, MOST_TRIES } from './acts.js';
import { forgetChanges } from './reviews.js';

/** Puts a proposal down, with one action per child; the same open proposal is given again instead of a second one. */
export async function saveProposal(
  db: Db,
  shown: Shown,
  times: { now: Date; expiresAt: Date },
): Promise<string> {
  const same = await db
    .select({ id: proposals.id, expiresAt: proposals.expiresAt })
    .from(proposals)
    .where(and(eq(proposals.status, 'open'), sql`${proposals.shown} = ${JSON.stringify(shown)}::jsonb`));
  const open = same.find(({ expiresAt }) => expiresAt > times.now);
  if (open) return open.id;
  // Unguessable, so that a button's value tells nothing and cannot be made up.
  const id = randomBytes(12).toString('base64url');
  await db.transaction(async (tx) => {
    await tx
      .insert(proposals)
      .values({ id, shown, status: 'open', createdAt: times.now, expiresAt: times.expiresAt });
    // A merge hands nothing out.
    if (shown.children.length === 0) return;
    await tx.insert(actions).values(
      shown.children.map((child) => ({
        proposalId: id,
        repoId: shown.repoId,
        issueNumber: child.number,
        epicNumber: shown.epic?.number ?? null,
        agent: shown.agent,
        cost: 1,
        status: 'proposed' as const,
        createdAt: times.now,
        updatedAt: times.now,
      })),
    );
  });
  return id;
}

/** One proposal, locked until the transaction ends. */
export async function lockProposal(db: Db, id: string): Promise<Proposal | null> {
  const [row] = await db.select().from(proposals).where(eq(proposals.id, id)).for('update');
  return row ?? null;
}

export interface Settlement {
  status: ProposalStatus;
  actionStatus: ActionStatus;
  by: string | null;
  reason: string | null;
  now: Date;
}

/** Decides a proposal: its actions take the status that goes with it, and reviews of it are over. */
export async function settleProposal(db: Db, id: string, settlement: Settlement): Promise<void> {
  const { status, actionStatus, by, reason, now } = settlement;
  await db
    .update(proposals)
    .set({ status, reason, decidedBy: by, decidedAt: now })
    .where(eq(proposals.id, id));
  await forgetChanges(db, id);
  await db
    .update(actions)
    .set({ status: actionStatus, updatedAt: now })
    .where(and(eq(actions.proposalId, id), inArray(actions.status, ['proposed', 'approved'])));
}

/** The newest proposal to merge an epic's branch at that commit. */
export async function lastMerge(
  db: Db,
  of: { repoId: number; number: number; branchSha: string },
): Promise<Proposal | null> {
  const { repoId, number, branchSha } = of;
  const alike = JSON.stringify({ act: 'merge', repoId, epic: { number, branchSha } });
  const [row] = await db
    .select()
    .from(proposals)
    .where(sql`${proposals.shown} @> ${alike}::jsonb`)
    .orderBy(desc(proposals.createdAt))
    .limit(1);
  return row ?? null;
}

/** Open proposals whose time is over. */
export async function expiredProposals(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.status, 'open'), lte(proposals.expiresAt, now)));
  return rows.map(({ id }) => id);
}

/** Refused for good, so that what comes after it is not done either. */
const isGivenUp = and(
  eq(acts.status, 'refused'),
  gte(acts.attempts, MOST_TRIES),
  notInArray(acts.kind, DISPENSABLE),
);

export async function proposalStates(db: Db, ids: readonly string[]): Promise<Map<string, ProposalState>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(proposals)
    .where(inArray(proposals.id, [...ids]));
  const dispatches = await db
    .select({
      proposalId: actions.proposalId,
      issueNumber: actions.issueNumber,
      status: actions.status,
      note: actions.note,
      account: accounts.memberLogin,
    })
    .from(actions)
    .leftJoin(accounts, eq(accounts.id, actions.accountId))
    .where(inArray(actions.proposalId, [...ids]))
    .orderBy(actions.id);
  const done = await db
    .select({
      proposal: sql<string>`${acts.detail}->>'proposal'`,
      kind: acts.kind,
      status: acts.status,
      note: acts.note,
      made: acts.childNumber,
      givenUp: sql<boolean>`(${isGivenUp})`,
    })
    .from(acts)
    .where(inArray(sql`${acts.detail}->>'proposal'`, [...ids]))
    .orderBy(acts.id);
  return new Map(
    rows.map((proposal) => [
      proposal.id,
      {
        proposal,
        actions: dispatches.filter(({ proposalId }) => proposalId === proposal.id),
        acts: done.flatMap(({ proposal: id, ...act }) => (id === proposal.id ? [act] : [])),
      },
    ]),
  );
}
