import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions, proposals } from '../../db/schema.js';
import { type ActionStatus, LIVE, RUNNING, SPENT } from '../domain/ledger.js';

/** What the ledger knows of one issue. */
export interface Task {
  /** The live dispatch, if there is one. */
  live: ActionStatus | null;
  /** Since when an agent has it. */
  runningSince: Date | null;
  /** Tasks spent on it so far. */
  attempts: number;
  /** The last of them. */
  last: { id: number; agent: string } | null;
}

export const NO_TASK: Task = { live: null, runningSince: null, attempts: 0, last: null };

/** Tasks by `repoId#issue`. */
export async function loadTasks(db: Db, repoIds: readonly number[]): Promise<Map<string, Task>> {
  const rows = await db
    .select()
    .from(actions)
    .where(and(inArray(actions.repoId, [...repoIds]), inArray(actions.status, [...LIVE, ...SPENT])))
    .orderBy(asc(actions.id));
  const tasks = new Map<string, Task>();
  for (const row of rows) {
    const key = `${row.repoId}#${row.issueNumber}`;
    const task = tasks.get(key) ?? NO_TASK;
    const isSpent = SPENT.includes(row.status);
    tasks.set(key, {
      live: LIVE.includes(row.status) ? row.status : task.live,
      runningSince: RUNNING.includes(row.status) ? row.spentAt : task.runningSince,
      attempts: task.attempts + (isSpent ? 1 : 0),
      last: isSpent ? { id: row.id, agent: row.agent } : task.last,
    });
  }
  return tasks;
}

/** When an issue was last taken from one agent and given to another, by `repoId#issue`. */
export async function loadReassigned(db: Db, repoIds: readonly number[]): Promise<Map<string, Date>> {
  const rows = await db
    .select({ repoId: actions.repoId, issue: actions.issueNumber, at: actions.spentAt })
    .from(actions)
    .innerJoin(proposals, eq(proposals.id, actions.proposalId))
    .where(
      and(
        inArray(actions.repoId, [0, ...repoIds]),
        inArray(actions.status, [...SPENT]),
        sql`${proposals.shown} -> 'reassign' is not null`,
      ),
    )
    .orderBy(asc(actions.spentAt));
  return new Map(rows.flatMap(({ repoId, issue, at }) => (at ? [[`${repoId}#${issue}`, at] as const] : [])));
}
