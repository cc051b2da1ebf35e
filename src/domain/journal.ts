import { originByLabels } from './journal-origin.js';
import type {
  CiRun,
  ConflictCycle,
  JournalOutcome,
  JournalRecord,
  JournalTimes,
  JournalTotals,
  ReviewCycle,
} from './journal-record.js';
import { type Ask, asksOf, type PastHead, writtenAt } from './journal-rounds.js';

/** What `journalRecord` is made from. */
export interface JournalFacts {
  repo: { owner: string; name: string };
  epic: number | null;
  phase: number | null;
  child: { number: number; createdAt: Date; labels: readonly string[] };
  outcome: JournalOutcome;
  finishedAt: Date;
  pull: { number: number; author: string | null; createdAt: Date; mergedAt: Date | null } | null;
  heads: readonly PastHead[];
  /** What was done, oldest first. */
  acts: readonly {
    kind: string;
    headSha: string | null;
    at: Date;
    seen: boolean;
    threads: readonly string[];
  }[];
  /** Tasks spent, oldest first. */
  tasks: readonly { agent: string; cost: number; at: Date }[];
  /** Provider by agent. */
  providers: ReadonlyMap<string, string>;
}

/** The record of one finished child. */
export function journalRecord(facts: JournalFacts): JournalRecord {
  const { repo, epic, phase, child, pull, outcome } = facts;
  const heads = [...facts.heads].sort((a, b) => a.seenAt.getTime() - b.seenAt.getTime());
  const task = facts.tasks.findLast(({ at }) => !pull || at <= pull.createdAt) ?? null;
  const agent = task?.agent ?? null;
  const known = {
    commits: heads.map((head) => ({ sha: head.sha, at: iso(writtenAt(head)) })),
    reviewCycles: asksOf('ask-reviews', { heads, acts: facts.acts }).map(asReviewCycle),
    conflictCycles: asksOf('ask-conflict', { heads, acts: facts.acts }).map(asCycle),
    ciRuns: heads.flatMap((head) => runsOf(head, pull?.mergedAt)),
    automations: facts.acts.map(({ kind, at }) => ({ action: kind, at: iso(at) })),
    dispatches: facts.tasks.map(({ at, ...rest }) => ({ ...rest, at: iso(at) })),
  };
  const times = timesOf(facts, task?.at ?? null);
  return {
    version: 1,
    ...{ repo: { owner: repo.owner, name: repo.name }, epic, phase },
    ...{ child: child.number, pullRequest: pull?.number ?? null, outcome, times },
    ...known,
    implementer: {
      login: pull?.author ?? null,
      agent,
      // A vendor tells nobody which model did a task.
      model: null,
      provider: (agent && facts.providers.get(agent)) ?? null,
    },
    totals: totalsOf(known),
    seconds: {
      toPullRequest: between(times.dispatchedAt, times.pullRequestOpenedAt),
      toFirstCiPass: between(times.pullRequestOpenedAt, times.firstCiPassAt),
      toMerge: between(times.dispatchedAt, times.mergedAt),
      duration: between(known.dispatches[0]?.at ?? null, times.finishedAt),
    },
    origin: originByLabels(child.labels),
  };
}

function timesOf({ child, pull, heads, finishedAt }: JournalFacts, dispatchedAt: Date | null): JournalTimes {
  const passes = heads.flatMap((head) => (head.checks === 'SUCCESS' ? [endedAt(head, pull?.mergedAt)] : []));
  const firstPass = earliest(passes.flatMap((at) => at ?? []));
  const firstSeen = earliest(heads.map(({ seenAt }) => seenAt));
  return {
    issueCreatedAt: iso(child.createdAt),
    dispatchedAt: dispatchedAt && iso(dispatchedAt),
    pullRequestOpenedAt: pull && iso(pull.createdAt),
    firstSeenAt: firstSeen && iso(firstSeen),
    firstCiPassAt: firstPass && iso(firstPass),
    mergedAt: pull?.mergedAt ? iso(pull.mergedAt) : null,
    finishedAt: iso(finishedAt),
  };
}

/** When its checks were seen to have ended; not known when that was seen behind the merge, maybe weeks late. */
function endedAt({ checksAt }: PastHead, mergedAt: Date | null | undefined): Date | null {
  return checksAt && (!mergedAt || checksAt <= mergedAt) ? checksAt : null;
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())));
}

/** A commit that is green and has names of failed checks was red first: one more run, of an unknown time. */
function runsOf(head: PastHead, mergedAt: Date | null | undefined): CiRun[] {
  const { sha, checks, failedChecks } = head;
  const ended = endedAt(head, mergedAt);
  const at = ended && iso(ended);
  if (checks !== null && checks !== 'SUCCESS') return [{ sha, conclusion: checks, failedChecks, at }];
  const red = failedChecks?.length ? [{ sha, conclusion: 'FAILURE', failedChecks, at: null }] : [];
  return checks === null ? red : [...red, { sha, conclusion: checks, failedChecks: [], at }];
}

function asCycle({ instruction, requests, requestedAt, seen, response }: Ask): ConflictCycle {
  return {
    ...{ instruction, requests, requestedAt: iso(requestedAt), seen },
    responseCommit: response?.sha ?? null,
    respondedAt: response && iso(response.at),
  };
}

function asReviewCycle(ask: Ask): ReviewCycle {
  const { threads, resolvedAt } = ask;
  return {
    ...asCycle(ask),
    threads: resolvedAt && [...threads],
    count: resolvedAt && threads.length,
    resolvedAt: resolvedAt && iso(resolvedAt),
  };
}

function totalsOf(
  known: Pick<
    JournalRecord,
    'commits' | 'reviewCycles' | 'conflictCycles' | 'ciRuns' | 'automations' | 'dispatches'
  >,
): JournalTotals {
  return {
    commits: known.commits.length,
    reviewCycles: known.reviewCycles.length,
    conflictCycles: known.conflictCycles.length,
    ciRuns: known.ciRuns.length,
    ciFailures: known.ciRuns.filter(({ conclusion }) => conclusion !== 'SUCCESS').length,
    automations: known.automations.length,
    tasks: known.dispatches.reduce((sum, { cost }) => sum + cost, 0),
  };
}

/** Whole seconds from one moment to another, or null when either is not known. */
export function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.round((Date.parse(to) - Date.parse(from)) / 1_000);
}

function iso(at: Date): string {
  return at.toISOString();
}
