import { and, asc, eq, gt, gte, inArray, like, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts, issues, proposals } from '../../db/schema.js';
import type { ActKind } from '../domain/act.js';
import type { Proposal } from '../domain/approval.js';
import type { DraftStep } from '../domain/draft.js';
import { isAuditTitle } from '../domain/title.js';
import { DISPENSABLE, MOST_TRIES, TAKEN_BACK } from './acts.js';

const STEPS: ActKind[] = ['create-labels', 'create-issue', 'comment', 'close-audit'];

/** A word or a link that GitHub refuses for good, to an issue that was deleted or locked, holds up nothing else. */
const PASSED = or(
  eq(acts.status, 'done'),
  and(
    inArray(acts.kind, DISPENSABLE),
    eq(acts.status, 'refused'),
    gte(acts.attempts, MOST_TRIES),
    ne(acts.note, TAKEN_BACK),
  ),
);

/** What was done of an audit's draft, whichever proposal it was done for. */
export async function doneSteps(db: Db, audit: { repoId: number; number: number }): Promise<DraftStep[]> {
  return db
    .select({ key: acts.key, made: acts.childNumber })
    .from(acts)
    .where(
      and(eq(acts.repoId, audit.repoId), eq(acts.subject, audit.number), inArray(acts.kind, STEPS), PASSED),
    );
}

/** What was done for a proposal. */
export async function doneOf(db: Db, proposal: string): Promise<DraftStep[]> {
  return db
    .select({ key: acts.key, made: acts.childNumber })
    .from(acts)
    .where(and(sql`${acts.detail}->>'proposal' = ${proposal}`, PASSED));
}

/** Numbers of the issues that the bot has made in the repository. */
export async function madeIssues(db: Db, repoId: number): Promise<Set<number>> {
  const rows = await db
    .select({ number: acts.childNumber })
    .from(acts)
    .where(and(eq(acts.repoId, repoId), eq(acts.kind, 'create-issue'), eq(acts.status, 'done')));
  return new Set(rows.flatMap(({ number }) => number ?? []));
}

/** Drafts and plans that were approved since, and are not carried out to their end. */
export async function unfinishedDrafts(db: Db, since: Date): Promise<Proposal[]> {
  const end = sql`select 1 from ${acts} a where a.kind in ('close-audit', 'create-branch') and a.status = 'done'
    and a.detail->>'proposal' = ${proposals.id}`;
  return db
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.status, 'approved'),
        gt(proposals.decidedAt, since),
        sql`${proposals.shown}->>'act' in ('audit', 'organise')`,
        sql`not exists (${end})`,
      ),
    )
    .orderBy(asc(proposals.decidedAt));
}

export type AuditRow = Pick<
  typeof issues.$inferSelect,
  'number' | 'nodeId' | 'title' | 'lastEditedAt' | 'authorAssociation'
>;

/** The open audits of a repository, oldest first. */
export async function openAudits(db: Db, repoId: number): Promise<AuditRow[]> {
  const rows = await db
    .select({
      number: issues.number,
      nodeId: issues.nodeId,
      title: issues.title,
      lastEditedAt: issues.lastEditedAt,
      authorAssociation: issues.authorAssociation,
    })
    .from(issues)
    .where(
      and(eq(issues.repoId, repoId), eq(issues.open, true), like(sql`lower(${issues.title})`, '%audit%')),
    )
    .orderBy(asc(issues.number));
  return rows.filter(({ title }) => isAuditTitle(title));
}
