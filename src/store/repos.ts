import { and, eq, notInArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { repos } from '../../db/schema.js';
import { UserError } from '../domain/errors.js';
import type { RepositoryRecord } from '../ports.js';

export type RepoRow = typeof repos.$inferSelect;

export function listRepos(db: Db): Promise<RepoRow[]> {
  return db.select().from(repos).where(eq(repos.carried, true)).orderBy(repos.tier, repos.id);
}

/** Takes the inventory over: one that was renamed keeps its row, one that is gone is kept for its history alone. */
export async function saveRepos(
  db: Db,
  records: readonly (RepositoryRecord & { tier: number })[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const ids = ['', ...records.map(({ nodeId }) => nodeId)];
    // Its name may have gone to another repository, made anew.
    await tx
      .update(repos)
      .set({ carried: false, nameWithOwner: sql`${repos.nodeId} || ' (gone)'` })
      .where(and(eq(repos.carried, true), notInArray(repos.nodeId, ids)));
    for (const { archived: _, nodeId, ...record } of records) {
      const values = { ...record, carried: true };
      await tx
        .insert(repos)
        .values({ nodeId, ...values })
        .onConflictDoUpdate({ target: repos.nodeId, set: values });
    }
    // Epics may have named it before it was known, in a spelling of their own.
    await tx.execute(sql`
      update epic_children c set child_repo = r.name_with_owner from repos r
      where lower(c.child_repo) = lower(r.name_with_owner) and c.child_repo <> r.name_with_owner`);
  });
}

export async function markSynced(
  db: Db,
  repoId: number,
  seen: { issuesSeenTo: Date | null; pullsSeenTo: Date | null; syncedAt: Date },
): Promise<void> {
  await db.update(repos).set(seen).where(eq(repos.id, repoId));
}

/** A repository by `name`, `owner/name` or an unambiguous part of it. */
export async function findRepo(db: Db, wanted: string): Promise<RepoRow> {
  const all = await listRepos(db);
  const lower = wanted.toLowerCase();
  const exact = all.filter(
    ({ name, nameWithOwner }) => name.toLowerCase() === lower || nameWithOwner.toLowerCase() === lower,
  );
  const matches =
    exact.length > 0 ? exact : all.filter(({ nameWithOwner }) => nameWithOwner.toLowerCase().includes(lower));
  const [match, another] = matches;
  if (match && !another) return match;
  if (match) {
    const names = matches.slice(0, 5).map(({ nameWithOwner }) => nameWithOwner);
    throw new UserError(`“${wanted}” could be ${names.join(', ')}${matches.length > 5 ? ' …' : ''}.`, [
      'Write the whole name.',
    ]);
  }
  throw new UserError(
    `I carry no repository called “${wanted}”.`,
    all.length === 0
      ? ['GitHub has not been read yet; try again in a minute.']
      : ['/epic inventory lists them all.'],
  );
}

/** A repository as requests to GitHub name it. */
export function refOf({ owner, name }: Pick<RepoRow, 'owner' | 'name'>): { owner: string; repo: string } {
  return { owner, repo: name };
}
