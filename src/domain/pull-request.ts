/** What the bot may know of a pull request: structure, never its words. */
export interface PullRequest {
  repo: string;
  number: number;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  draft: boolean;
  base: string;
  head: string;
  mergeable: 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
  unresolvedThreads: number;
  /** GitHub's rollup of checks and statuses of the head commit, or null where the repository has none. */
  checks: string | null;
  createdAt: Date;
  mergedAt: Date | null;
}

export interface Stuck {
  kind: 'conflict' | 'reviews' | 'checks';
  why: string;
  /** The next act that would move it. */
  next: string;
}

/**
 * Why an open pull request will not merge without somebody's act, or null. The order is that of the flow's table:
 * review threads first, then conflicts, then checks. `UNKNOWN` mergeability is never a conflict: GitHub is computing.
 */
export function stuckReason(pull: PullRequest): Stuck | null {
  if (pull.state !== 'OPEN') return null;
  if (pull.unresolvedThreads > 0) {
    const threads =
      pull.unresolvedThreads === 1
        ? '1 unresolved review thread'
        : `${pull.unresolvedThreads} unresolved review threads`;
    return { kind: 'reviews', why: threads, next: 'ask the agent to fix the reviews' };
  }
  if (pull.mergeable === 'CONFLICTING') {
    return {
      kind: 'conflict',
      why: `conflicts with ${pull.base}`,
      next: 'ask the agent to fix the conflict',
    };
  }
  if (pull.checks === 'FAILURE' || pull.checks === 'ERROR') {
    return { kind: 'checks', why: 'checks are failing', next: 'wait for the agent to fix them' };
  }
  return null;
}
