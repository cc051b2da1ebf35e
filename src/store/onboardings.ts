import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { messages, onboardings, repos } from '../../db/schema.js';
import type { MessageContent } from '../domain/message.js';
import type { OnboardingRepo } from '../domain/onboarding.js';
import type { RepoRow } from './repos.js';

export type OnboardingRow = typeof onboardings.$inferSelect;

/** Begins one; false when the repository is being onboarded already, and then nothing was written. */
export async function beginOnboarding(
  db: Db,
  row: Pick<OnboardingRow, 'repoId' | 'channel' | 'ts' | 'state' | 'startedBy' | 'startedAt'>,
): Promise<boolean> {
  const rows = await db
    .insert(onboardings)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: onboardings.id });
  return rows.length === 1;
}

/** Those that have not ended, oldest first, each with its repository while it is carried. */
export async function openOnboardings(db: Db): Promise<{ row: OnboardingRow; repo: RepoRow }[]> {
  return db
    .select({ row: onboardings, repo: repos })
    .from(onboardings)
    .innerJoin(repos, and(eq(repos.id, onboardings.repoId), eq(repos.carried, true)))
    .where(isNull(onboardings.endedAt))
    .orderBy(asc(onboardings.id));
}

export async function updateOnboarding(
  db: Db,
  id: number,
  patch: Partial<Pick<OnboardingRow, 'state' | 'settledAt' | 'endedAt'>>,
): Promise<void> {
  await db.update(onboardings).set(patch).where(eq(onboardings.id, id));
}

/** Locks one that has not ended; null when it has meanwhile. */
export async function lockOnboarding(db: Db, id: number): Promise<OnboardingRow | null> {
  const [row] = await db
    .select()
    .from(onboardings)
    .where(and(eq(onboardings.id, id), isNull(onboardings.endedAt)))
    .for('update');
  return row ?? null;
}

/** Every repository of one thread, in the order in which they were named. */
export async function threadStates(
  db: Db,
  thread: { channel: string; ts: string },
): Promise<OnboardingRepo[]> {
  const rows = await db
    .select({ state: onboardings.state })
    .from(onboardings)
    .where(and(eq(onboardings.channel, thread.channel), eq(onboardings.ts, thread.ts)))
    .orderBy(asc(onboardings.id));
  return rows.map(({ state }) => state);
}

/** Gives a kept message another content, and has it drawn again. */
export async function rewriteMessage(
  db: Db,
  place: { channel: string; ts: string },
  message: { content: MessageContent; proposals: string[] },
): Promise<void> {
  const [row] = await db
    .select({ wanted: messages.wanted })
    .from(messages)
    .where(and(eq(messages.channel, place.channel), eq(messages.ts, place.ts)))
    .for('update');
  if (!row) return;
  await db
    .update(messages)
    .set({ ...message, wanted: row.wanted + 1 })
    .where(and(eq(messages.channel, place.channel), eq(messages.ts, place.ts)));
}
