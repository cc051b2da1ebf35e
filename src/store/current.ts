import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { repos } from '../../db/schema.js';
import type { CurrentChild, CurrentFacts, Place, Proposal, Shown } from '../domain/approval.js';
import { isRetry, issueState } from '../domain/epic.js';
import { takingOf } from '../domain/reassign.js';
import { loadFacts, loadIssue, loadRepo } from './facts.js';
import { loadPlanned, takenChildren } from './plans.js';

/** What a proposal showed, as it is now. */
export async function loadCurrent(
  db: Db,
  { id, shown }: Pick<Proposal, 'id' | 'shown'>,
): Promise<CurrentFacts> {
  const [repo] = await db.select().from(repos).where(eq(repos.id, shown.repoId));
  if (repo && shown.draft)
    return { ...NOTHING, audit: await loadAudit(db, repo.id, shown.draft.audit.number) };
  if (repo && shown.plan)
    return { ...NOTHING, ...(await loadPlanned(db, repo, { plan: shown.plan, proposal: id })) };
  if (!repo) return NOTHING;
  const { facts, issueOf } = await loadRepo(db, repo);
  const progress = facts.epics.find(({ epic }) => epic.number === shown.epic?.number);
  const taken = shown.epic ? new Map<number, string>() : await takenChildren(db, repo, id);
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
        ...{ state, why, taking: takingOf(issue), retry: isRetry(issue), taken: taken.get(number) ?? null },
      },
    ];
  });
  const allDone = progress !== undefined && progress.total > 0 && progress.done === progress.total;
  return { ...NOTHING, branchSha: progress?.epic.branchSha ?? null, allDone, children };
}

const NOTHING: CurrentFacts = {
  ...{ audit: null, branchSha: null, allDone: false, children: [] },
  ...{ planned: [], epicOpen: false },
};

async function loadAudit(db: Db, repoId: number, number: number): Promise<CurrentFacts['audit']> {
  const issue = await loadIssue(db, repoId, number);
  if (!issue) return null;
  const { open, title, lastEditedAt } = issue;
  return { open, title, lastEditedAt: lastEditedAt?.toISOString() ?? null };
}

/** Where an epic's child stands now; null when it is not in that epic any more. */
export async function loadPlace(db: Db, shown: Shown, child: number): Promise<Place | null> {
  const places = await placesOf(db, shown, child);
  const place = places.find(({ progress }) => progress.epic.number === shown.epic?.number);
  if (!place) return null;
  const { epic } = place.progress;
  return {
    epicOpen: epic.open,
    branch: epic.branch,
    blockedBy: place.own.issue?.blockedBy ?? [],
    phases: places
      .filter(({ progress }) => progress.epic.open)
      .map(({ progress, own }) => ({
        ...{ epic: progress.epic.number, phase: own.phase, activePhase: progress.activePhase },
      })),
  };
}

/** What a child's phase waits for and the last read showed closed, in every open epic that names it: GitHub's ids. */
export async function loadEarlier(db: Db, shown: Shown, child: number): Promise<string[]> {
  const earlier = (await placesOf(db, shown, child)).flatMap(({ progress: { epic }, own }) =>
    epic.children.filter(({ phase, issue }) => epic.open && phase < own.phase && issue && !issue.open),
  );
  return [...new Set(earlier.flatMap(({ issue }) => issue?.nodeId ?? []))];
}

/** Every epic of the repository that names the child, with its place in it. */
async function placesOf(db: Db, shown: Shown, child: number) {
  const [repo] = await db.select().from(repos).where(eq(repos.id, shown.repoId));
  const [facts] = repo ? await loadFacts(db, [repo]) : [];
  return (facts?.epics ?? []).flatMap((progress) => {
    const own = progress.epic.children.find(
      ({ number, repo: name }) => number === child && name === shown.repo,
    );
    return own ? [{ progress, own }] : [];
  });
}
