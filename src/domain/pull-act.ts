import { isHandedOver, type PastAct, type PullRequest } from './pull-request.js';

/** What to do about one pull request now, and why. Only one thing at a time: each changes what comes next. */
export type PullAct =
  | { act: 'wait'; on: WaitsFor; why: string }
  | { act: 'ask-reviews' | 'ask-conflict'; why: string }
  | { act: 'resolve-threads'; threads: string[]; why: string }
  | { act: 'update-branch' | 'arm-auto-merge' | 'enqueue' | 'merge'; why: string }
  | { act: 'escalate'; why: string; tried: string[] };

/** Who or what moves next: `line` is another pull request into the same branch. */
export type WaitsFor = 'agent' | 'checks' | 'reviewers' | 'github' | 'line' | 'person' | 'nobody';

export interface PullSituation {
  /** Branch that it should go into: that of its epic; null where that is gone. */
  target: string | null;
  /** Whether it is its turn to be asked about a conflict; see `nextInLine`. */
  inTurn: boolean;
  autoMergeAllowed: boolean;
  now: Date;
}

/** Reviewers answer within minutes; what merges before they have is merged unread. */
const SETTLE_MINUTES = 10;
/** A request that no commit has answered by now was not heard (fixes were seen after 4 to 15 minutes). */
const UNANSWERED_MINUTES = 60;
/** 👀 comes within seconds; without it by now the request may not have been picked up. */
const UNSEEN_MINUTES = 5;
const CONFLICT_REQUESTS = 2;
/** Rounds of review or of conflicts after which a person has to look: an agent that claims fixes goes on for ever. */
const MOST_ROUNDS = 6;
const FAILED_HEADS = 3;
/** Failing checks that nobody has touched for so long are beyond the agent. */
const FAILING_MINUTES = 6 * 60;

/** The flow's table, first that applies. Reviews come first: a conflict is fixed on what the reviews have left. */
export function nextActForPullRequest(pull: PullRequest, situation: PullSituation): PullAct {
  return (
    outOfBounds(pull, situation) ??
    aboutThreads(pull, situation) ??
    aboutConflict(pull, situation) ??
    aboutMerging(pull, situation)
  );
}

function outOfBounds(pull: PullRequest, { target }: PullSituation): PullAct | null {
  if (pull.state !== 'OPEN') return wait('nobody', pull.state === 'MERGED' ? 'merged' : 'closed unmerged');
  if (pull.fork) return wait('person', 'it comes from a fork, so it is left to people');
  if (target === null) return wait('person', 'its epic has no branch');
  if (pull.base !== target) return wait('person', `it goes into ${pull.base} instead of ${target}`);
  if (pull.draft) return wait('agent', 'still a draft');
  return null;
}

function aboutThreads(pull: PullRequest, situation: PullSituation): PullAct | null {
  if (pull.unresolvedThreads === 0) return null;
  const why =
    pull.unresolvedThreads === 1
      ? '1 unresolved review thread'
      : `${pull.unresolvedThreads} unresolved review threads`;
  const asked = sinceHandedOver(pull).filter(({ kind }) => kind === 'ask-reviews');
  const last = asked.at(-1);
  if (last && isUnanswered(pull, last)) return afterRequest(pull, { last, asked, why }, situation);
  // Resolved once on this commit and open again: a person disagrees, so it is a review like any other.
  const reopened = pull.history.some(
    ({ kind, headSha }) => kind === 'resolve-threads' && headSha === pull.headSha,
  );
  const fixed = last && !reopened ? pull.threads.filter(({ at }) => at < pull.headAt) : [];
  if (fixed.length > 0)
    return resolve(
      pull,
      fixed.map(({ id }) => id),
      situation,
    );
  if (isHandedOver(pull)) return wait('person', why);
  if (asked.length >= MOST_ROUNDS) return escalate(`${why} after ${asked.length} rounds of fixes`, asked);
  return { act: 'ask-reviews', why };
}

/** No commit is newer than the request: one that was pushed while it was being written answers something else. */
function isUnanswered(pull: PullRequest, request: PastAct): boolean {
  return request.headSha === pull.headSha || pull.headAt <= request.at;
}

