import type { EpicSituation } from '../domain/epic-act.js';
import { groupBy } from '../domain/parts.js';
import { mergedEpics } from '../store/acts.js';
import { openPullsByBase } from '../store/pulls.js';
import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';

/** What the rules need to know of each repository besides its epics. */
export async function situationsOf(
  { db, settings, clock }: Context,
  repos: readonly RepoRow[],
): Promise<(repo: RepoRow) => EpicSituation> {
  const [merged, open] = [
    await mergedEpics(db),
    groupBy(
      await openPullsByBase(
        db,
        repos.map(({ id }) => id),
      ),
      ({ repoId }) => repoId,
    ),
  ];
  const now = clock.now();
  return (repo) => ({
    mode: settings.modeOf(repo.name),
    defaultBranch: repo.defaultBranch,
    autoMergeAllowed: repo.autoMergeAllowed,
    openInto: new Map((open.get(repo.id) ?? []).map(({ base, count }) => [base, count])),
    mergedSha: merged.get(repo.id) ?? new Map(),
    now,
  });
}
