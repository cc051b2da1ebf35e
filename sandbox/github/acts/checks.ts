import type { CheckRun, Commit, PullRequest, Repo } from '../model.js';
import type { World } from '../world.js';
import { settle } from './auto-merge.js';

/* Check runs of a commit. What becomes of them moves no conversation's `updatedAt`. */

type Conclusion = NonNullable<CheckRun['conclusion']>;
type Checked = { repo: Repo; commit: Commit };

/** The head commit of a pull request, whose checks count. */
export function headCommit(pull: PullRequest): Checked {
  const commit = pull.commits.at(-1);
  if (!commit) throw new Error(`${pull.repo.nameWithOwner}#${pull.number} has no commits.`);
  return { repo: pull.repo, commit };
}

/** Adds a check that is not there yet, such as one that nobody requires, or begins a known one anew. */
export function queueCheck(world: World, { repo, commit }: Checked, name: string): CheckRun {
  const isOptional = !repo.ci.includes(name);
  const check: CheckRun = { name, status: 'QUEUED', conclusion: null, isOptional };
  const index = commit.checks.findIndex((one) => one.name === name);
  if (index < 0) commit.checks.push(check);
  else commit.checks[index] = check;
  world.emit({ type: 'check', repo, commit, check });
  return check;
}

/** Lets every check that still waits begin. */
export function startChecks(world: World, { repo, commit }: Checked): void {
  for (const check of commit.checks) {
    if (check.status !== 'QUEUED') continue;
    Object.assign(check, { status: 'IN_PROGRESS', startedAt: world.now() });
    world.emit({ type: 'check', repo, commit, check });
  }
}

/** Ends one check; whatever waits with auto-merge for the last of them is merged by that. */
export function completeCheck(
  world: World,
  { repo, commit }: Checked,
  { name, conclusion }: { name: string; conclusion: Conclusion },
): void {
  const check = commit.checks.find((one) => one.name === name);
  if (!check) throw new Error(`The commit ${commit.oid} has no check ${name}.`);
  const startedAt = check.startedAt ?? world.now();
  Object.assign(check, { status: 'COMPLETED', conclusion, startedAt, completedAt: world.now() });
  world.emit({ type: 'check', repo, commit, check });
  for (const pull of [...repo.pullRequests.values()])
    if (pull.state === 'OPEN' && pull.commits.at(-1) === commit) settle(world, pull);
}

/** Lets every check of a commit end the same way. */
export function completeChecks(world: World, checked: Checked, conclusion: Conclusion): void {
  for (const { name } of [...checked.commit.checks]) completeCheck(world, checked, { name, conclusion });
}
