import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { actions, acts } from '../../db/schema.js';
import { SPENT } from '../domain/ledger.js';
import type { EpicMemory } from '../domain/timeline.js';

/** What the ledger and the engine remember of an epic and its children. */
export async function loadEpicMemory(
  db: Db,
  epic: { repoId: number; number: number; children: readonly number[] },
): Promise<EpicMemory> {
  const tasks = await db
    .select({ child: actions.issueNumber, agent: actions.agent, at: actions.spentAt })
    .from(actions)
    .where(
      and(
        eq(actions.repoId, epic.repoId),
        inArray(actions.issueNumber, [0, ...epic.children]),
        inArray(actions.status, [...SPENT]),
      ),
    );
  const done = await db
    .select()
    .from(acts)
    .where(
      and(
        eq(acts.repoId, epic.repoId),
        eq(acts.epicNumber, epic.number),
        eq(acts.status, 'done'),
        // One with a note had nothing to do.
        isNull(acts.note),
      ),
    );
  return {
    tasks: tasks.flatMap(({ at, ...task }) => (at ? [{ ...task, at }] : [])),
    acts: done.map(({ kind, subject, childNumber, doneAt, createdAt, approvedBy }) => ({
      kind,
      subject,
      child: childNumber,
      at: doneAt ?? createdAt,
      by: approvedBy,
    })),
  };
}
