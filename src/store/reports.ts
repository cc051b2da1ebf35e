import { and, eq, gte, isNull, lte, or } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { reports } from '../../db/schema.js';
import type { ReportKind, Slot } from '../domain/cadence.js';
import type { Report } from '../domain/report.js';

type Row = typeof reports.$inferSelect;
export type ReportRow = Omit<Row, 'kind'> & { kind: ReportKind };

/** Puts a slot down as due. The slot is unique: it does not matter how many instances see it. */
export async function saveSlot(db: Db, slot: Slot, now: Date): Promise<void> {
  await db
    .insert(reports)
    .values({
      slot: slot.id,
      kind: slot.kind,
      status: 'due',
      dueAt: slot.dueAt,
      late: slot.late,
      createdAt: now,
    })
    .onConflictDoNothing();
}

/** Takes one report that is to be posted, or whose posting was cut off, under a lease. */
export async function claimReport(
  db: Db,
  lease: { owner: string; now: Date; until: Date; notOlderThan: Date },
): Promise<ReportRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(reports)
      .where(
        and(
          or(eq(reports.status, 'due'), eq(reports.status, 'posting')),
          gte(reports.dueAt, lease.notOlderThan),
          or(isNull(reports.leaseUntil), lte(reports.leaseUntil, lease.now)),
          or(isNull(reports.notBefore), lte(reports.notBefore, lease.now)),
        ),
      )
      .orderBy(reports.dueAt)
      .limit(1)
      .for('update', { skipLocked: true });
    if (!row) return null;
    await tx
      .update(reports)
      .set({ leaseOwner: lease.owner, leaseUntil: lease.until })
      .where(eq(reports.id, row.id));
    // Only `saveSlot` writes kinds.
    return { ...row, kind: row.kind as ReportKind, leaseOwner: lease.owner };
  });
}

/** Writes to a report under its lease; false when somebody else holds it by now. */
export async function updateReport(
  db: Db,
  held: { id: number; owner: string },
  patch: Partial<Row>,
): Promise<boolean> {
  const rows = await db
    .update(reports)
    .set(patch)
    .where(and(eq(reports.id, held.id), eq(reports.leaseOwner, held.owner)))
    .returning({ id: reports.id });
  return rows.length === 1;
}

/** The report that was posted for a slot, as it was composed; null when there is none. */
export async function postedReport(db: Db, slot: string): Promise<Report | null> {
  const [row] = await db
    .select({ content: reports.content })
    .from(reports)
    .where(and(eq(reports.slot, slot), eq(reports.status, 'posted')));
  return row?.content?.view === 'report' ? row.content.report : null;
}
