import { and, eq, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { reviewChanges } from '../../db/schema.js';
import type { FindingChange, ReviewChanges } from '../domain/review.js';

/** One person's review of one draft. */
export interface ReviewKey {
  proposal: string;
  /** Slack's team and user id. */
  reviewer: string;
}

export async function loadChanges(db: Db, { proposal, reviewer }: ReviewKey): Promise<ReviewChanges> {
  const rows = await db
    .select({ finding: reviewChanges.finding, change: reviewChanges.change })
    .from(reviewChanges)
    .where(and(eq(reviewChanges.proposalId, proposal), eq(reviewChanges.reviewer, reviewer)));
  return new Map(rows.map(({ finding, change }) => [finding, change]));
}

export async function saveChange(
  db: Db,
  { proposal, reviewer }: ReviewKey,
  { finding, change, now }: { finding: string; change: FindingChange; now: Date },
): Promise<void> {
  await db
    .insert(reviewChanges)
    .values({ proposalId: proposal, reviewer, finding, change, changedAt: now })
    .onConflictDoUpdate({
      target: [reviewChanges.proposalId, reviewChanges.reviewer, reviewChanges.finding],
      set: { change, changedAt: now },
    });
}

/** What others have changed of a draft goes on in the one that takes its place. */
export async function moveOthersChanges(db: Db, from: ReviewKey, to: string): Promise<void> {
  await db
    .update(reviewChanges)
    .set({ proposalId: to })
    .where(and(eq(reviewChanges.proposalId, from.proposal), ne(reviewChanges.reviewer, from.reviewer)));
}

/** Nothing of a proposal that has come to its end can be reviewed any more. */
export async function forgetChanges(db: Db, proposal: string): Promise<void> {
  await db.delete(reviewChanges).where(eq(reviewChanges.proposalId, proposal));
}
