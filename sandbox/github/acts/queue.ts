import { touch } from '../make.js';
import type { Account, PullRequest } from '../model.js';
import { endsOf } from '../pull-state.js';
import type { World } from '../world.js';
import { mayMerge } from './auto-merge.js';
import { performMerge } from './merge.js';
import { ActRefused } from './refused.js';

/** How long the queue's own checks take here. */
const QUEUE_TIME = 3 * 60_000;

/** Puts a pull request into the merge queue of its base, which merges it some minutes later, or lets it drop out. */
export function enqueue(
  world: World,
  pull: PullRequest,
  { by, expectedHead }: { by: Account; expectedHead?: string | undefined },
): void {
  const { head } = endsOf(pull);
  if (!pull.repo.settings.mergeQueues.has(pull.baseRefName))
    throw new ActRefused('invalid', `The merge queue is not enabled on ${pull.baseRefName}`);
  if (expectedHead !== undefined && expectedHead !== head)
    throw new ActRefused('moved', 'Head sha didn’t match expected head sha.');
  if (!mayMerge(pull)) throw new ActRefused('not-mergeable', 'Pull request is not mergeable');
  if (pull.queued) throw new ActRefused('invalid', 'Pull request is already in the queue');
  const entry = { enqueuedAt: world.now(), by, head };
  pull.queued = entry;
  touch(pull, world.now());
  world.emit({ type: 'enqueued', pullRequest: pull });
  world.later(QUEUE_TIME, () => {
    if (pull.queued !== entry) return;
    if (mayMerge(pull)) performMerge(world, pull, { by, method: 'SQUASH' });
    else dequeue(world, pull);
  });
}

/** Takes it out unmerged; the wish to merge it is gone with that. */
export function dequeue(world: World, pull: PullRequest): void {
  if (!pull.queued) return;
  pull.queued = null;
  pull.autoMerge = null;
  world.emit({ type: 'dequeued', pullRequest: pull });
}
