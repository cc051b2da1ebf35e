import { nextSlotAt, type ReportTime, reportDay } from '../domain/cadence.js';
import { planSummary, stageAdvice } from '../domain/evening.js';
import { inventoryRow, readyDepth } from '../domain/inventory.js';
import { dayPlan, readyDepthOf } from '../domain/pace.js';
import type { EveningReport } from '../domain/report.js';
import { repoStatus } from '../domain/status.js';
import { loadFacts } from '../store/facts.js';
import { listRepos } from '../store/repos.js';
import { loadResults } from '../store/results.js';
import { syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { planAt } from './propose.js';

/** Composes the evening's three points. Tomorrow's plan is reckoned for tomorrow's pool, and nothing of it is put down. */
export async function eveningReport(context: Context, slot: ReportTime): Promise<EveningReport> {
  const { db, clock, settings } = context;
  const now = clock.now();
  const { start, end, day, dayName, lateSince } = reportDay(slot, settings.cadence.zone);
  const next = nextSlotAt(now, settings.cadence, 'morning');
  const [facts, state, plan] = await Promise.all([
    listRepos(db).then((repos) => loadFacts(db, repos)),
    syncState(db),
    planAt(context, next),
  ]);
  // Posted after midnight, it is still about the day that it was due on.
  const { spent, merged, finished, quota } = await loadResults(db, start, earlier(now, end));
  const ready = readyDepth(facts.flatMap((repo) => repo.epics));
  return {
    kind: 'evening',
    day,
    dayName,
    lateSince,
    asOf: state.lastAt,
    today: {
      dispatched: spent,
      merged: merged.map(({ repo, number }) => ({ repo, number })),
      finished,
      stuck: facts.map((repo) => repoStatus(repo)).reduce((sum, { stuck }) => sum + stuck, 0),
    },
    plan: {
      ...planSummary(plan),
      dayName: reportDay({ dueAt: next, late: false }, settings.cadence.zone).dayName,
    },
    depth: readyDepthOf(ready, dayPlan(settings.strategy, quota)),
    stages: stageAdvice(facts.map(inventoryRow)),
    readyDepth: ready,
  };
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