/**
 * Resolving the last thread can itself merge the pull request, so it is done for a green head alone: what a commit
 * claims to fix is taken for fixed only where the checks of that commit do not say otherwise.
 */
function resolve(pull: PullRequest, threads: string[], situation: PullSituation): PullAct {
  if (isFailing(pull)) return aboutChecks(pull, situation);
  // Checks take some seconds to begin: none on a young head need not mean that there are none.
  const young = minutesSince(pull.headSeenAt, situation.now) < SETTLE_MINUTES;
  if (isPending(pull) || (pull.checks === null && young))
    return wait('checks', 'checks run on the fix before its threads are resolved');
  return { act: 'resolve-threads', threads, why: `${threads.length} older than the fix` };
}

function afterRequest(
  pull: PullRequest,
  { last, asked, why }: { last: PastAct; asked: readonly PastAct[]; why: string },
  { now }: PullSituation,
): PullAct {
  if (isHandedOver(pull)) return wait('person', why);
  const age = minutesSince(last.at, now);
  if (age < UNANSWERED_MINUTES) return heard(last, { why, now });
  const here = asked.filter(({ headSha }) => headSha === pull.headSha);
  if (here.length >= CONFLICT_REQUESTS)
    return escalate(`${why}, and no commit after ${here.length} requests`, asked);
  return { act: last.kind as 'ask-reviews' | 'ask-conflict', why: `${why}; no commit within the hour` };
}

function heard(last: PastAct, { why, now }: { why: string; now: Date }): PullAct {
  const unseen = !last.seen && minutesSince(last.at, now) >= UNSEEN_MINUTES;
  return wait('agent', unseen ? `${why}; asked, but no 👀 yet` : `${why}; asked, waiting for a commit`);
}

function aboutConflict(pull: PullRequest, situation: PullSituation): PullAct | null {
  if (pull.mergeable === 'UNKNOWN') return wait('github', 'GitHub is working out whether it can be merged');
  if (pull.mergeable !== 'CONFLICTING') return null;
  const why = `conflicts with ${pull.base}`;
  if (isHandedOver(pull)) return wait('person', why);
  const all = sinceHandedOver(pull).filter(({ kind }) => kind === 'ask-conflict');
  // A request is answered once the pull request has been seen without conflict; a later conflict is a new one.
  const unanswered = all.filter(({ at }) => !pull.mergeableAt || at > pull.mergeableAt);
  const last = unanswered.at(-1);
  if (last && isUnanswered(pull, last) && minutesSince(last.at, situation.now) < UNANSWERED_MINUTES)
    return heard(last, { why, now: situation.now });
  if (unanswered.length >= CONFLICT_REQUESTS)
    return escalate(`still conflicting after ${unanswered.length} requests`, unanswered);
  if (all.length >= MOST_ROUNDS) return escalate(`${all.length} conflicts one after the other`, all);
  if (!situation.inTurn)
    return wait('line', `${why}; others into that branch are asked first, one at a time`);
  return { act: 'ask-conflict', why };
}

function aboutMerging(pull: PullRequest, situation: PullSituation): PullAct {
  const { autoMergeAllowed, now } = situation;
  if (isHandedOver(pull)) return wait('person', 'a person was called');
  if (pull.mergeState === 'BEHIND') return { act: 'update-branch', why: `behind ${pull.base}` };
  if (pull.queued) return wait('github', 'stands in the merge queue');
  if (isFailing(pull)) return aboutChecks(pull, situation);
  if (pull.reviewDecision === 'CHANGES_REQUESTED') return aboutRefusal(pull, situation);
  if (minutesSince(pull.headSeenAt, now) < SETTLE_MINUTES)
    return wait('reviewers', 'reviewers get some minutes');
  if (pull.mergeState === 'CLEAN' || pull.mergeState === 'HAS_HOOKS') {
    if (!pull.queueRuled) return { act: 'merge', why: 'green, reviewed and without conflict' };
    return pull.history.some(({ kind, headSha }) => kind === 'enqueue' && headSha === pull.headSha)
      ? wait('person', 'the merge queue gave it back')
      : { act: 'enqueue', why: 'ready, and a merge queue rules the branch' };
  }
  if (pull.autoMerge) return wait('checks', 'merges by itself once GitHub lets it');
  if (pull.history.some(({ kind, headSha }) => kind === 'arm-auto-merge' && headSha === pull.headSha))
    return wait('person', 'somebody switched its auto-merge off');
  if (autoMergeAllowed && pull.mergeState === 'BLOCKED')
    return { act: 'arm-auto-merge', why: 'nothing is left to fix' };
  return isPending(pull)
    ? wait('checks', 'checks are running')
    : wait('reviewers', 'a protection of the branch is not met yet');
}

