import { oidOf } from '../history.js';
import {
  makeBranch,
  makeComment,
  makeCommit,
  makeEvent,
  makeIssue,
  makePullRequest,
  type NewConversation,
} from '../make.js';
import { makeReview, makeThread } from '../make-review.js';
import type { Account, Commit, Issue, PullRequest, Repo, Timestamp } from '../model.js';
import { endsOf } from '../pull-state.js';
import type { Random } from '../random.js';
import { timestamp, type World } from '../world.js';
import { changedFiles } from './bodies.js';

const HOUR = 3_600_000;

/** Writes the past down: everything happens so many days before the sandbox starts. */
export class Chronicle {
  readonly world: World;
  readonly random: Random;
  readonly #start: number;

  constructor(world: World, random: Random, start: Date) {
    this.world = world;
    this.random = random;
    this.#start = start.getTime();
  }

  daysAgo(days: number): Timestamp {
    return timestamp(new Date(this.#start - days * 24 * HOUR));
  }

  account(login: string): Account {
    const account = this.world.account(login);
    if (!account) throw new Error(`The seed names ${login}, who has no account.`);
    return account;
  }

  /** Opens an issue with its labels, each of which leaves its event. */
  issue(repo: Repo, about: NewConversation, labels: string[]): Issue {
    const issue = makeIssue(this.world, repo, about);
    for (const name of labels) this.label(issue, name, { by: about.author, at: about.createdAt });
    return issue;
  }

  label(issue: Issue, name: string, { by, at }: { by: Account; at: Timestamp }): void {
    const label = issue.repo.labels.get(name);
    if (!label) throw new Error(`The seed uses the label ${name}, which ${issue.repo.name} does not have.`);
    issue.labels.push(label);
    makeEvent(this.world, issue, { type: 'LabeledEvent', actor: by, createdAt: at, label });
  }

  /** Hands a child to the agent as a dispatch does: the branch first, then the label that starts it. */
  dispatch(issue: Issue, epic: { number: number; branch: string }, days: number): void {
    const by = this.account('Snider');
    const body = `Target branch: \`${epic.branch}\` (epic #${epic.number})`;
    makeComment(this.world, issue, { author: by, body, createdAt: this.daysAgo(days) });
    this.label(issue, 'jules', { by, at: this.#after(days, 4) });
    const user = this.account('google-labs-jules[bot]');
    issue.reactions.push({ content: 'EYES', user, createdAt: this.#after(days, this.random.between(9, 24)) });
  }

  /** The agent's pull request for a child, opened within the hour after its dispatch. */
  pullRequest(
    issue: Issue,
    { number, base, days }: { number: number; base: string; days: number },
  ): PullRequest {
    const { repo } = issue;
    const author = this.random.pick([this.account('google-labs-jules[bot]'), this.account('Snider')]);
    const createdAt = this.#after(days, this.random.between(12, 38) * 60);
    const oid = this.random.hex(40);
    const checks = repo.ci.map((name) => ({ name, status: 'COMPLETED', conclusion: 'SUCCESS' }) as const);
    const parents = [repo.branches.get(base)?.oid ?? oid];
    const headRefName = headName(issue);
    makeBranch(this.world, repo, { name: headRefName, oid });
    const about = { number, title: issue.title, body: `Fixes #${issue.number}`, author, createdAt };
    const files = changedFiles(issue.title, repo.language, this.random);
    const paths = files.map(({ path }) => path);
    const commit = makeCommit(repo, { oid, parents, committedAt: createdAt, checks, paths });
    const links = { baseRefName: base, headRefName, commits: [commit], files, refersTo: [issue] };
    return makePullRequest(this.world, repo, { ...about, ...links });
  }

  /** A commit on a branch, such as a squashed pull request. */
  commit(repo: Repo, { to, paths, days }: { to: string; paths: string[]; days: number }): Commit {
    const branch = repo.branches.get(to);
    if (!branch) throw new Error(`The seed commits to ${to}, which ${repo.name} does not have.`);
    const about = { parents: [branch.oid], committedAt: this.daysAgo(days) };
    branch.oid = oidOf(repo, { ...about, what: paths.join(' ') });
    return makeCommit(repo, { oid: branch.oid, ...about, paths });
  }

  /** Somebody has looked at the pull request since it and its base last moved, so GitHub has its answer ready. */
  look(pull: PullRequest): void {
    pull.tried = { ...endsOf(pull), at: this.daysAgo(1) };
  }

  merge(pull: PullRequest, days: number): void {
    const at = this.daysAgo(days);
    const paths = pull.files.map(({ path }) => path);
    const commit = this.commit(pull.repo, { to: pull.baseRefName, paths, days });
    const by = this.account('Snider');
    Object.assign(pull, { state: 'MERGED', mergedAt: at, closedAt: at, mergedBy: by, mergeCommit: commit });
    const about = { actor: by, createdAt: at };
    makeEvent(this.world, pull, { type: 'MergedEvent', ...about, commit, mergeRefName: pull.baseRefName });
    makeEvent(this.world, pull, { type: 'ClosedEvent', ...about, stateReason: null });
    pull.repo.branches.delete(pull.headRefName);
  }

  close(issue: Issue, days: number): void {
    const createdAt = this.daysAgo(days);
    Object.assign(issue, { state: 'CLOSED', stateReason: 'COMPLETED', closedAt: createdAt });
    const actor = this.account('Snider');
    makeEvent(this.world, issue, { type: 'ClosedEvent', actor, createdAt, stateReason: 'COMPLETED' });
  }

  /** A reviewer's open remarks on the pull request's first file, some hours after it was opened. */
  review(pull: PullRequest, { lines, days }: { lines: number[]; days: number }): void {
    const author = this.account('bodane');
    const createdAt = this.daysAgo(days);
    const path = pull.files[0]?.path ?? 'README.md';
    const body = 'Please look at this again.';
    makeReview(this.world, pull, { author, state: 'COMMENTED', submittedAt: createdAt });
    for (const line of lines) makeThread(this.world, pull, { author, path, line, body, createdAt });
  }

  #after(days: number, seconds: number): Timestamp {
    return timestamp(new Date(this.#start - days * 24 * HOUR + seconds * 1_000));
  }
}

/** `jules/105-read-and-write-configuration`, short enough for any ref. */
export function headName({ number, title }: Pick<Issue, 'number' | 'title'>): string {
  const words = title
    .replace(/^[^:]*:/, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['task'];
  return `jules/${number}-${words.slice(0, 4).join('-')}`;
}
