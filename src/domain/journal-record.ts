import type { Origin } from './journal-origin.js';

/** How a child ended: its pull request was merged, its issue was closed without one, or nobody may try again. */
export type JournalOutcome = 'merged' | 'closed' | 'poison';

/**
 * One finished child by its structure alone: nobody's text is in it. Moments are ISO strings, spans are seconds, and
 * what the bot does not know is null.
 */
export interface JournalRecord {
  version: 1;
  repo: { owner: string; name: string };
  epic: number | null;
  phase: number | null;
  child: number;
  pullRequest: number | null;
  outcome: JournalOutcome;
  times: JournalTimes;
  /** Head commits that the pull request was seen with, oldest first. */
  commits: { sha: string; at: string }[];
  reviewCycles: ReviewCycle[];
  conflictCycles: ConflictCycle[];
  ciRuns: CiRun[];
  /** What the bot did besides dispatching. */
  automations: { action: string; at: string }[];
  /** Tasks spent on it, over all agents. */
  dispatches: { agent: string; cost: number; at: string }[];
  implementer: Implementer;
  totals: JournalTotals;
  /** Spans in seconds. */
  seconds: JournalSpans;
  origin: Origin;
}

export interface JournalTimes {
  issueCreatedAt: string;
  /** When the task was spent that led to the pull request; of several without one, the last. */
  dispatchedAt: string | null;
  pullRequestOpenedAt: string | null;
  /** When the bot first saw the pull request: behind its merge, nothing of the way is known but GitHub's own times. */
  firstSeenAt: string | null;
  /** When the bot first saw all checks of a head commit pass. */
  firstCiPassAt: string | null;
  mergedAt: string | null;
  finishedAt: string;
}

/** Requests about one head commit, and the commit that answered them. */
export interface ConflictCycle {
  instruction: 'ask-reviews' | 'ask-conflict';
  requests: number;
  requestedAt: string;
  /** 👀 on one of the requests. */
  seen: boolean;
  responseCommit: string | null;
  respondedAt: string | null;
}

export interface ReviewCycle extends ConflictCycle {
  /** Node ids of the threads that the answer let the bot resolve; null while none was. */
  threads: string[] | null;
  count: number | null;
  resolvedAt: string | null;
}

export interface CiRun {
  sha: string;
  conclusion: string;
  /** Null where they were not read. */
  failedChecks: string[] | null;
  /** When the bot saw that it had ended; null where it only knows that it did. */
  at: string | null;
}

export interface Implementer {
  /** Login that opened the pull request, which may be the agent's member. */
  login: string | null;
  /** Null where no task was spent before the pull request came: a person's work. */
  agent: string | null;
  model: string | null;
  provider: string | null;
}

export interface JournalTotals {
  commits: number;
  reviewCycles: number;
  conflictCycles: number;
  ciRuns: number;
  ciFailures: number;
  automations: number;
  tasks: number;
}

export interface JournalSpans {
  /** Dispatch to pull request. */
  toPullRequest: number | null;
  /** Pull request to its first pass. */
  toFirstCiPass: number | null;
  /** Dispatch to merge. */
  toMerge: number | null;
  /** First dispatch to the end. */
  duration: number | null;
}
