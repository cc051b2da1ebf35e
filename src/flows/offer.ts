import type { WantedAct } from '../domain/act.js';
import { candidates } from '../domain/dispatch.js';
import type { EpicProgress } from '../domain/epic.js';
import { type EpicSituation, isReadyToMerge } from '../domain/epic-act.js';
import type { RepoFacts } from '../domain/inventory.js';
import { shortName } from '../domain/status.js';
import { putDown } from '../store/acts.js';
import type { RepoRow } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';
import { proposeMerge, proposeWhere } from './propose.js';

/** What became READY longer ago has been in a report. */
const FRESH_MINUTES = 6 * 60;

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

async function offerMerge(context: Context, { repo, progress, situation }: About): Promise<WantedAct | null> {
  if (situation.mode === 'auto') return null;
  const { epic } = progress;
  const id = await proposeMerge(context, repo, progress);
  // Once a day until somebody decides: a proposal is good for half a day.
  const day = context.clock.now().toISOString().slice(0, 10);
  return offer(epic, `merge@${epic.branchSha}/${day}`, {
    proposals: [id],
    notes: [`Every child of ${shortName(epic.repo)} #${epic.number} is closed.`],
  });
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
