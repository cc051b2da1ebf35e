import { between } from './journal.js';
import type { ConflictCycle, JournalRecord, ReviewCycle } from './journal-record.js';

/** A moment of a clean record: whole seconds since the dispatch, below zero for what came before it. */
type Offset = number;

interface CleanCycle {
  instruction: ConflictCycle['instruction'];
  requests: number;
  requestedAt: Offset;
  seen: boolean;
  responseCommit: string | null;
  respondedAt: Offset | null;
}

/** A complete record without moments and without what names an organisation or a person. */
export interface CleanRecord
  extends Pick<
    JournalRecord,
    'version' | 'epic' | 'phase' | 'child' | 'pullRequest' | 'outcome' | 'totals' | 'seconds' | 'origin'
  > {
  /** Name of the repository, without its owner. */
  repo: string;
  times: {
    issueCreatedAt: Offset;
    dispatchedAt: Offset;
    pullRequestOpenedAt: Offset | null;
    firstSeenAt: Offset | null;
    firstCiPassAt: Offset | null;
    mergedAt: Offset | null;
    finishedAt: Offset;
  };
  commits: { sha: string; at: Offset }[];
  /** Without ids of threads: they lead back to the repository. */
  reviewCycles: (CleanCycle & { count: number | null; resolvedAt: Offset | null })[];
  conflictCycles: CleanCycle[];
  ciRuns: (Omit<JournalRecord['ciRuns'][number], 'at'> & { at: Offset | null })[];
  automations: { action: string; at: Offset }[];
  dispatches: { agent: string; cost: number; at: Offset }[];
  implementer: Omit<JournalRecord['implementer'], 'login'>;
}

/**
 * Whether every step of the way is known: dispatched, opened, merged, and passed where there were checks. What was given
 * up, or was begun before the bot looked, teaches nothing about the way.
 */
export function isComplete(record: JournalRecord): boolean {
  const { outcome, times, implementer, ciRuns } = record;
  return (
    outcome === 'merged' &&
    implementer.agent !== null &&
    [times.dispatchedAt, times.pullRequestOpenedAt, times.mergedAt].every((at) => at !== null) &&
    isWatched(record) &&
    (ciRuns.length === 0 || ciRuns.some(({ conclusion }) => conclusion === 'SUCCESS'))
  );
}

/** Whether the bot saw its pull request before it was merged, and so can count what became of it. */
export function isWatched({ pullRequest, times }: JournalRecord): boolean {
  const { firstSeenAt, mergedAt } = times;
  return pullRequest !== null && firstSeenAt !== null && (mergedAt === null || firstSeenAt < mergedAt);
}

/** A complete record, fit to be given away; null for one that is not complete. */
export function clean(record: JournalRecord): CleanRecord | null {
  const zero = record.times.dispatchedAt;
  if (zero === null || !isComplete(record)) return null;
  const offset = (at: string): Offset => between(zero, at) as Offset;
  const maybe = (at: string | null) => (at === null ? null : offset(at));
  const timed = <One extends { at: string }>(ones: readonly One[]) =>
    ones.map((one) => ({ ...one, at: offset(one.at) }));
  const { version, repo, epic, phase, child, pullRequest, outcome, totals, seconds, origin } = record;
  const { login: _, ...implementer } = record.implementer;
  return {
    ...{ version, repo: repo.name, epic, phase, child, pullRequest, outcome },
    times: {
      issueCreatedAt: offset(record.times.issueCreatedAt),
      dispatchedAt: 0,
      pullRequestOpenedAt: maybe(record.times.pullRequestOpenedAt),
      firstSeenAt: maybe(record.times.firstSeenAt),
      firstCiPassAt: maybe(record.times.firstCiPassAt),
      mergedAt: maybe(record.times.mergedAt),
      finishedAt: offset(record.times.finishedAt),
    },
    commits: timed(record.commits),
    reviewCycles: record.reviewCycles.map((cycle) => cleanReview(cycle, { offset, maybe })),
    conflictCycles: record.conflictCycles.map((cycle) => cleanCycle(cycle, { offset, maybe })),
    ciRuns: record.ciRuns.map((run) => ({ ...run, at: maybe(run.at) })),
    automations: timed(record.automations),
    dispatches: timed(record.dispatches),
    ...{ implementer, totals, seconds, origin },
  };
}

interface Offsets {
  offset(at: string): Offset;
  maybe(at: string | null): Offset | null;
}

function cleanCycle(cycle: ConflictCycle, { offset, maybe }: Offsets): CleanCycle {
  const { instruction, requests, seen, responseCommit } = cycle;
  const times = { requestedAt: offset(cycle.requestedAt), respondedAt: maybe(cycle.respondedAt) };
  return { instruction, requests, seen, responseCommit, ...times };
}

function cleanReview(cycle: ReviewCycle, offsets: Offsets): CleanRecord['reviewCycles'][number] {
  return {
    ...cleanCycle(cycle, offsets),
    count: cycle.count,
    resolvedAt: offsets.maybe(cycle.resolvedAt),
  };
}
