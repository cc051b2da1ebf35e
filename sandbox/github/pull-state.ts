import type { CheckRun, PullRequest } from './model.js';

/* What GitHub works out about a pull request, rather than keeps. */

/** The state of a commit's checks together, or null where there are none. */
export function rollup(checks: CheckRun[]): 'SUCCESS' | 'FAILURE' | 'PENDING' | null {
  if (checks.length === 0) return null;
  if (checks.some(({ conclusion }) => conclusion === 'FAILURE')) return 'FAILURE';
  return checks.every(({ status }) => status === 'COMPLETED') ? 'SUCCESS' : 'PENDING';
}

/** Only an open pull request is tried against its base. */
export function mergeable(pull: PullRequest): 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN' {
  if (pull.state !== 'OPEN') return 'UNKNOWN';
  return pull.conflicting ? 'CONFLICTING' : 'MERGEABLE';
}

/** Here checks are required and conversations must be resolved; as on GitHub, BLOCKED does not say why. */
export function mergeStateStatus(pull: PullRequest): 'UNKNOWN' | 'DIRTY' | 'BLOCKED' | 'CLEAN' {
  if (pull.state !== 'OPEN') return 'UNKNOWN';
  if (pull.conflicting) return 'DIRTY';
  const checks = rollup(pull.commits.at(-1)?.checks ?? []);
  const waiting = checks === 'PENDING' || checks === 'FAILURE' || pull.isDraft;
  const unreviewed = pull.reviewDecision === 'REVIEW_REQUIRED' || pull.reviewDecision === 'CHANGES_REQUESTED';
  return waiting || unreviewed || pull.threads.some((thread) => !thread.isResolved) ? 'BLOCKED' : 'CLEAN';
}

export function openCount(conversations: Iterable<{ state: string }>): number {
  return [...conversations].filter(({ state }) => state === 'OPEN').length;
}