function aboutChecks(pull: PullRequest, { now }: PullSituation): PullAct {
  const why = 'checks are failing';
  if (isHandedOver(pull)) return wait('person', why);
  if (pull.failedHeads >= FAILED_HEADS)
    return {
      act: 'escalate',
      why: `checks failed on ${pull.failedHeads} commits: the agent cannot`,
      tried: [],
    };
  if (minutesSince(pull.headSeenAt, now) >= FAILING_MINUTES)
    return { act: 'escalate', why: 'checks have been failing for hours without a new commit', tried: [] };
  return wait('agent', why);
}

/** Someone asked for changes and has not said since that they are made: theirs to say, and nobody else's. */
function aboutRefusal(pull: PullRequest, { now }: PullSituation): PullAct {
  const why = 'changes are requested';
  if (isHandedOver(pull)) return wait('person', why);
  return minutesSince(pull.headSeenAt, now) < FAILING_MINUTES
    ? wait('reviewers', why)
    : { act: 'escalate', why: `${why}, and nobody has looked again for hours`, tried: [] };
}

function escalate(why: string, requests: readonly PastAct[]): PullAct {
  const tried = requests.map(
    ({ kind, at }) =>
      `${kind === 'ask-reviews' ? 'reviews' : 'conflict'} at ${at.toISOString().slice(0, 16)}Z`,
  );
  return { act: 'escalate', why, tried };
}

/** Requests since a person was last called: whoever takes the label off starts the count anew. */
function sinceHandedOver({ history }: PullRequest): PastAct[] {
  const from = history.findLastIndex(({ kind }) => kind === 'escalate');
  return history.slice(from + 1);
}

function isFailing({ checks }: PullRequest): boolean {
  return checks === 'FAILURE' || checks === 'ERROR';
}

function isPending({ checks }: PullRequest): boolean {
  return checks === 'PENDING' || checks === 'EXPECTED';
}

function wait(on: WaitsFor, why: string): PullAct {
  return { act: 'wait', on, why };
}

function minutesSince(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 60_000;
}

/**
 * Which conflicting pull request into a branch may be asked next. Asking all at once makes an endless rebase, since
 * each that lands makes the others conflict anew: so one at a time, the one that is next to land first.
 */
export function nextInLine(pulls: readonly PullRequest[], now: Date): number | null {
  const standing = pulls.filter(
    (pull) => pull.state === 'OPEN' && !pull.draft && !pull.fork && !isHandedOver(pull),
  );
  const waiting = standing.filter(({ mergeable }) => mergeable === 'CONFLICTING');
  // GitHub reckons anew after each merge and says UNKNOWN meanwhile: who was asked is at it all the same.
  const begun = standing.filter(({ mergeable }) => mergeable !== 'MERGEABLE');
  const asked = begun.find(({ history, headSha }) =>
    history.some(
      (past) =>
        past.kind === 'ask-conflict' &&
        past.headSha === headSha &&
        minutesSince(past.at, now) < UNANSWERED_MINUTES,
    ),
  );
  const [first] = [...waiting].sort(
    (a, b) =>
      a.unresolvedThreads - b.unresolvedThreads ||
      Number(isFailing(a)) - Number(isFailing(b)) ||
      a.number - b.number,
  );
  return (asked ?? first)?.number ?? null;
}
