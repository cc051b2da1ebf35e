import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { repos, settings } from '../../db/schema.js';

/** How the last read of GitHub went, and who may do the next one. */
export interface SyncState {
  /** ISO time of the first read that succeeded: what lies before it is not known. */
  firstAt: string | null;
  /** ISO time of the last read that succeeded. */
  lastAt: string | null;
  /** Why the newest one failed, in words, or null. */
  trouble: string | null;
  /** Not before this ISO time, after a rate limit. */
  notBefore: string | null;
}

const NONE: SyncState = { firstAt: null, lastAt: null, trouble: null, notBefore: null };

export async function syncState(db: Db): Promise<SyncState> {
  return { ...NONE, ...(await read<Partial<SyncState>>(db, 'sync')) };
}

export async function saveSyncState(db: Db, value: SyncState): Promise<void> {
  await write(db, 'sync', value);
}

/** What a person stopped: nothing is written to GitHub for these. */
export interface Paused {
  all: boolean;
  /** Repositories, `owner/name`. */
  repos: string[];
}

export async function pausedState(db: Db): Promise<Paused> {
  return { all: false, repos: [], ...(await read<Partial<Paused>>(db, 'paused')) };
}

/** Changes what is paused, nobody else changing it meanwhile; null leaves it as it is. */
export async function changePaused(
  db: Db,
  change: (before: Paused) => Paused | null,
): Promise<{ before: Paused; changed: boolean }> {
  return db.transaction(async (tx) => {
    await tx.insert(settings).values({ key: 'paused', value: {} }).onConflictDoNothing();
    const [row] = await tx.select().from(settings).where(eq(settings.key, 'paused')).for('update');
    const before = { all: false, repos: [], ...(row?.value as Partial<Paused>) };
    const after = change(before);
    if (after) await write(tx, 'paused', after);
    return { before, changed: after !== null };
  });
}

/** Ids of the repositories that are paused. */
export async function pausedRepos(db: Db): Promise<number[]> {
  const { all, repos: names } = await pausedState(db);
  if (!all && names.length === 0) return [];
  const rows = await db.select({ id: repos.id, name: repos.nameWithOwner }).from(repos);
  return rows.filter(({ name }) => all || names.includes(name)).map(({ id }) => id);
}

/** Repositories that were taken into the inventory though the team file does not name them. */
export async function adoptedRepos(db: Db): Promise<string[]> {
  return (await read<string[]>(db, 'adopted')) ?? [];
}

export async function addAdopted(db: Db, name: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(settings).values({ key: 'adopted', value: [] }).onConflictDoNothing();
    const [row] = await tx.select().from(settings).where(eq(settings.key, 'adopted')).for('update');
    const before = (row?.value as string[] | undefined) ?? [];
    if (!before.includes(name)) await write(tx, 'adopted', [...before, name]);
  });
}

async function read<Value>(db: Db, key: string): Promise<Value | undefined> {
  const [row] = await db.select().from(settings).where(eq(settings.key, key));
  return row?.value as Value | undefined;
}

async function write(db: Db, key: string, value: unknown): Promise<void> {
  await db
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
