import { and, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts, actions, issues, pullRequests } from '../../db/schema.js';
import { LIVE, RUNNING, SPENT } from '../domain/ledger.js';
import type { LabelEvent } from '../ports.js';

/**
 * Books an agent's label found on GitHub. One that the bot itself added is matched to its action; any other is a task
 * that somebody started without the bot, and counts against that person's account, or against the repository's.
 */
export async function bookLabelEvent(
  db: Db,
  event: LabelEvent,
  issue: { repoId: number; repo: string; number: number; agent: string; now: Date },
): Promise<'known' | 'matched' | 'booked'> {
  return db.transaction(async (tx) => {
    const known = await tx.select({ id: actions.id }).from(actions).where(eq(actions.labelEventId, event.id));
    if (known.length > 0) return 'known';
    const ofIssue = and(eq(actions.repoId, issue.repoId), eq(actions.issueNumber, issue.number));
    // The bot's own label is matched once, to the newest dispatch that still waits for its event.
    const [ours] = await tx
      .select({ id: actions.id })
      .from(actions)
      .where(
        and(
          ofIssue,
          eq(actions.agent, issue.agent),
          isNull(actions.labelEventId),
          eq(actions.step, 'label'),
          inArray(actions.status, ['sending', 'unknown', ...SPENT]),
        ),
      )
      .orderBy(desc(actions.id))
      .limit(1);
    if (ours) {
      await tx.update(actions).set({ labelEventId: event.id }).where(eq(actions.id, ours.id));
      return 'matched';
    }
    const live = await tx
      .select({ id: actions.id })
      .from(actions)
      .where(and(ofIssue, inArray(actions.status, [...LIVE])));
    await tx
      .insert(actions)
      .values({
        repoId: issue.repoId,
        issueNumber: issue.number,
        agent: issue.agent,
        accountId: await payer(tx, { actor: event.actor, repo: issue.repo, agent: issue.agent }),
        cost: 1,
        // At most one dispatch of an issue is live; a label added again is a task all the same.
        status: live.length > 0 ? 'finished' : 'confirmed',
        step: 'label',
        labelEventId: event.id,
        spentAt: event.at,
        note: `started outside the bot by ${event.actor ?? 'somebody unknown'}`,
        createdAt: issue.now,
        updatedAt: issue.now,
      })
      // Only a second reader of the same event is no fault: any other conflict fails this read, and the next repeats it.
      .onConflictDoNothing({ target: actions.labelEventId });
    return 'booked';
  });
}

/**
 * Somebody else's task for an issue was booked as over, since a dispatch of our own was under way. Ours was not sent: so
 * theirs is the one that is live, and the issue is nobody's to hand out again.
 */
export async function takeForLive(
  db: Db,
  of: { repoId: number; issueNumber: number; agent: string },
): Promise<void> {
  const ofIssue = and(
    eq(actions.repoId, of.repoId),
    eq(actions.issueNumber, of.issueNumber),
    eq(actions.agent, of.agent),
  );
  await db.transaction(async (tx) => {
    const rows = await tx.select().from(actions).where(ofIssue).orderBy(desc(actions.id));
    const theirs = rows.find(({ proposalId, status }) => proposalId === null && status === 'finished');
    const isLive = rows.some(({ status }) => LIVE.includes(status));
    if (theirs && !isLive)
      await tx.update(actions).set({ status: 'confirmed' }).where(eq(actions.id, theirs.id));
  });
}

/** Ends the task of an agent that could not, since its child is given to another: one dispatch of an issue is live. */
export async function endTask(db: Db, id: number, now: Date): Promise<void> {
  await db
    .update(actions)
    .set({ status: 'finished', updatedAt: now })
    .where(and(eq(actions.id, id), inArray(actions.status, [...RUNNING])));
}

/** The other agent was not sent for after all: the task that was ended for its sake goes on, unless another is live. */
export async function resumeTask(db: Db, id: number | undefined, now: Date): Promise<void> {
  if (id === undefined) return;
  const live = sql`exists (select 1 from ${actions} a where a.repo_id = ${actions.repoId}
    and a.issue_number = ${actions.issueNumber} and a.status in (${sql.join(
      LIVE.map((status) => sql`${status}`),
      sql`, `,
    )}))`;
  await db
    .update(actions)
    .set({ status: 'confirmed', updatedAt: now })
    .where(and(eq(actions.id, id), eq(actions.status, 'finished'), sql`not ${live}`));
}

async function payer(
  db: Db,
  of: { actor: string | null; repo: string; agent: string },
): Promise<number | null> {
  const rows = await db
    .select()
    .from(accounts)
    .where(and(eq(accounts.agent, of.agent), eq(accounts.active, true)))
    .orderBy(accounts.id);
  const own = rows.find(({ memberLogin }) => memberLogin.toLowerCase() === of.actor?.toLowerCase());
  return (own ?? rows.find(({ repos }) => repos.includes(of.repo)) ?? rows[0])?.id ?? null;
}

/** Jules needs minutes; nothing was seen to come after half a day. */
const GIVEN_UP_HOURS = 12;

/**
 * Carries spent tasks on by what the snapshot shows: 👀 or a pull request means started; a closed issue, or a pull
 * request that was merged or closed, means that the agent is done with it.
 */
export async function progressActions(db: Db, now: Date): Promise<string[]> {
  const ofIssue = sql`i.repo_id = ${actions.repoId} and i.number = ${actions.issueNumber}`;
  const seen = sql`exists (select 1 from ${issues} i where ${ofIssue} and i.acknowledged)`;
  const closed = sql`exists (select 1 from ${issues} i where ${ofIssue} and not i.open)`;
  const pull = (more: SQL) => sql`exists (select 1 from ${pullRequests} p join ${issues} i on ${ofIssue}
    where p.repo_id = ${actions.repoId} and (p.closes @> to_jsonb(i.number) or i.linked_pulls @> to_jsonb(p.number))
    and p.created_at >= ${actions.spentAt} ${more})`;
  const started = await db
    .update(actions)
    .set({ status: 'started', updatedAt: now })
    .where(and(eq(actions.status, 'confirmed'), sql`(${seen} or ${pull(sql``)})`))
    .returning({ proposalId: actions.proposalId });
  const finished = await db
    .update(actions)
    .set({ status: 'finished', updatedAt: now })
    .where(
      and(inArray(actions.status, [...RUNNING]), sql`(${closed} or ${pull(sql`and p.state <> 'OPEN'`)})`),
    )
    .returning({ proposalId: actions.proposalId });
  // Whoever has brought nothing for so long will not: the seat is free again, and a person may hand it out anew.
  const givenUp = await db
    .update(actions)
    .set({ status: 'finished', note: 'no pull request came', updatedAt: now })
    .where(
      and(
        inArray(actions.status, [...RUNNING]),
        lt(actions.spentAt, new Date(now.getTime() - GIVEN_UP_HOURS * 3_600_000)),
        sql`not ${pull(sql``)}`,
      ),
    )
    .returning({ proposalId: actions.proposalId });
  return [...started, ...finished, ...givenUp].flatMap(({ proposalId }) => (proposalId ? [proposalId] : []));
}

/** Node ids of open issues that are with an agent: 👀 and links to pull requests come without a new `updatedAt`. */
export async function runningIssues(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ nodeId: issues.nodeId })
    .from(issues)
    .innerJoin(actions, and(eq(actions.repoId, issues.repoId), eq(actions.issueNumber, issues.number)))
    .where(and(eq(issues.open, true), inArray(actions.status, [...RUNNING])));
  return rows.map(({ nodeId }) => nodeId);
}
