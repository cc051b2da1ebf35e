import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts, epics, repos } from '../../db/schema.js';
import type { ActKind, WantedAct } from '../domain/act.js';

export type ActRow = typeof acts.$inferSelect;

/** Steps of a draft or plan without which it goes on: a word or a link that GitHub refuses is refused for that issue alone. */
export const DISPENSABLE: ActKind[] = ['comment', 'link-child'];

/** How often one act is decided anew after GitHub refused it or no longer showed its reason. */
export const MOST_TRIES = 8;

/**
 * Puts wanted acts down. One that is there already stays as it is, except one that came to nothing: it is wanted again,
 * with its count of attempts kept, so that a refusal that lasts does not go on for ever.
 */
export async function putDown(
  db: Db,
  repoId: number,
  more: {
    wanted: readonly WantedAct[];
    now: Date;
    approvedBy?: string;
    /** When the first may go out; null for at once. */
    notBefore?: Date | null;
    /** Between two of them. */
    gapSeconds?: number;
  },
): Promise<void> {
  const { approvedBy = null, now, gapSeconds = 0 } = more;
  const first = more.notBefore ?? (gapSeconds > 0 ? now : null);
  const open = or(isNull(acts.notBefore), lte(acts.notBefore, now));
  for (const [index, act] of more.wanted.entries()) {
    const notBefore = first && new Date(first.getTime() + index * gapSeconds * 1_000);
    const due = { status: 'due' as const, notBefore, detail: act.detail, approvedBy };
    await db
      .insert(acts)
      .values({ ...act, repoId, ...due, createdAt: now })
      .onConflictDoUpdate({
        target: acts.key,
        // A person's approval begins anew, whatever became of an earlier one.
        set: { ...due, note: null, ...(approvedBy ? { attempts: 0 } : {}) },
        setWhere: and(
          inArray(acts.status, ['moot', 'refused']),
          ...(approvedBy ? [] : [lt(acts.attempts, MOST_TRIES), open]),
        ),
      });
  }
}

export interface ClaimedAct {
  act: ActRow;
  repo: typeof repos.$inferSelect;
}

/** Takes one act that is due, or whose writing was cut off, under a lease; never one of a paused repository. */
export async function claimAct(
  db: Db,
  lease: { owner: string; now: Date; until: Date; paused: readonly number[] },
): Promise<ClaimedAct | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select({ act: acts, repo: repos })
      .from(acts)
      .innerJoin(repos, eq(repos.id, acts.repoId))
      .where(
        and(
          inArray(acts.status, ['due', 'sending']),
          eq(repos.carried, true),
          notInArray(acts.repoId, [0, ...lease.paused]),
          or(isNull(acts.notBefore), lte(acts.notBefore, lease.now)),
          or(isNull(acts.leaseUntil), lte(acts.leaseUntil, lease.now)),
        ),
      )
      .orderBy(asc(acts.id))
      .limit(1)
      .for('update', { of: acts, skipLocked: true });
    if (!row) return null;
    const held = { leaseOwner: lease.owner, leaseUntil: lease.until, attempts: row.act.attempts + 1 };
    await tx.update(acts).set(held).where(eq(acts.id, row.act.id));
    return { repo: row.repo, act: { ...row.act, ...held } };
  });
}

/** Writes to an act under its lease; false when somebody else holds it by now, and then nothing was written. */
export async function updateAct(
  db: Db,
  held: { id: number; owner: string },
  patch: Partial<ActRow>,
): Promise<boolean> {
  const rows = await db
    .update(acts)
    .set(patch)
    .where(and(eq(acts.id, held.id), eq(acts.leaseOwner, held.owner)))
    .returning({ id: acts.id });
  return rows.length === 1;
}

/** Whether an act is to be done, or may be half done. */
export async function isUnderWay(db: Db, key: string): Promise<boolean> {
  return (await db.$count(acts, and(eq(acts.key, key), inArray(acts.status, ['due', 'sending'])))) > 0;
}

export const TAKEN_BACK = 'taken back';

/** Takes back what a proposal put down, as far as no worker has begun it; says how many acts that were. */
export async function takeBack(db: Db, proposal: string): Promise<number> {
  const rows = await db
    .update(acts)
    .set({ status: 'refused', note: TAKEN_BACK, attempts: MOST_TRIES })
    .where(and(ofProposal(proposal), eq(acts.status, 'due'), isNull(acts.leaseOwner)))
    .returning({ id: acts.id });
  return rows.length;
}

/** Whether anything that a proposal put down may have reached GitHub. */
export async function hasBegun(db: Db, proposal: string): Promise<boolean> {
  const begun = or(inArray(acts.status, ['sending', 'done']), isNotNull(acts.leaseOwner));
  return (await db.$count(acts, and(ofProposal(proposal), begun))) > 0;
}

function ofProposal(id: string): SQL {
  return sql`${acts.detail}->>'proposal' = ${id}`;
}

/** The act of the same kind, on the same subject, before this one. */
export async function lastBefore(db: Db, act: ActRow): Promise<ActRow | undefined> {
  const same = and(eq(acts.repoId, act.repoId), eq(acts.kind, act.kind), eq(acts.subject, act.subject));
  const [last] = await db
    .select()
    .from(acts)
    .where(and(same, lt(acts.id, act.id)))
    .orderBy(desc(acts.id))
    .limit(1);
  return last;
}

/** The commit of each epic's branch that was merged, by `repoId` and epic number. */
export async function mergedEpics(db: Db): Promise<Map<number, Map<number, string>>> {
  const rows = await db
    .select({ repoId: acts.repoId, epic: acts.subject, sha: acts.headSha })
    .from(acts)
    .where(and(eq(acts.kind, 'merge-epic'), eq(acts.status, 'done')))
    .orderBy(asc(acts.id));
  const merged = new Map<number, Map<number, string>>();
  for (const { repoId, epic, sha } of rows) {
    const ofRepo = merged.get(repoId) ?? new Map<number, string>();
    merged.set(repoId, ofRepo.set(epic, sha ?? ''));
  }
  return merged;
}

/** Makes the caller the only writer of an epic's body until `until`; false while somebody else is. */
export async function becomeWriter(
  db: Db,
  epic: { repoId: number; number: number },
  times: { now: Date; until: Date },
): Promise<boolean> {
  const rows = await db
    .update(epics)
    .set({ writerUntil: times.until })
    .where(
      and(
        eq(epics.repoId, epic.repoId),
        eq(epics.number, epic.number),
        or(isNull(epics.writerUntil), lte(epics.writerUntil, times.now)),
      ),
    )
    .returning({ number: epics.number });
  return rows.length === 1;
}

/** Lets the next one write; `until` says who stops, for one that was silent for too long is the writer no more. */
export async function stopWriting(
  db: Db,
  epic: { repoId: number; number: number },
  until: Date,
): Promise<void> {
  await db
    .update(epics)
    .set({ writerUntil: null })
    .where(and(eq(epics.repoId, epic.repoId), eq(epics.number, epic.number), eq(epics.writerUntil, until)));
}

/** When the engine's queue next has something to do; what is due already is done, or held by others. */
export async function nextActDue(db: Db, now: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: sql<string | null>`min(${acts.notBefore})` })
    .from(acts)
    .where(and(inArray(acts.status, ['due', 'sending']), gt(acts.notBefore, now)));
  return row?.at ? new Date(row.at) : null;
}
