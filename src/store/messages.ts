import { and, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { messages, onboardings } from '../../db/schema.js';
import type { MessageContent } from '../domain/message.js';

export type MessageRow = typeof messages.$inferSelect;

export interface KeptMessage {
  content: MessageContent;
  proposals: readonly string[];
  channel: string;
  /** Null for a message that only `asker` sees. */
  ts: string | null;
  asker?: string;
}

/** Remembers where a message stands, so that it can be kept up to date. */
export async function saveMessage(db: Db, message: KeptMessage): Promise<void> {
  await db
    .insert(messages)
    .values({ ...message, proposals: [...message.proposals] })
    .onConflictDoNothing();
}

/** A click tells how to reach a message that only the clicker sees. */
export async function learnResponseUrl(
  db: Db,
  proposal: string,
  way: { asker: string; url: string },
): Promise<void> {
  await db
    .update(messages)
    .set({ responseUrl: way.url, dead: null, notBefore: null })
    .where(and(isNull(messages.ts), eq(messages.asker, way.asker), shows(proposal)));
}

/** Every message that shows the proposal is to be drawn again. */
export async function wantRedraw(db: Db, proposal: string): Promise<void> {
  await db
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1` })
    .where(and(isNull(messages.dead), shows(proposal)));
}

/** One message is to be drawn again, and at once. */
export async function wantRedrawAt(db: Db, place: { channel: string; ts: string }): Promise<void> {
  await db
    .update(messages)
    .set({ wanted: sql`${messages.wanted} + 1`, dead: null, notBefore: null })
    .where(and(eq(messages.channel, place.channel), eq(messages.ts, place.ts)));
}

/** Has a kept message show a proposal as well; false where none stands there. */
export async function addProposal(
  db: Db,
  place: { channel: string; ts: string },
  proposal: string,
): Promise<boolean> {
  const rows = await db
    .update(messages)
    .set({
      proposals: sql`${messages.proposals} || ${JSON.stringify([proposal])}::jsonb`,
      wanted: sql`${messages.wanted} + 1`,
    })
    .where(and(eq(messages.channel, place.channel), eq(messages.ts, place.ts)))
    .returning({ id: messages.id });
  return rows.length > 0;
}

/** A message that was given up, or put off beyond `after`, may be drawn again now. */
export async function reviveMessage(
  db: Db,
  place: { channel: string; ts: string },
  after: Date,
): Promise<void> {
  await db
    .update(messages)
    .set({ dead: null, notBefore: null })
    .where(
      and(
        eq(messages.channel, place.channel),
        eq(messages.ts, place.ts),
        or(isNotNull(messages.dead), gt(messages.notBefore, after)),
      ),
    );
}

/** Puts one proposal in the place of another wherever it is shown. Ids are long and random: no other text holds one. */
export async function replaceProposal(db: Db, before: string, after: string): Promise<void> {
  await db
    .update(messages)
    .set({
      content: sql`replace(${messages.content}::text, ${before}, ${after})::jsonb`,
      proposals: sql`replace(${messages.proposals}::text, ${before}, ${after})::jsonb`,
    })
    .where(shows(before));
  // What is being onboarded waits for the new one then.
  await db
    .update(onboardings)
    .set({ state: sql`replace(${onboardings.state}::text, ${before}, ${after})::jsonb` })
    .where(isNull(onboardings.endedAt));
}

/** Ids of all proposals that stand in one message with this one. */
export async function messageOf(db: Db, proposal: string): Promise<string[]> {
  const rows = await db.select({ proposals: messages.proposals }).from(messages).where(shows(proposal));
  return [...new Set(rows.flatMap((row) => row.proposals))];
}

function shows(proposal: string) {
  return sql`${messages.proposals} @> ${JSON.stringify([proposal])}::jsonb`;
}

/** Takes one message that is behind, for `leaseUntil`; other instances pass it by. */
export async function claimMessage(
  db: Db,
  times: { now: Date; leaseUntil: Date },
): Promise<MessageRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(messages)
      .where(
        and(
          sql`${messages.wanted} > ${messages.shown}`,
          isNull(messages.dead),
          or(isNull(messages.leaseUntil), lte(messages.leaseUntil, times.now)),
          or(isNull(messages.notBefore), lte(messages.notBefore, times.now)),
          sql`(${messages.ts} is not null or ${messages.responseUrl} is not null)`,
        ),
      )
      .orderBy(messages.id)
      .limit(1)
      .for('update', { skipLocked: true });
    if (!row) return null;
    await tx.update(messages).set({ leaseUntil: times.leaseUntil }).where(eq(messages.id, row.id));
    return row;
  });
}

/** The message shows version `shown` now; should more have been wanted meanwhile, it stays behind and is claimed again. */
export async function messageShown(db: Db, id: number, shown: number): Promise<void> {
  await db.update(messages).set({ shown, leaseUntil: null, notBefore: null }).where(eq(messages.id, id));
}

export async function messageLater(db: Db, id: number, notBefore: Date): Promise<void> {
  await db.update(messages).set({ leaseUntil: null, notBefore }).where(eq(messages.id, id));
}

export async function messageDead(db: Db, id: number, why: string): Promise<void> {
  await db.update(messages).set({ leaseUntil: null, dead: why }).where(eq(messages.id, id));
}
