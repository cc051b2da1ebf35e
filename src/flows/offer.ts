import type { WantedAct } from '../domain/act.js';
import { candidates } from '../domain/dispatch.js';
import type { EpicProgress } from '../domain/epic.js';
import { type EpicSituation, isReadyToMerge, mergeOf } from '../domain/epic-act.js';
import type { RepoFacts } from '../domain/inventory.js';
import { shortName } from '../domain/status.js';
import { isUnderWay, putDown } from '../store/acts.js';
import { lastMerge } from '../store/proposals.js';
import type { RepoRow } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';
import { proposeWhere, shownEpic } from './propose.js';
import { putProposal, withoutTasks } from './put-proposal.js';

/** What became READY longer ago has been in a report. */
const FRESH_MINUTES = 6 * 60;
/** A merge waits for a day, so that whoever decides is not asked at night as well. */
const MERGE_GOOD_FOR_MINUTES = 24 * 60;

/** Puts before the channel what has just become possible and needs a click: the next children of an epic, or its merge. */
export async function offerNext(
  context: Context,
  known: {
    repos: readonly RepoRow[];
    facts: readonly RepoFacts[];
    situations: (repo: RepoRow) => EpicSituation;
  },
): Promise<void> {
  for (const [index, repo] of known.repos.entries()) {
    const situation = known.situations(repo);
    for (const progress of known.facts[index]?.epics ?? []) {
      const wanted = isReadyToMerge(progress, situation)
        ? await offerMerge(context, { repo, progress, situation })
        : await offerChildren(context, { repo, progress, situation });
      if (wanted) await putDown(context.db, repo.id, { wanted: [wanted], now: context.clock.now() });
    }
  }
}

interface About {
  repo: RepoRow;
  progress: EpicProgress;
  situation: EpicSituation;
}

/** One message for each proposal; its buttons work until the next one stands there. */
async function offerMerge(context: Context, about: About): Promise<WantedAct | null> {
  const { repo, progress, situation } = about;
  if (situation.mode === 'auto' || (await isDecided(context, about))) return null;
  const { epic, total } = progress;
  const why = `all ${total} children of #${epic.number} are closed`;
  const shown = { act: 'merge' as const, why, epic: shownEpic(progress), into: repo.defaultBranch };
  const id = await putProposal(context, withoutTasks(repo, shown), MERGE_GOOD_FOR_MINUTES);
  return offer(epic, `merge@${epic.branchSha}/${id}`, {
    proposals: [id],
    notes: [`Every child of ${shortName(epic.repo)} #${epic.number} is closed.`],
  });
}

/** Whether the merge of this commit is under way, or somebody answered for it less than a day ago. */
async function isDecided({ db, clock }: Context, { repo, progress }: About): Promise<boolean> {
  const epic = shownEpic(progress);
  const { key } = mergeOf({ ...epic, repo: repo.nameWithOwner }, { into: repo.defaultBranch, why: '' });
  if (await isUnderWay(db, key)) return true;
  const last = await lastMerge(db, { repoId: repo.id, ...epic });
  if (last?.status !== 'skipped' && last?.status !== 'approved') return false;
  return last.decidedAt !== null && last.decidedAt > minutesAfter(clock.now(), -MERGE_GOOD_FOR_MINUTES);
}

async function offerChildren(
  context: Context,
  { repo, progress, situation }: About,
): Promise<WantedAct | null> {
  const { epic } = progress;
  const since = minutesAfter(context.clock.now(), -FRESH_MINUTES);
  const hasMoved = epic.children.some(({ issue }) => issue?.closedAt && issue.closedAt > since);
  if (!epic.open || !hasMoved) return null;
  const waiting = candidates([progress]).filter(
    ({ feature, retry }) => situation.mode === 'approve' || feature || retry,
  );
  const numbers = waiting.flatMap(({ children }) => children.map(({ number }) => number));
  if (numbers.length === 0) return null;
  const { blockers, nextPhases, features } = await proposeWhere(context, [repo], (candidate) =>
    candidate.progress.epic.number === epic.number &&
    (situation.mode === 'approve' || candidate.feature || candidate.retry)
      ? candidate
      : null,
  );
  const proposals = [...blockers, ...nextPhases, ...features];
  if (proposals.length === 0) return null;
  const notes = [
    `${shortName(epic.repo)} #${epic.number} goes on: ${progress.done} of ${progress.total} are done.`,
  ];
  return offer(epic, `children@${numbers.sort((a, b) => a - b).join(',')}`, { proposals, notes });
}

function offer(
  epic: EpicProgress['epic'],
  what: string,
  detail: { proposals: string[]; notes: string[] },
): WantedAct {
  return {
    key: `offer:${epic.repo}#${epic.number}/${what}`,
    kind: 'offer',
    subject: epic.number,
    epicNumber: epic.number,
    childNumber: null,
    headSha: null,
    detail,
  };
}
