import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { settings } from '../../db/schema.js';

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
  const [row] = await db.select().from(settings).where(eq(settings.key, 'sync'));
  return { ...NONE, ...(row?.value as Partial<SyncState> | undefined) };
}

export async function saveSyncState(db: Db, value: SyncState): Promise<void> {
  await db
    .insert(settings)
    .values({ key: 'sync', value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
