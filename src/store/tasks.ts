import { and, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions } from '../../db/schema.js';
import { type ActionStatus, LIVE, RUNNING, SPENT } from '../domain/ledger.js';

/** What the ledger knows of one issue. */
export interface Task {
  /** The live dispatch, if there is one. */
  live: ActionStatus | null;
  /** Since when an agent has it. */
  runningSince: Date | null;
  /** Tasks spent on it so far. */
  attempts: number;
}

export const NO_TASK: Task = { live: null, runningSince: null, attempts: 0 };

/** Tasks by `repoId#issue`. */
export async function loadTasks(db: Db, repoIds: readonly number[]): Promise<Map<string, Task>> {
  const rows = await db
    .select()
    .from(actions)
    .where(and(inArray(actions.repoId, [...repoIds]), inArray(actions.status, [...LIVE, ...SPENT])));
  const tasks = new Map<string, Task>();
  for (const row of rows) {
    const key = `${row.repoId}#${row.issueNumber}`;
    const task = tasks.get(key) ?? NO_TASK;
    tasks.set(key, {
      live: LIVE.includes(row.status) ? row.status : task.live,
      runningSince: RUNNING.includes(row.status) ? row.spentAt : task.runningSince,
      attempts: task.attempts + (SPENT.includes(row.status) ? 1 : 0),
    });
  }
  return tasks;
}
