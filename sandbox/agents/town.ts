import { makeAccount } from '../github/make.js';
import type { Account, Issue, PullRequest, Repo, Session } from '../github/model.js';
import type { Random } from '../github/random.js';
import type { World } from '../github/world.js';

/* Who lives near the repositories, and what there is for them to meddle with. */

export interface Hands {
  world: World;
  random: Random;
}

/** A person who may write to the repository, and whom the bot's team file does not know. */
export function teammate(world: World, repo: Repo): Account {
  const login = 'mirela';
  repo.collaborators.set(login, 'write');
  return world.account(login) ?? makeAccount(world, login, 'User');
}

/** Somebody who may read, and no more. */
export function stranger(world: World): Account {
  return world.account('passer-by') ?? makeAccount(world, 'passer-by', 'User');
}

/** A session of somebody at a browser. */
export function sessionOf(account: Account): Session {
  return { account, token: '', installation: false };
}

/** One of them, or nothing where there are none. */
export function some<T>(random: Random, things: T[]): T | undefined {
  return things.length > 0 ? random.pick(things) : undefined;
}

export function openEpics(world: World): Issue[] {
  return [...world.repos.values()].flatMap((repo) =>
    [...repo.issues.values()].filter(({ title, state }) => state === 'OPEN' && title.startsWith('epic(')),
  );
}

/** The children that the checklist of an epic names. */
export function childrenOf(epic: Issue): Issue[] {
  const numbers = [...epic.body.matchAll(/^- \[[ x]\] #(\d+)/gm)].map(([, number]) => Number(number));
  return numbers.flatMap((number) => epic.repo.issues.get(number) ?? []);
}

export function childrenOfAll(world: World, state: Issue['state']): Issue[] {
  return openEpics(world)
    .flatMap(childrenOf)
    .filter((child) => child.state === state);
}

/** The open pull requests of the agent, which its branches tell. */
export function agentPulls(world: World): PullRequest[] {
  return [...world.repos.values()].flatMap((repo) =>
    [...repo.pullRequests.values()].filter(
      ({ state, isFork, headRefName }) => state === 'OPEN' && !isFork && headRefName.startsWith('jules/'),
    ),
  );
}

/** The branch that the children of an epic go into: the one that carries its number. */
export function epicBranch({ repo, number }: Issue): string {
  const named = [...repo.branches.keys()].find((name) => name.startsWith(`epic/${number}-`));
  return named ?? repo.defaultBranch;
}
