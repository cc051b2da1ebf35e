import { between } from './journal.js';
import { isComplete, isWatched } from './journal-clean.js';
import type { JournalRecord } from './journal-record.js';

/** What `/epic journal` answers. Plain JSON; medians are over the records in which the value is known. */
export interface JournalStats {
  records: number;
  /** Records with every step known, which `--clean` exports. */
  complete: number;
  merged: number;
  /** Closed without a merge. */
  closed: number;
  poison: number;
  /** Tasks of all records. */
  tasks: number;
  /** Tasks of all records by merged pull request; null when none was merged. */
  tasksPerMerge: number | null;
  /** ISO strings of the first and the last end; null without records. */
  from: string | null;
  to: string | null;
  median: JournalMedians;
}

export interface JournalMedians {
  /** Dispatch to pull request. */
  toPullRequestSeconds: number | null;
  /** Dispatch to merge. */
  toMergeSeconds: number | null;
  /** Request to the commit that answered it, over reviews and conflicts. */
  responseSeconds: number | null;
  /** Of pull requests that the bot saw before they were merged. */
  reviewCycles: number | null;
  conflictCycles: number | null;
  ciFailures: number | null;
}

/** One line of `/epic leaderboard`: an agent, or null for pull requests before which no task was spent. */
export interface LeaderboardRow {
  agent: string | null;
  /** Finished children that it was given, or made by itself. */
  children: number;
  /** Those of them that its own pull request was merged for. */
  merged: number;
  /** `merged` by `children`, from 0 to 1. */
  mergeRate: number;
  /** Tasks that were spent on it. */
  tasks: number;
  /** Null when nothing of it was merged. */
  tasksPerMerge: number | null;
  /** Over the children whose pull request is its own. */
  median: JournalMedians;
}

/** The journal in numbers. */
export function journalStats(records: readonly JournalRecord[]): JournalStats {
  const ended = (outcome: JournalRecord['outcome']) =>
    records.filter((one) => one.outcome === outcome).length;
  const ends = records.map(({ times }) => times.finishedAt).sort();
  const tasks = sum(records.map(({ totals }) => totals.tasks));
  const merged = ended('merged');
  return {
    records: records.length,
    complete: records.filter(isComplete).length,
    ...{ merged, closed: ended('closed'), poison: ended('poison') },
    ...{ tasks, tasksPerMerge: share(tasks, merged) },
    ...{ from: ends[0] ?? null, to: ends.at(-1) ?? null },
    median: mediansOf(records),
  };
}

/**
 * Agents side by side, best first: by merge rate, then by what a merge costs. A child that two agents were given counts
 * for both, and as merged for the one whose pull request it was.
 */
export function leaderboard(records: readonly JournalRecord[]): LeaderboardRow[] {
  const agents = new Set(records.flatMap((record) => [...agentsOf(record)]));
  return [...agents]
    .map((agent) => rowOf(agent, records))
    .sort(
      (a, b) =>
        b.mergeRate - a.mergeRate ||
        (a.tasksPerMerge ?? Number.MAX_VALUE) - (b.tasksPerMerge ?? Number.MAX_VALUE) ||
        b.children - a.children ||
        String(a.agent).localeCompare(String(b.agent)),
    );
}

function rowOf(agent: string | null, records: readonly JournalRecord[]): LeaderboardRow {
  const given = records.filter((record) => agentsOf(record).has(agent));
  const own = given.filter(({ implementer }) => implementer.agent === agent);
  const merged = own.filter(({ outcome }) => outcome === 'merged').length;
  const spent = given.flatMap(({ dispatches }) => dispatches.filter((task) => task.agent === agent));
  const tasks = sum(spent.map(({ cost }) => cost));
  return {
    ...{ agent, children: given.length, merged, mergeRate: merged / given.length },
    ...{ tasks, tasksPerMerge: share(tasks, merged), median: mediansOf(own) },
  };
}

function agentsOf({ implementer, dispatches }: JournalRecord): Set<string | null> {
  return new Set([implementer.agent, ...dispatches.map(({ agent }) => agent)]);
}

function mediansOf(records: readonly JournalRecord[]): JournalMedians {
  const worked = records.filter(isWatched);
  const cycles = worked.flatMap(({ reviewCycles, conflictCycles }) => [...reviewCycles, ...conflictCycles]);
  return {
    toPullRequestSeconds: median(records.map(({ seconds }) => seconds.toPullRequest)),
    toMergeSeconds: median(records.map(({ seconds }) => seconds.toMerge)),
    responseSeconds: median(cycles.map(({ requestedAt, respondedAt }) => between(requestedAt, respondedAt))),
    reviewCycles: median(worked.map(({ totals }) => totals.reviewCycles)),
    conflictCycles: median(worked.map(({ totals }) => totals.conflictCycles)),
    ciFailures: median(worked.map(({ totals }) => totals.ciFailures)),
  };
}

/** The middle of what is known, or halfway between the two middle ones; null when nothing is. */
export function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const [low, high] = [known[Math.ceil(known.length / 2) - 1], known[Math.floor(known.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
