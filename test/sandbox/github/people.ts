import { completeChecks, headCommit } from '../../../sandbox/github/acts/checks.js';
import { openPullRequest } from '../../../sandbox/github/acts/pull-requests.js';
import type { Account, Branch, PullRequest, Repo } from '../../../sandbox/github/model.js';
import type { TestGitHub } from './support.js';

/** A second of the world's time: an answer that was asked for is there after it. */
export const SECOND = 1_000;

export function repoOf({ world }: TestGitHub, name = 'core'): Repo {
  return found(world.repo(`dappcore/${name}`));
}

export function pullOf(github: TestGitHub, number: number): PullRequest {
  return found(repoOf(github).pullRequests.get(number));
}

export function branchOf(github: TestGitHub, name: string): Branch {
  return found(repoOf(github).branches.get(name));
}

export function person({ world }: TestGitHub, login = 'Snider'): Account {
  return found(world.account(login));
}

/** A pull request of the agent's that changes one file; green unless its checks are to wait. */
export function aPull(
  github: TestGitHub,
  about: {
    path?: string;
    base?: string;
    green?: boolean;
    body?: string;
    refersTo?: number[];
    isFork?: boolean;
  } = {},
): PullRequest {
  const { path = 'pkg/one.go', base = 'dev', green = true, body = '', refersTo = [], isFork = false } = about;
  const repo = repoOf(github);
  const opened = repo.nextNumber;
  const pull = openPullRequest(github.world, repo, {
    ...{ title: 'fix(one): change it', body, author: person(github, 'google-labs-jules[bot]'), base, isFork },
    ...{ head: `jules/${opened}`, oid: opened.toString(16).padStart(40, 'a') },
    files: [{ path, additions: 1, deletions: 0 }],
    refersTo: refersTo.map((number) => found(repo.issues.get(number))),
  });
  if (green) completeChecks(github.world, headCommit(pull), 'SUCCESS');
  return pull;
}

interface Asked {
  mergeable: string;
  mergeStateStatus: string;
}

/** What GraphQL answers about merging it, at this moment. */
export async function ask(github: TestGitHub, number: number): Promise<[string, string]> {
  const document = `query($number: Int!) { repository(owner: "dappcore", name: "core") {
    pullRequest(number: $number) { mergeable mergeStateStatus } } }`;
  const { repository } = await github
    .as('Snider')
    .graphql<{ repository: { pullRequest: Asked } }>(document, { number });
  return [repository.pullRequest.mergeable, repository.pullRequest.mergeStateStatus];
}

/** The same, when GitHub has had the time to work it out. */
export async function askTwice(github: TestGitHub, number: number): Promise<[string, string]> {
  await ask(github, number);
  await github.clock.advanceBy(SECOND);
  return ask(github, number);
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The world does not hold what this test looks for.');
  return thing;
}
