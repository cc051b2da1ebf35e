import { type ReportTime, reportDay, slotOn } from '../domain/cadence.js';
import { readyDepth } from '../domain/inventory.js';
import { conflictsIn, freshConflicts, whyNoMore } from '../domain/midday.js';
import { dayPlan, paceOf } from '../domain/pace.js';
import type { MiddayReport, Report } from '../domain/report.js';
import { loadBudgets } from '../store/budget.js';
import { loadFacts } from '../store/facts.js';
import { postedReport } from '../store/reports.js';
import { listRepos } from '../store/repos.js';
import { loadInterventions, loadResults } from '../store/results.js';
import { syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { proposeAll } from './propose.js';

/** Composes the midday's three points; more is proposed only while there are tasks left and agents free to take them. */
export async function middayReport(context: Context, slot: ReportTime): Promise<MiddayReport> {
  const { db, clock, settings } = context;
  const now = clock.now();
  const { start, day, dayName, lateSince } = reportDay(slot, settings.cadence.zone);
  const morning = slotOn(slot.dueAt, 'morning', settings.cadence);
  // Asked for before the morning's time, the day so far is all there is.
  const since = morning.dueAt < now ? morning.dueAt : start;
  const [facts, state, budgets, told] = await Promise.all([
    listRepos(db).then((repos) => loadFacts(db, repos)),
    syncState(db),
    loadBudgets(db, now),
    postedReport(db, morning.id),
  ]);
  const epics = facts.flatMap((repo) => repo.epics);
  const before = conflictsTold(told);
  const { merged } = await loadResults(db, since, now);
  const { spent, quota } = await loadResults(db, start, now);
  const reserved = budgets.reduce((sum, budget) => sum + budget.reserved, 0);
  const pace = paceOf({ used: spent + reserved, plan: dayPlan(settings.strategy, quota) });
  const held = whyNoMore(budgets, pace);
  return {
    kind: 'midday',
    day,
    dayName,
    lateSince,
    asOf: state.lastAt,
    since: since.toISOString(),
    conflicts: freshConflicts(conflictsIn(epics), before ?? [], merged),
    compared: before !== null,
    interventions: await loadInterventions(db, since, now),
    ...(held === null
      ? await proposeAll(context)
      : { blockers: [], nextPhases: [], features: [], deferred: [] }),
    held,
    pace,
    readyDepth: readyDepth(epics),
  };
}

function conflictsTold(told: Report | null) {
  return (told?.kind === 'morning' && told.conflicts) || null;
}
