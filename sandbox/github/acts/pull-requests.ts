import { makeBranch, makeCommit, makePullRequest } from '../make.js';
import type { Account, ChangedFile, Issue, PullRequest, Repo } from '../model.js';
import type { World } from '../world.js';
import { queuedChecks } from './pushes.js';

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
  /** The commit that its branch begins at; the base's newest unless told: an agent may have begun earlier. */
  from?: string;
  /** Whether its branch lives in a fork. */
  isFork?: boolean;
}

/** Pushes a branch of one commit and opens a pull request from it; its checks wait in the queue. */
export function openPullRequest(world: World, repo: Repo, draft: PullRequestDraft): PullRequest {
  const { title, body, author, base, head, oid, files, refersTo, isFork = false } = draft;
  const createdAt = world.now();
  const parents = [draft.from ?? repo.branches.get(base)?.oid ?? oid];
  const paths = files.map(({ path }) => path);
  const checks = queuedChecks(repo);
  const commit = makeCommit(repo, { oid, parents, committedAt: createdAt, checks, paths });
  if (!isFork) {
    const branch = makeBranch(world, repo, { name: head, oid });
    world.emit({ type: 'branch-created', repo, branch });
    repo.pushedAt = createdAt;
  }
  const links = { baseRefName: base, headRefName: head, commits: [commit], files, refersTo };
  const about = { number: repo.nextNumber, title, body, author, createdAt };
  const pullRequest = makePullRequest(world, repo, { ...about, ...links });
  pullRequest.isFork = isFork;
  world.emit({ type: 'pull-request-opened', pullRequest });
  return pullRequest;
}
