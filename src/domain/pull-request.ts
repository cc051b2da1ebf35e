import { NEEDS_INTERVENTION } from './act.js';

/** What the bot may know of a pull request: structure, never its words. */
export interface PullRequest {
  repo: string;
  number: number;
  nodeId: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  draft: boolean;
  fork: boolean;
  base: string;
  head: string;
  headSha: string;
  /** When the head commit came: its own date, but not later than it was first seen, since an author dates as he likes. */
  headAt: Date;
  /** When that head came at the latest, or a person was last called for it: no author can date this. */
  headSeenAt: Date;
  mergeable: 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
  /** GitHub's `mergeStateStatus`. */
  mergeState: string;
  /** When it was last seen to merge cleanly. */
  mergeableAt: Date | null;
  autoMerge: boolean;
  queueRuled: boolean;
  queued: boolean;
  labels: readonly string[];
  reviewDecision: string | null;
  unresolvedThreads: number;
  /** The unresolved threads, oldest first. */
  threads: readonly { id: string; at: Date }[];
  /** GitHub's rollup of checks and statuses of the head commit, or null where the repository has none. */
  checks: string | null;
  /** How many of its head commits failed their checks. */
  failedHeads: number;
  /** What the bot did to it, oldest first. */
  history: readonly PastAct[];
  createdAt: Date;
  mergedAt: Date | null;
}

export interface PastAct {
  kind: string;
  headSha: string | null;
  at: Date;
  /** 👀 on the comment, where it was one. */
  seen: boolean;
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

/** A person was called, and has not taken the label off yet. */
export function isHandedOver({ labels }: Pick<PullRequest, 'labels'>): boolean {
  return labels.some(callsPerson);
}

/** The same pull request without that label. */
export function handedBack<Pull extends PullRequest>(pull: Pull): Pull {
  return { ...pull, labels: pull.labels.filter((label) => !callsPerson(label)) };
}

/** The same pull request with that label. */
export function handedOver<Pull extends PullRequest>(pull: Pull): Pull {
  return isHandedOver(pull) ? pull : { ...pull, labels: [...pull.labels, NEEDS_INTERVENTION] };
}

function callsPerson(label: string): boolean {
  return label.toLowerCase() === NEEDS_INTERVENTION;
}
