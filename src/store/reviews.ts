import { and, eq, ne } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { reviewChanges } from '../../db/schema.js';
import type { FindingChange, ReviewChanges } from '../domain/review.js';

/** One person's review of one draft. */
export interface ReviewKey {
  proposal: string;
  /** Their login. */
  reviewer: string;
}

export async function loadChanges(db: Db, { proposal, reviewer }: ReviewKey): Promise<ReviewChanges> {
  const rows = await db
    .select({ finding: reviewChanges.finding, change: reviewChanges.change })
    .from(reviewChanges)
    .where(and(eq(reviewChanges.proposalId, proposal), eq(reviewChanges.reviewer, reviewer)));
  return new Map(rows.map(({ finding, change }) => [finding, change]));
}

/** Null takes back whatever was changed. */
export async function saveChange(
  db: Db,
  { proposal, reviewer }: ReviewKey,
  { finding, change, now }: { finding: string; change: FindingChange | null; now: Date },
): Promise<void> {
  if (change === null) {
    const { proposalId, reviewer: who, finding: key } = reviewChanges;
    await db.delete(reviewChanges).where(and(eq(proposalId, proposal), eq(who, reviewer), eq(key, finding)));
    return;
  }
  await db
    .insert(reviewChanges)
    .values({ proposalId: proposal, reviewer, finding, change, changedAt: now })
    .onConflictDoUpdate({
      target: [reviewChanges.proposalId, reviewChanges.reviewer, reviewChanges.finding],
      set: { change, changedAt: now },
    });
}

/** What others have changed of a draft goes on in the one that takes its place. */
export async function handOnChanges(db: Db, { proposal, reviewer }: ReviewKey, to: string): Promise<void> {
  const rows = await db
    .select()
    .from(reviewChanges)
    .where(and(eq(reviewChanges.proposalId, proposal), ne(reviewChanges.reviewer, reviewer)));
  if (rows.length === 0) return;
  const moved = rows.map((row) => ({ ...row, proposalId: to }));
  await db.insert(reviewChanges).values(moved).onConflictDoNothing();
}

/** Nothing of a proposal that has come to its end can be reviewed any more. */
export async function forgetChanges(db: Db, proposal: string): Promise<void> {
  await db.delete(reviewChanges).where(eq(reviewChanges.proposalId, proposal));
}
