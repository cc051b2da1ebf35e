import { touch } from './make.js';
import type { Account, PullRequest, Review, ReviewThread, Timestamp } from './model.js';
import { nodeId, type World } from './world.js';

/* Makers of what reviewers leave behind; like those of `make.ts`, they check nothing and tell nobody. */

/** A reviewer's remark on a line, with the comment that opens it. */
export function makeThread(
  world: World,
  pull: PullRequest,
  about: { author: Account; path: string; line: number; body: string; createdAt: Timestamp },
): ReviewThread {
  const { author, path, line, body, createdAt } = about;
  const id = world.nextId();
  const first = world.nextId();
  const comment = { id: first, nodeId: nodeId('PRRC', first), author, body, createdAt };
  const state = { isResolved: false, isOutdated: false, comments: [comment] };
  const thread = { id, nodeId: nodeId('PRRT', id), createdAt, path, line, ...state };
  pull.threads.push(thread);
  return thread;
}

export function makeReview(
  world: World,
  pull: PullRequest,
  about: Pick<Review, 'author' | 'state' | 'submittedAt'>,
): Review {
  const id = world.nextId();
  const oid = pull.commits.at(-1)?.oid ?? '';
  const review = { id, nodeId: nodeId('PRR', id), oid, ...about };
  pull.reviews.push(review);
  touch(pull, about.submittedAt);
  return review;
}
