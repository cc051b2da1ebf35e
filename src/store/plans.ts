import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts, issues, proposals } from '../../db/schema.js';
import type { CurrentFacts } from '../domain/approval.js';
import { type ChildIssue, issueState } from '../domain/epic.js';
import type { OpenEpic } from '../domain/organise/group.js';
import type { EpicPlan, LooseIssue } from '../domain/organise/plan.js';
import { DISPENSABLE, MOST_TRIES } from './acts.js';
import { loadRepo } from './facts.js';
import type { RepoRow } from './repos.js';

/** What grouping must know of a repository: its open epics, and the issues that belong to none and rest. */
export async function loadLoose(db: Db, repo: RepoRow): Promise<{ issues: LooseIssue[]; epics: OpenEpic[] }> {
  const { facts, issueOf } = await loadRepo(db, repo);
  const open = facts.epics.filter(({ epic }) => epic.open);
  const taken = await takenChildren(db, repo, null);
  const loose = facts.openIssues.flatMap(({ number }): LooseIssue[] => {
    const issue = issueOf(number);
    if (!issue || taken.has(number)) return [];
    if (goneElsewhere(issue)) return [];
    const { title, labels, authorAssociation, lastEditedAt, blockedBy } = issue;
    return [
      {
        ...{ number, title, labels, authorAssociation, blockedBy },
        lastEditedAt: lastEditedAt?.toISOString() ?? null,
      },
    ];
  });
  const epicsNow = open.map(({ epic, done, total }) => ({
    ...{ number: epic.number, title: epic.title, branch: epic.branch },
    openChildren: total - done,
  }));
  return { issues: loose, epics: epicsNow };
}

/** With an agent already, or with a person, an issue goes its way outside an epic: where, in words, or null. */
function goneElsewhere(issue: ChildIssue | null): string | null {
  const { state } = issue ? issueState(issue) : { state: 'unseen' };
  if (state === 'in-flight' || state === 'stuck') return 'went to an agent';
  return state === 'skipped' ? 'went to a person' : null;
}

/** What a plan showed, as it is now; `proposal` is its own, whose children are not taken by itself. */
export async function loadPlanned(
  db: Db,
  repo: RepoRow,
  { plan, proposal }: { plan: EpicPlan; proposal: string },
): Promise<Pick<CurrentFacts, 'planned' | 'epicOpen'>> {
  const numbers = [0, ...plan.children.map(({ number }) => number), plan.existing?.number ?? 0];
  const rows = await db
    .select()
    .from(issues)
    .where(and(eq(issues.repoId, repo.id), inArray(issues.number, numbers)));
  const taken = await takenChildren(db, repo, proposal);
  const { issueOf } = await loadRepo(db, repo);
  const planned = rows.map(({ number, title, open, lastEditedAt }) => ({
    ...{ number, title, open, lastEditedAt: lastEditedAt?.toISOString() ?? null },
    taken: taken.get(number) ?? goneElsewhere(issueOf(number)),
  }));
  const epicOpen = rows.some(({ number, open }) => number === plan.existing?.number && open);
  return { planned, epicOpen };
}

/**
 * Children that have their place already, each with where, in words: in an open epic, or in a plan that was approved
 * and whose epic the bot has not read back yet.
 */
export async function takenChildren(
  db: Db,
  repo: RepoRow,
  except: string | null,
): Promise<Map<number, string>> {
  const taken = new Map<number, string>();
  const approved = await db
    .select({ id: proposals.id, shown: proposals.shown })
    .from(proposals)
    .where(
      and(
        eq(proposals.status, 'approved'),
        ne(proposals.id, except ?? ''),
        sql`${proposals.shown}->>'act' = 'organise'`,
        sql`(${proposals.shown}->>'repoId')::int = ${repo.id}`,
        sql`not ${isReadBack(repo)}`,
        sql`not ${isGivenUp(repo)}`,
      ),
    );
  for (const { shown } of approved)
    for (const { number } of shown.plan?.children ?? []) taken.set(number, 'went into another plan');
  const { facts } = await loadRepo(db, repo);
  for (const { epic } of facts.epics)
    if (epic.open)
      for (const child of epic.children)
        if (child.repo === repo.nameWithOwner) taken.set(child.number, `became a child of #${epic.number}`);
  return taken;
}

/** The repository was read since the last step of an approved plan: its epic is known by its checklist now. */
function isReadBack({ id, syncedAt }: RepoRow) {
  const before = new Date((syncedAt?.getTime() ?? 0) - A_READ_TAKES);
  return sql`exists (
    select 1 from ${acts} a where a.repo_id = ${id} and a.kind = 'create-branch' and a.status = 'done'
      and a.detail->>'proposal' = ${proposals.id} and a.done_at < ${before.toISOString()}::timestamptz)`;
}

/** A step was refused for good: what the plan has not made yet may be planned anew. */
function isGivenUp({ id }: RepoRow) {
  return sql`exists (
    select 1 from ${acts} a where a.repo_id = ${id} and a.status = 'refused' and a.attempts >= ${MOST_TRIES}
      and a.kind not in ${DISPENSABLE} and a.detail->>'proposal' = ${proposals.id}::text)`;
}

/** A read that began before the step and ended after it has not seen it. Milliseconds. */
const A_READ_TAKES = 60_000;
