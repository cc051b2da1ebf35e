import { changedPaths, oidOf } from '../history.js';
import { makeCommit, makeEvent } from '../make.js';
import type { Account, Commit, MergeMethod, PullRequest } from '../model.js';
import { blockers, endsOf, isBehind, isConflicting } from '../pull-state.js';
import { closedBy, type World } from '../world.js';
import { deleteBranch } from './branches.js';
import { closeIssue } from './issues.js';
import { advance, pushCommit } from './pushes.js';
import { ActRefused } from './refused.js';
import { retarget } from './states.js';

/** How long GitHub takes to bring a base into a head, after it has promised to. */
const UPDATE_TIME = 4_000;

export interface MergeWish {
  by: Account;
  method?: MergeMethod | undefined;
  expectedHead?: string | undefined;
}

/** Merges a pull request, or throws `ActRefused` with the reason. Administrators pass no protection here. */
export function mergePullRequest(world: World, pull: PullRequest, wish: MergeWish): Commit {
  const { by, method = 'MERGE', expectedHead } = wish;
  const refuse = (message: string) => new ActRefused('not-mergeable', message);
  if (pull.state !== 'OPEN') throw refuse('Pull Request is not mergeable');
  if (pull.repo.settings.mergeQueues.has(pull.baseRefName))
    throw refuse('Changes must be made through the merge queue');
  if (expectedHead !== undefined && expectedHead !== endsOf(pull).head)
    throw new ActRefused('moved', 'Head branch was modified. Review and try the merge again.');
  if (isConflicting(pull)) throw refuse('Pull Request is not mergeable');
  const [blocker] = blockers(pull);
  if (blocker) throw refuse(blocker);
  if (pull.repo.settings.strict && isBehind(pull))
    throw refuse('The head branch is not up to date with the base branch');
  return performMerge(world, pull, { by, method });
}

/** The merge itself, for those who have looked whether it may be. */
export function performMerge(
  world: World,
  pull: PullRequest,
  { by, method }: { by: Account; method: MergeMethod },
): Commit {
  const { repo } = pull;
  const now = world.now();
  const branch = repo.branches.get(pull.baseRefName);
  if (!branch) throw new ActRefused('not-mergeable', 'Base branch does not exist');
  const commit = mergeCommit(pull, { method, now });
  Object.assign(pull, { state: 'MERGED', mergedAt: now, closedAt: now, mergedBy: by, mergeCommit: commit });
  Object.assign(pull, { autoMerge: null, queued: null });
  const about = { actor: by, createdAt: now };
  makeEvent(world, pull, { type: 'MergedEvent', ...about, commit, mergeRefName: pull.baseRefName });
  makeEvent(world, pull, { type: 'ClosedEvent', ...about, stateReason: null });
  world.emit({ type: 'merged', pullRequest: pull, by });
  for (const issue of closedBy(pull))
    if (issue.state === 'OPEN') closeIssue(world, issue, { by, reason: 'COMPLETED' });
  dropHead(world, pull, by);
  advance(world, repo, { branch, commit, by });
  return commit;
}

/** A merge keeps the head's commits; a squash, and here a rebase too, brings what they changed as one of the base's own. */
function mergeCommit(pull: PullRequest, { method, now }: { method: MergeMethod; now: string }): Commit {
  const { repo, files } = pull;
  const ends = endsOf(pull);
  const keeps = method === 'MERGE';
  const parents = keeps ? [ends.base, ends.head] : [ends.base];
  const paths = new Set([...files.map(({ path }) => path), ...changedPaths(repo, ends)]);
  const oid = oidOf(repo, { parents, committedAt: now, what: `merge #${pull.number}` });
  return makeCommit(repo, { oid, parents, committedAt: now, paths: keeps ? [] : [...paths].sort() });
}

/** After a merge GitHub leads pull requests into the deleted head to where it went [GitHub docs, “Managing branches”]. */
function dropHead(world: World, pull: PullRequest, by: Account): void {
  const { repo, headRefName: name, baseRefName: base } = pull;
  if (!repo.settings.deleteBranchOnMerge || pull.isFork || name === repo.defaultBranch) return;
  if (!repo.branches.has(name)) return;
  for (const other of repo.pullRequests.values())
    if (other.state === 'OPEN' && other.baseRefName === name) retarget(world, other, { base, by });
  deleteBranch(world, repo, { name, by });
}

/** Brings the base into the head, a few seconds later. What then stands in the way makes it come to nothing. */
export function updateBranch(
  world: World,
  pull: PullRequest,
  { by, expectedHead }: { by: Account; expectedHead?: string | undefined },
): void {
  const { head } = endsOf(pull);
  if (expectedHead !== undefined && expectedHead !== head)
    throw new ActRefused('invalid', 'expected head sha didn’t match current head ref.');
  if (pull.state !== 'OPEN' || !isBehind(pull))
    throw new ActRefused('invalid', 'There are no new commits on the base branch.');
  if (isConflicting(pull)) throw new ActRefused('invalid', 'merge conflict between base and head');
  world.later(UPDATE_TIME, () => {
    const ends = endsOf(pull);
    if (pull.state !== 'OPEN' || ends.head !== head || !isBehind(pull) || isConflicting(pull)) return;
    pushCommit(world, pull, { by, mergedBase: true });
  });
}
