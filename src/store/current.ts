import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { repos } from '../../db/schema.js';
import type { CurrentChild, CurrentDispatch, Place, Proposal, Shown } from '../domain/approval.js';
import { issueState } from '../domain/epic.js';
import { takingOf } from '../domain/reassign.js';
import { loadFacts, loadIssue, loadRepo } from './facts.js';
import { loadPlanned } from './plans.js';

/** What a proposal showed, as it is now. */
export async function loadCurrent(
  db: Db,
  { id, shown }: Pick<Proposal, 'id' | 'shown'>,
): Promise<CurrentDispatch> {
  const [repo] = await db.select().from(repos).where(eq(repos.id, shown.repoId));
  if (repo && shown.draft)
    return { ...NOTHING, audit: await loadAudit(db, repo.id, shown.draft.audit.number) };
  if (repo && shown.plan)
    return { ...NOTHING, ...(await loadPlanned(db, repo, { plan: shown.plan, proposal: id })) };
  if (!repo) return NOTHING;
  const { facts, issueOf } = await loadRepo(db, repo);
  const progress = facts.epics.find(({ epic }) => epic.number === shown.epic?.number);
  const children = shown.children.flatMap(({ number }): CurrentChild[] => {
    const issue = issueOf(number);
    const inEpic = progress?.states.find(
      ({ child }) => child.number === number && child.repo === repo.nameWithOwner,
    );
    // Taken out of its epic meanwhile: as good as gone.
    if (!issue || (shown.epic && !inEpic)) return [];
    const { state, why } = inEpic ?? issueState(issue);
    return [
      {
        ...{ number, title: issue.title, lastEditedAt: issue.lastEditedAt?.toISOString() ?? null },
        ...{ state, why, taking: takingOf(issue) },
      },
    ];
  });
  const allDone = progress !== undefined && progress.total > 0 && progress.done === progress.total;
  return { ...NOTHING, branchSha: progress?.epic.branchSha ?? null, allDone, children };
}

const NOTHING: CurrentDispatch = {
  ...{ audit: null, branchSha: null, allDone: false, children: [] },
  ...{ planned: [], epicOpen: false },
};

async function loadAudit(db: Db, repoId: number, number: number): Promise<CurrentDispatch['audit']> {
  const issue = await loadIssue(db, repoId, number);
  if (!issue) return null;
  const { open, title, lastEditedAt } = issue;
  return { open, title, lastEditedAt: lastEditedAt?.toISOString() ?? null };
}

/** Where an epic's child stands now; null when it is not in that epic any more. */
export async function loadPlace(db: Db, shown: Shown, child: number): Promise<Place | null> {
  const [repo] = await db.select().from(repos).where(eq(repos.id, shown.repoId));
  const [facts] = repo ? await loadFacts(db, [repo]) : [];
  const progress = facts?.epics.find(({ epic }) => epic.number === shown.epic?.number);
  const own = progress?.epic.children.find(
    ({ number, repo: name }) => number === child && name === shown.repo,
  );
  if (!progress || !own) return null;
  return {
    epicOpen: progress.epic.open,
    branch: progress.epic.branch,
    phase: own.phase,
    activePhase: progress.activePhase,
    blockedBy: own.issue?.blockedBy ?? [],
  };
}
