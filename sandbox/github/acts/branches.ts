import { compare, conflictingPaths, oidOf } from '../history.js';
import { makeBranch, makeCommit } from '../make.js';
import type { Account, Branch, Commit, Repo } from '../model.js';
import type { World } from '../world.js';
import { advance, headOf, queuedChecks } from './pushes.js';
import { ActRefused } from './refused.js';
import { closePullRequest } from './states.js';

/** Makes a branch at a commit that the repository has. */
export function createBranch(world: World, repo: Repo, { name, oid }: { name: string; oid: string }): Branch {
  if (!repo.commits.has(oid)) throw new ActRefused('invalid', 'Object does not exist');
  if (repo.branches.has(name)) throw new ActRefused('invalid', 'Reference already exists');
  const branch = makeBranch(world, repo, { name, oid });
  repo.pushedAt = world.now();
  world.emit({ type: 'branch-created', repo, branch });
  return branch;
}

/** Deletes a branch. Open pull requests from it or into it are closed by that. */
export function deleteBranch(world: World, repo: Repo, { name, by }: { name: string; by: Account }): void {
  const branch = repo.branches.get(name);
  if (!branch) throw new ActRefused('invalid', 'Reference does not exist');
  if (name === repo.defaultBranch) throw new ActRefused('invalid', 'Cannot delete the default branch');
  const into = [...repo.pullRequests.values()].filter(
    (pull) => pull.state === 'OPEN' && pull.baseRefName === name,
  );
  const from = headOf(repo, name);
  repo.branches.delete(name);
  for (const pull of new Set([...into, ...from])) closePullRequest(world, pull, { by });
  world.emit({ type: 'branch-deleted', repo, branch });
}

/**
 * Merges a branch or a commit into a branch, without a pull request. Answers the merge's commit, or nothing when
 * the base has it all already.
 */
export function mergeBranches(
  world: World,
  repo: Repo,
  { base, head, by }: { base: string; head: string; by: Account },
): Commit | undefined {
  const branch = repo.branches.get(base);
  if (!branch) throw new ActRefused('missing', 'Base does not exist');
  const oid = repo.branches.get(head)?.oid ?? head;
  if (!repo.commits.has(oid)) throw new ActRefused('missing', 'Head does not exist');
  const ends = { base: branch.oid, head: oid };
  if (compare(repo, ends).aheadBy === 0) return undefined;
  if (conflictingPaths(repo, ends).length > 0) throw new ActRefused('conflict', 'Merge conflict');
  const about = { parents: [branch.oid, oid], committedAt: world.now() };
  const checks = headOf(repo, base).length > 0 ? queuedChecks(repo) : [];
  const commit = makeCommit(repo, {
    oid: oidOf(repo, { ...about, what: `merge ${head}` }),
    ...about,
    checks,
  });
  advance(world, repo, { branch, commit, by });
  return commit;
}
