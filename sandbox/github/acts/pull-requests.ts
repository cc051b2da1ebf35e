import { makeBranch, makeCommit, makePullRequest } from '../make.js';
import type { Account, ChangedFile, CheckRun, Issue, PullRequest, Repo } from '../model.js';
import type { World } from '../world.js';

export interface PullRequestDraft {
  title: string;
  body: string;
  author: Account;
  base: string;
  head: string;
  /** The id of the one commit that the head branch gets, 40 hexadecimal digits. */
  oid: string;
  files: ChangedFile[];
  refersTo: Issue[];
}

/** Pushes a branch of one commit and opens a pull request from it; its checks wait in the queue. */
export function openPullRequest(world: World, repo: Repo, draft: PullRequestDraft): PullRequest {
  const { title, body, author, base, head, oid, files, refersTo } = draft;
  const createdAt = world.now();
  const parents = [repo.branches.get(base)?.oid ?? oid];
  const commit = makeCommit(repo, { oid, parents, committedAt: createdAt, checks: queuedChecks(repo) });
  makeBranch(world, repo, { name: head, oid });
  repo.pushedAt = createdAt;
  const links = { baseRefName: base, headRefName: head, commits: [commit], files, refersTo };
  const about = { number: repo.nextNumber, title, body, author, createdAt };
  const pullRequest = makePullRequest(world, repo, { ...about, ...links });
  world.emit({ type: 'pull-request-opened', pullRequest });
  return pullRequest;
}

/** Lets every check of a commit end the same way. */
export function completeChecks(checks: CheckRun[], conclusion: 'SUCCESS' | 'FAILURE'): void {
  for (const check of checks) Object.assign(check, { status: 'COMPLETED', conclusion });
}

function queuedChecks(repo: Repo): CheckRun[] {
  return repo.ci.map((name) => ({ name, status: 'QUEUED', conclusion: null }));
}
