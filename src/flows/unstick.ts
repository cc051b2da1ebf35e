import { pullPlans } from '../domain/epic-act.js';
import { UserError } from '../domain/errors.js';
import { type UnstickAnswer, unstickRows, worstRowsFirst } from '../domain/unstick.js';
import { loadFacts } from '../store/facts.js';
import { findRepo } from '../store/repos.js';
import { pausedRepos, syncState } from '../store/settings.js';
import { situationsOf } from './carry-on.js';
import type { Context } from './context.js';

/** What blocks each open pull request of a repository's epics, and the next act, from the last snapshot. */
export async function unstick(
  context: Context,
  ask: { repo: string; pullRequest: number | null },
): Promise<UnstickAnswer> {
  const { db } = context;
  const repo = await findRepo(db, ask.repo);
  const situation = (await situationsOf(context, [repo]))(repo);
  const epics = (await loadFacts(db, [repo])).flatMap((facts) => facts.epics);
  const rows = epics
    .filter(({ epic }) => epic.open)
    .flatMap((progress) => unstickRows(progress.epic.number, pullPlans(progress, situation)));
  const wanted = rows.filter(
    ({ pullRequest }) => ask.pullRequest === null || pullRequest === ask.pullRequest,
  );
  if (ask.pullRequest !== null && wanted.length === 0)
    throw new UserError(`${repo.name} has no open pull request #${ask.pullRequest} of an epic.`, [
      `/epic unstick ${repo.name} lists them.`,
    ]);
  return {
    asOf: (await syncState(db)).lastAt,
    repo: repo.nameWithOwner,
    paused: (await pausedRepos(db)).includes(repo.id),
    rows: worstRowsFirst(wanted),
  };
}
