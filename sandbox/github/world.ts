import type { SimulatedClock } from '../clock.js';
import type { WorldEvent } from './events.js';
import { Faults } from './faults.js';
import type {
  Account,
  Conversation,
  Issue,
  Permission,
  PullRequest,
  Repo,
  Session,
  Timestamp,
  WorldNode,
} from './model.js';
import { RateLimits } from './rate-limits.js';
import { Replica } from './replica.js';

export type { WorldEvent } from './events.js';

/**
 * Everything that this GitHub holds. It is one object for the sandbox's whole life: `clear` empties it
 * in place, so whoever holds it sees the new world after a reset.
 */
export class World {
  readonly faults = new Faults();
  readonly rateLimits: RateLimits;
  readonly replica: Replica;
  /** By login, in lower case. */
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Map<string, Session>();
  /** By `owner/name`, in lower case, in the order of their making. */
  readonly repos = new Map<string, Repo>();
  readonly nodes = new Map<string, WorldNode>();
  readonly requests = { rest: 0, graphql: 0 };
  readonly clock: SimulatedClock;
  #nextId = 0;
  #timers: Array<() => void> = [];
  #listeners: Array<(event: WorldEvent) => void> = [];

  constructor(clock: SimulatedClock) {
    this.clock = clock;
    this.rateLimits = new RateLimits(clock);
    this.replica = new Replica(clock);
    this.clear();
  }

  now(): Timestamp {
    return timestamp(this.clock.now());
  }

  /** Database ids grow as on GitHub, and stay inside the 32 bits that GraphQL's Int has. */
  nextId(): number {
    return this.#nextId++;
  }

  /** Lets GitHub do something later by itself; a cleared world forgets it. */
  later(milliseconds: number, task: () => void): void {
    this.#timers.push(this.clock.wake(new Date(this.clock.now().getTime() + milliseconds), task));
  }

  /** Forgets everything but the listeners. */
  clear(): void {
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#nextId = 1_204_000_001;
    for (const map of [this.accounts, this.sessions, this.repos, this.nodes]) map.clear();
    this.requests.rest = 0;
    this.requests.graphql = 0;
    this.faults.clear();
    this.rateLimits.clear();
    this.replica.clear();
  }

  on(listener: (event: WorldEvent) => void): void {
    this.#listeners.push(listener);
  }

  emit(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  account(login: string): Account | undefined {
    return this.accounts.get(login.toLowerCase());
  }

  /** Finds a repository by `owner/name`. */
  repo(nameWithOwner: string): Repo | undefined {
    return this.repos.get(nameWithOwner.toLowerCase());
  }
}

export function timestamp(moment: Date): Timestamp {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Prefixes are GitHub's; the rest is opaque, as it is there. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(id.toString(36)).toString('base64url')}`;
}

export function permissionOf(repo: Repo, account: Account): Permission {
  return repo.collaborators.get(account.login.toLowerCase()) ?? 'read';
}

export function mayWrite(repo: Repo, account: Account): boolean {
  return permissionOf(repo, account) !== 'read';
}

/** Issues and pull requests share one sequence of numbers, and REST's issue routes serve both. */
export function conversation(repo: Repo, number: number): Conversation | undefined {
  return repo.issues.get(number) ?? repo.pullRequests.get(number);
}

/** The pull requests that will close the issue. */
export function linkedPullRequests(issue: Issue): PullRequest[] {
  return [...issue.repo.pullRequests.values()].filter((pull) => closedBy(pull).includes(issue));
}

/** GitHub heeds a closing keyword only in a pull request into the default branch; elsewhere it is a mere reference. */
export function closedBy(pull: PullRequest): Issue[] {
  return pull.baseRefName === pull.repo.defaultBranch ? pull.refersTo : [];
}
