import { DateTime } from 'luxon';
import { readyDepth } from '../domain/inventory.js';
import type { MorningReport } from '../domain/report.js';
import { repoStatus } from '../domain/status.js';
import { loadFacts } from '../store/facts.js';
import { listRepos } from '../store/repos.js';
import { loadResults } from '../store/results.js';
import { syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { proposeAll } from './propose.js';

/** Composes the morning's five points from the last snapshot, and puts the proposals down that it offers. */
export async function morningReport(
  context: Context,
  slot: { dueAt: Date; late: boolean },
): Promise<MorningReport> {
  const { db, settings } = context;
  const day = DateTime.fromJSDate(slot.dueAt, { zone: settings.cadence.zone });
  const yesterday = {
    from: day.startOf('day').minus({ days: 1 }).toJSDate(),
    to: day.startOf('day').toJSDate(),
  };
  const [facts, state] = await Promise.all([
    listRepos(db).then((repos) => loadFacts(db, repos)),
    syncState(db),
  ]);
  const results = await loadResults(db, yesterday.from, yesterday.to);
  const watchedAllDay = state.firstAt !== null && new Date(state.firstAt) <= yesterday.from;
  const epics = facts.flatMap((repo) => repo.epics);
  const blocked = facts.map(repoStatus).flatMap(({ nameWithOwner, epicStatus }) =>
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
    day: day.toISODate() as string,
    dayName: day.setLocale('en-GB').toFormat('cccc d LLLL'),
    lateSince: slot.late ? day.toFormat('HH:mm') : null,
    asOf: state.lastAt,
    yesterday: {
      merged: results.merged,
      finished: results.finished,
      lapsed: watchedAllDay ? Math.max(0, results.quota - results.spent) : null,
    },
    blocked,
    ...(await proposeAll(context)),
    readyDepth: readyDepth(epics),
  };
}
