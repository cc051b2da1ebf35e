import { type ReportTime, reportDay } from '../domain/cadence.js';
import { readyDepth } from '../domain/inventory.js';
import { conflictsIn } from '../domain/midday.js';
import type { MorningReport } from '../domain/report.js';
import { repoStatus } from '../domain/status.js';
import { loadFacts } from '../store/facts.js';
import { listRepos } from '../store/repos.js';
import { loadResults } from '../store/results.js';
import { syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { proposeAll } from './propose.js';

/** Composes the morning's five points from the last snapshot, and puts the proposals down that it offers. */
export async function morningReport(context: Context, slot: ReportTime): Promise<MorningReport> {
  const { db, settings } = context;
  const { start, dayBefore, day, dayName, lateSince } = reportDay(slot, settings.cadence.zone);
  const [facts, state] = await Promise.all([
    listRepos(db).then((repos) => loadFacts(db, repos)),
    syncState(db),
  ]);
  const results = await loadResults(db, dayBefore, start);
  const watchedAllDay = state.firstAt !== null && new Date(state.firstAt) <= dayBefore;
  const epics = facts.flatMap((repo) => repo.epics);
  const blocked = facts
    .map((repo) => repoStatus(repo))
    .flatMap(({ nameWithOwner, epicStatus }) =>
      epicStatus.flatMap((epic) =>
        epic.stuck.map(({ pullRequest, why, next }) => ({
          repo: nameWithOwner,
          pullRequest,
          epic: epic.number,
          why,
          next,
        })),
      ),
    );
  return {
    kind: 'morning',
    day,
    dayName,
    lateSince,
    asOf: state.lastAt,
    yesterday: {
      merged: results.merged.map(({ repo, number }) => ({ repo, number })),
      finished: results.finished,
      lapsed: watchedAllDay ? Math.max(0, results.quota - results.spent) : null,
    },
    blocked,
    conflicts: conflictsIn(epics),
    ...(await proposeAll(context)),
    readyDepth: readyDepth(epics),
  };
}
