import { touch } from '../make.js';
import type { Account, MergeMethod, PullRequest, Repo } from '../model.js';
import { actualMergeState, endsOf } from '../pull-state.js';
import type { World } from '../world.js';
import { performMerge } from './merge.js';
import { enqueue } from './queue.js';
import { ActRefused } from './refused.js';

export interface AutoMergeWish {
  by: Account;
  /** Squash, merge or rebase; none where a merge queue decides it. GitHub's own default is a merge commit. */
  method?: MergeMethod | undefined;
  expectedHead?: string | undefined;
}

/**
 * Lets GitHub merge the pull request as soon as it may. Refused where it could be merged at once: such a pull
 * request has to be merged instead [facts.md, GitHub; the doubled words are GitHub's].
 */
export function enableAutoMerge(world: World, pull: PullRequest, wish: AutoMergeWish): void {
  const { by, method, expectedHead } = wish;
  const { repo } = pull;
  const queue = repo.settings.mergeQueues.has(pull.baseRefName);
  if (!repo.settings.allowAutoMerge)
    throw new ActRefused('invalid', 'Pull request Auto merge is not allowed for this repository');
  if (pull.state !== 'OPEN')
    throw new ActRefused('invalid', `Pull request Pull request is ${pull.state.toLowerCase()}`);
  if (expectedHead !== undefined && expectedHead !== endsOf(pull).head)
    throw new ActRefused('moved', 'Head sha didn’t match expected head sha.');
  // GitHub's schema says that the method is ignored then; people report a refusal [facts.md]: the stricter of the two.
  if (queue && method)
    throw new ActRefused('invalid', 'The merge strategy for this branch is set by the merge queue');
  const state = actualMergeState(pull);
  if (queue && mayMerge(pull)) {
    enqueue(world, pull, { by });
    return;
  }
  if (state === 'CLEAN' || state === 'UNSTABLE')
    throw new ActRefused('invalid', `Pull request Pull request is in ${state.toLowerCase()} status`);
  if (pull.autoMerge) return;
  pull.autoMerge = { enabledAt: world.now(), enabledBy: by, method: method ?? 'MERGE' };
  touch(pull, world.now());
  world.emit({ type: 'auto-merge-enabled', pullRequest: pull, by });
}

/** Takes the wish back; where nobody wished, nothing happens. */
export function disableAutoMerge(world: World, pull: PullRequest, { by }: { by: Account }): void {
  if (!pull.autoMerge) return;
  pull.autoMerge = null;
  touch(pull, world.now());
  world.emit({ type: 'auto-merge-disabled', pullRequest: pull, by });
}

/** What is required is there: GitHub does not wait for checks that nobody requires. */
export function mayMerge(pull: PullRequest): boolean {
  return ['CLEAN', 'UNSTABLE'].includes(actualMergeState(pull));
}

/** Merges a pull request that waits with auto-merge, once nothing keeps it: resolving the last thread is the merge. */
export function settle(world: World, pull: PullRequest): void {
  if (!pull.autoMerge || pull.queued || !mayMerge(pull)) return;
  const { enabledBy: by, method } = pull.autoMerge;
  if (pull.repo.settings.mergeQueues.has(pull.baseRefName)) enqueue(world, pull, { by });
  else performMerge(world, pull, { by, method });
}

/** The same for all that go into a branch, which has just moved. */
export function settleAll(world: World, repo: Repo, base: string): void {
  for (const pull of [...repo.pullRequests.values()]) if (pull.baseRefName === base) settle(world, pull);
}
