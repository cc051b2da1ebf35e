import { makeEvent, touch } from '../make.js';
import type { Account, PullRequest } from '../model.js';
import type { World } from '../world.js';
import { disableAutoMerge, settle } from './auto-merge.js';
import { dequeue } from './queue.js';
import { ActRefused } from './refused.js';

/** Closes a pull request unmerged: nothing waits for its merge any more. */
export function closePullRequest(world: World, pull: PullRequest, { by }: { by: Account }): void {
  if (pull.state !== 'OPEN') return;
  dequeue(world, pull);
  disableAutoMerge(world, pull, { by });
  Object.assign(pull, { state: 'CLOSED', closedAt: world.now() });
  makeEvent(world, pull, { type: 'ClosedEvent', actor: by, createdAt: world.now(), stateReason: null });
  world.emit({ type: 'closed', subject: pull, by });
}

/** Refused for a merged one, and for one that lost a branch. */
export function reopenPullRequest(world: World, pull: PullRequest, { by }: { by: Account }): void {
  const { repo, baseRefName: base, headRefName: head } = pull;
  if (pull.state === 'OPEN') return;
  if (pull.state === 'MERGED')
    throw new ActRefused('invalid', 'state cannot be changed. The pull request has been merged.');
  const lost = [base, ...(pull.isFork ? [] : [head])].find((name) => !repo.branches.has(name));
  if (lost) throw new ActRefused('invalid', `state cannot be changed. The ${lost} branch has been deleted.`);
  Object.assign(pull, { state: 'OPEN', closedAt: null, tried: null });
  makeEvent(world, pull, { type: 'ReopenedEvent', actor: by, createdAt: world.now(), stateReason: null });
  world.emit({ type: 'reopened', subject: pull, by });
}

/** Gives it another base. Whether it can be merged there has to be worked out anew. */
export function retarget(world: World, pull: PullRequest, { base, by }: { base: string; by: Account }): void {
  const from = pull.baseRefName;
  if (from === base) return;
  if (!pull.repo.branches.has(base))
    throw new ActRefused('invalid', `Proposed base branch '${base}' was not found`);
  if (pull.state !== 'OPEN')
    throw new ActRefused('invalid', 'Cannot change the base branch of a closed pull request.');
  dequeue(world, pull);
  Object.assign(pull, { baseRefName: base, tried: null });
  touch(pull, world.now());
  world.emit({ type: 'retargeted', pullRequest: pull, from, by });
  settle(world, pull);
}

/** A draft asks for nothing yet; nobody merges it. */
export function setDraft(world: World, pull: PullRequest, isDraft: boolean): void {
  if (pull.isDraft === isDraft) return;
  pull.isDraft = isDraft;
  touch(pull, world.now());
  settle(world, pull);
}
