import { makeReview, makeThread } from '../make-review.js';
import type { Account, PullRequest, Review, ReviewThread } from '../model.js';
import type { World } from '../world.js';
import { settle } from './auto-merge.js';

export interface ReviewDraft {
  author: Account;
  decision?: Review['state'];
  threads?: Array<{ path: string; line: number; body?: string }>;
}

/** Reviews a pull request: open threads on lines, and a decision, unless it is nothing but a comment. */
export function addReview(world: World, pull: PullRequest, draft: ReviewDraft): ReviewThread[] {
  const { author, decision = 'COMMENTED', threads: remarks = [] } = draft;
  const createdAt = world.now();
  const review = makeReview(world, pull, { author, state: decision, submittedAt: createdAt });
  const threads = remarks.map(({ path, line, body = 'Please look at this again.' }) =>
    makeThread(world, pull, { author, path, line, body, createdAt }),
  );
  if (decision !== 'COMMENTED') pull.reviewDecision = decision;
  world.emit({ type: 'reviewed', pullRequest: pull, review, threads });
  settle(world, pull);
  return threads;
}

/** Resolves a thread. With auto-merge armed, resolving the last one is the merge [facts.md, GitHub]. */
export function resolveThread(
  world: World,
  pull: PullRequest,
  { thread, by }: { thread: ReviewThread; by: Account },
): void {
  if (thread.isResolved) return;
  thread.isResolved = true;
  world.emit({ type: 'thread-resolved', pullRequest: pull, thread, by });
  settle(world, pull);
}

export function unresolveThread(
  world: World,
  pull: PullRequest,
  { thread, by }: { thread: ReviewThread; by: Account },
): void {
  if (!thread.isResolved) return;
  thread.isResolved = false;
  world.emit({ type: 'thread-unresolved', pullRequest: pull, thread, by });
}
