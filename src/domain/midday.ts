import type { AccountBudget } from './budget.js';
import type { EpicProgress } from './epic.js';
import type { Pace } from './pace.js';
import { tasks } from './status.js';

/** A pull request of an epic that conflicts with its base. */
export interface Conflict {
  repo: string;
  pullRequest: number;
  epic: number;
  base: string;
}

/** One that was not there before, and how many merges into its base there were since: what may have caused it. */
export interface FreshConflict extends Conflict {
  mergesBefore: number;
}

/** Every open pull request of an open epic's children that conflicts, each once. `UNKNOWN` is no conflict. */
export function conflictsIn(epics: readonly EpicProgress[]): Conflict[] {
  const found = epics
    .filter(({ epic }) => epic.open)
    .flatMap(({ epic }) =>
      epic.children.flatMap((child) => {
        const pull = child.issue?.pullRequest;
        return pull?.state === 'OPEN' && pull.mergeable === 'CONFLICTING'
          ? [{ repo: pull.repo, pullRequest: pull.number, epic: epic.number, base: pull.base }]
          : [];
      }),
    );
  return [...new Map(found.map((one) => [keyOf(one), one])).values()];
}

/** What is new against `before`, with the merges since then into the same base; the most likely cascades come first. */
export function freshConflicts(
  now: readonly Conflict[],
  before: readonly Conflict[],
  merged: readonly { repo: string; base: string }[],
): FreshConflict[] {
  const known = new Set(before.map(keyOf));
  return now
    .filter((one) => !known.has(keyOf(one)))
    .map((one) => ({
      ...one,
      mergesBefore: merged.filter(({ repo, base }) => repo === one.repo && base === one.base).length,
    }))
    .sort((a, b) => b.mergesBefore - a.mergesBefore);
}

/** Why no more is to be dispatched at midday, or null: there must be tasks left, and an agent free to take them. */
export function whyNoMore(budgets: readonly AccountBudget[], pace: Pace | null): string | null {
  const connected = budgets.filter(({ account }) => account.repos.length > 0);
  if (connected.length === 0) return 'no account is connected to a repository';
  const withTasks = connected.filter(({ left }) => left > 0);
  if (withTasks.length === 0) return 'the pool is used up';
  if (withTasks.every(({ inFlight, account }) => inFlight >= account.concurrency))
    return `every agent is busy, with ${tasks(withTasks.reduce((sum, { inFlight }) => sum + inFlight, 0))}`;
  return pace?.advice === 'throttle' ? 'most of the day’s plan is used, and what is stuck comes first' : null;
}

function keyOf({ repo, pullRequest }: Conflict): string {
  return `${repo}#${pullRequest}`;
}
