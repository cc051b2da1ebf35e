import { lt } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { auditLog, deliveries } from '../../db/schema.js';

/** Appends to the log of who did what when. */
export async function record(
  db: Db,
  entry: { at: Date; actor: string; event: string; subject: string; detail?: Record<string, unknown> },
): Promise<void> {
  await db.insert(auditLog).values({ ...entry, detail: entry.detail ?? {} });
}

/** True the first time a request's key is seen, false for a redelivery or a replay. */
export async function firstDelivery(db: Db, key: string, now: Date): Promise<boolean> {
  const rows = await db.insert(deliveries).values({ key, receivedAt: now }).onConflictDoNothing().returning();
  return rows.length === 1;
}

/** Drops keys that no redelivery can bring any more. */
export async function forgetDeliveries(db: Db, before: Date): Promise<void> {
  await db.delete(deliveries).where(lt(deliveries.receivedAt, before));
}
