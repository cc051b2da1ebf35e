import { mergeBase, oidOf } from '../history.js';
import { makeCommit, touch } from '../make.js';
import type { Account, Branch, ChangedFile, CheckRun, Commit, PullRequest, Repo } from '../model.js';
import { endsOf } from '../pull-state.js';
import { mayWrite, type World } from '../world.js';
import { disableAutoMerge, settle, settleAll } from './auto-merge.js';
import { dequeue } from './queue.js';

export interface Push {
  by: Account;
  /** 40 hexadecimal digits; worked out from the commit when nobody names them. */
  oid?: string;
  /** What the commit changes; after a force push, all that the pull request changes. */
  files?: ChangedFile[];
  /** Whether the head contains the base's newest commit from now on, as after a mended conflict. */
  mergedBase?: boolean;
  /** Whether the new commit takes the place of the old ones rather than following them. */
  force?: boolean;
}

/** Pushes a commit to a pull request's head: its checks begin anew, and remarks on what it changes are outdated. */
export function pushCommit(world: World, pull: PullRequest, push: Push): Commit {
  const { repo } = pull;
  const { by, force = false, files = force ? pull.files : [] } = push;
  const parents = parentsOf(pull, push);
  const committedAt = world.now();
  const paths = files.map(({ path }) => path);
  const oid = push.oid ?? oidOf(repo, { parents, committedAt, what: `push ${paths.join(' ')}` });
  const commit = makeCommit(repo, { oid, parents, committedAt, checks: queuedChecks(repo), paths });
  const branch = repo.branches.get(pull.headRefName);
  pull.files = force ? files : addFiles(pull.files, files);
  if (pull.isFork || !branch) take(world, pull, { commit, by, force });
  else advance(world, repo, { branch, commit, by, force });
  return commit;
}

function parentsOf(pull: PullRequest, { mergedBase = false, force = false }: Push): string[] {
  const ends = endsOf(pull);
  if (!force) return mergedBase && ends.base !== '' ? [ends.head, ends.base] : [ends.head];
  const from = mergedBase ? ends.base : mergeBase(pull.repo, ends)?.oid;
  return from ? [from] : [];
}

function addFiles(old: ChangedFile[], more: ChangedFile[]): ChangedFile[] {
  const known = new Set(old.map(({ path }) => path));
  return [...old, ...more.filter(({ path }) => !known.has(path))];
}

/** A commit by somebody or something straight on a branch; open pull requests from it get it too. */
export function pushToBranch(
  world: World,
  repo: Repo,
  push: { branch: Branch; paths: string[]; by: Account; oid?: string },
): Commit {
  const { branch, paths, by } = push;
  const parents = [branch.oid];
  const committedAt = world.now();
  const oid = push.oid ?? oidOf(repo, { parents, committedAt, what: `push ${paths.join(' ')}` });
  const checks = headOf(repo, branch.name).length > 0 ? queuedChecks(repo) : [];
  const commit = makeCommit(repo, { oid, parents, committedAt, paths, checks });
  advance(world, repo, { branch, commit, by });
  return commit;
}

/** Moves a branch to a commit, with all that follows: for pull requests from it, and for those into it. */
export function advance(
  world: World,
  repo: Repo,
  { branch, commit, by, force = false }: { branch: Branch; commit: Commit; by: Account; force?: boolean },
): void {
  branch.oid = commit.oid;
  repo.pushedAt = world.now();
  world.emit({ type: 'branch-moved', repo, branch });
  for (const pull of headOf(repo, branch.name)) take(world, pull, { commit, by, force });
  settleAll(world, repo, branch.name);
}

/** The open pull requests that come from this repository's branch. */
export function headOf(repo: Repo, name: string): PullRequest[] {
  return [...repo.pullRequests.values()].filter(
    (pull) => pull.state === 'OPEN' && pull.headRefName === name && !pull.isFork,
  );
}

/**
 * A pull request gets a new head. Auto-merge ends with a force push [facts.md, GitHub], and with a push by a person
 * who may not write [GitHub docs, “Automatically merging a pull request”]; the merge queue lets go of it.
 */
function take(
  world: World,
  pull: PullRequest,
  { commit, by, force }: { commit: Commit; by: Account; force: boolean },
): void {
  pull.commits = force ? [commit] : [...pull.commits, commit];
  touch(pull, world.now());
  const changed = force ? pull.files.map(({ path }) => path) : commit.paths;
  for (const thread of pull.threads)
    if (changed.includes(thread.path)) Object.assign(thread, { isOutdated: true, line: null });
  dequeue(world, pull);
  if (force || !mayPush(pull.repo, by)) disableAutoMerge(world, pull, { by });
  world.emit({ type: 'pushed', pullRequest: pull, commit, by, forced: force });
  settle(world, pull);
}

/** An app that pushes was given the right to. */
function mayPush(repo: Repo, by: Account): boolean {
  return by.type === 'Bot' || mayWrite(repo, by);
}

export function queuedChecks(repo: Repo): CheckRun[] {
  return repo.ci.map((name) => ({ name, status: 'QUEUED', conclusion: null }));
}
