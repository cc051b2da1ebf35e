import { describe, expect, test } from 'vitest';
import { disableAutoMerge, enableAutoMerge } from '../../../sandbox/github/acts/auto-merge.js';
import { completeChecks, headCommit } from '../../../sandbox/github/acts/checks.js';
import { mergePullRequest } from '../../../sandbox/github/acts/merge.js';
import { pushCommit } from '../../../sandbox/github/acts/pushes.js';
import { enqueue } from '../../../sandbox/github/acts/queue.js';
import { addReview, resolveThread } from '../../../sandbox/github/acts/reviews.js';
import { closePullRequest } from '../../../sandbox/github/acts/states.js';
import type { PullRequest } from '../../../sandbox/github/model.js';
import type { WorldEvent } from '../../../sandbox/github/world.js';
import { aPull, branchOf, person, repoOf } from './people.js';
import { aGitHub, type TestGitHub } from './support.js';

const MINUTE = 60_000;
const FILES = [{ path: 'pkg/one.go', additions: 1, deletions: 0 }];

function arm(github: TestGitHub, pull: PullRequest): void {
  enableAutoMerge(github.world, pull, { by: person(github), method: 'SQUASH' });
}

function remark(github: TestGitHub, pull: PullRequest) {
  const threads = [1, 2].map((line) => ({ path: 'pkg/one.go', line }));
  return addReview(github.world, pull, { author: person(github, 'bodane'), threads });
}

describe('a merge', () => {
  test('is one commit on the base, with the paths of the pull request, and ends its branch', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const before = branchOf(github, 'dev').oid;
    const { oid } = mergePullRequest(github.world, pull, { by: person(github), method: 'SQUASH' });
    expect(branchOf(github, 'dev').oid).toBe(oid);
    expect(repoOf(github).commits.get(oid)).toMatchObject({ parents: [before], paths: ['pkg/one.go'] });
    expect(pull).toMatchObject({
      state: 'MERGED',
      mergedAt: github.world.now(),
      closedAt: github.world.now(),
    });
    expect(pull.events.map(({ type }) => type)).toEqual(['MergedEvent', 'ClosedEvent']);
    expect(repoOf(github).branches.has(pull.headRefName)).toBe(false);
  });

  test('keeps the branch where the repository does', async () => {
    const github = await aGitHub();
    repoOf(github).settings.deleteBranchOnMerge = false;
    const pull = aPull(github);
    mergePullRequest(github.world, pull, { by: person(github) });
    expect(repoOf(github).branches.has(pull.headRefName)).toBe(true);
  });

  test.each([
    ['dev', 'CLOSED'],
    ['epic/118-mcp-daemon', 'OPEN'],
  ])('into %s leaves an issue that it refers to %s', async (base, state) => {
    const github = await aGitHub();
    mergePullRequest(github.world, aPull(github, { base, refersTo: [119] }), { by: person(github) });
    expect(github.issue(119).state).toBe(state);
  });

  test('leads pull requests into its head to where it went', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const stacked = aPull(github, { base: pull.headRefName, path: 'pkg/two.go' });
    mergePullRequest(github.world, pull, { by: person(github) });
    expect(stacked).toMatchObject({ state: 'OPEN', baseRefName: 'dev' });
  });

  test('tells those who live in the world', async () => {
    const github = await aGitHub();
    const told: WorldEvent['type'][] = [];
    github.world.on(({ type }) => told.push(type));
    mergePullRequest(github.world, aPull(github, { green: true }), { by: person(github) });
    expect(told.slice(-3)).toEqual(['merged', 'branch-deleted', 'branch-moved']);
  });
});

describe('auto-merge', () => {
  test('merges with the last thread that is resolved, not before', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const [one, two] = remark(github, pull);
    arm(github, pull);
    const by = person(github);
    if (one) resolveThread(github.world, pull, { thread: one, by });
    expect(pull.state).toBe('OPEN');
    if (two) resolveThread(github.world, pull, { thread: two, by });
    expect(pull).toMatchObject({ state: 'MERGED', autoMerge: null, mergedBy: { login: 'Snider' } });
  });

  test('merges with the last check that passes', async () => {
    const github = await aGitHub();
    const pull = aPull(github, { green: false });
    arm(github, pull);
    completeChecks(github.world, headCommit(pull), 'SUCCESS');
    expect(pull.state).toBe('MERGED');
  });

  test('merges with the approval that takes back a demand', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const author = person(github, 'bodane');
    addReview(github.world, pull, { author, decision: 'CHANGES_REQUESTED' });
    arm(github, pull);
    addReview(github.world, pull, { author, decision: 'APPROVED' });
    expect(pull.state).toBe('MERGED');
  });

  test('does not merge when it has been taken back', async () => {
    const github = await aGitHub();
    const pull = aPull(github, { green: false });
    arm(github, pull);
    disableAutoMerge(github.world, pull, { by: person(github) });
    completeChecks(github.world, headCommit(pull), 'SUCCESS');
    expect(pull.state).toBe('OPEN');
  });

  test('ends with a force push and with a close, and outlives a push', async () => {
    const github = await aGitHub();
    const pulls = [1, 2, 3].map((n) => aPull(github, { green: false, path: `pkg/${n}.go` }));
    const [pushed, forced, closed] = pulls as [PullRequest, PullRequest, PullRequest];
    for (const pull of pulls) arm(github, pull);
    pushCommit(github.world, pushed, { by: pushed.author, files: FILES });
    pushCommit(github.world, forced, { by: forced.author, files: FILES, force: true });
    closePullRequest(github.world, closed, { by: person(github) });
    expect(pulls.map(({ autoMerge }) => autoMerge !== null)).toEqual([true, false, false]);
    expect(forced.commits).toHaveLength(1);
  });

  test('is refused when it could be merged at once, and where the repository does not have it', async () => {
    const github = await aGitHub();
    expect(() => arm(github, aPull(github))).toThrow('Pull request Pull request is in clean status');
    repoOf(github).settings.allowAutoMerge = false;
    expect(() => arm(github, aPull(github, { green: false }))).toThrow('Auto merge is not allowed');
  });
});

describe('a push', () => {
  test('makes remarks on the lines it changes outdated, and begins the checks anew', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const [one] = remark(github, pull);
    const author = person(github, 'bodane');
    const [other] = addReview(github.world, pull, { author, threads: [{ path: 'pkg/other.go', line: 9 }] });
    await github.clock.advanceBy(MINUTE);
    const commit = pushCommit(github.world, pull, { by: pull.author, files: FILES });
    expect([one?.isOutdated, one?.line, other?.isOutdated, other?.line]).toEqual([true, null, false, 9]);
    expect(commit.checks.map(({ status }) => status)).toEqual(['QUEUED', 'QUEUED']);
    expect(commit.committedAt).toBe(github.world.now());
    expect(branchOf(github, pull.headRefName).oid).toBe(commit.oid);
  });
});

describe('a merge queue', () => {
  test('refuses a merge, takes what is ready, and merges it some minutes later', async () => {
    const github = await aGitHub();
    repoOf(github).settings.mergeQueues.add('dev');
    const pull = aPull(github);
    const by = person(github);
    expect(() => mergePullRequest(github.world, pull, { by })).toThrow('through the merge queue');
    enableAutoMerge(github.world, pull, { by });
    expect([pull.state, pull.queued === null]).toEqual(['OPEN', false]);
    await github.clock.advanceBy(2 * MINUTE);
    expect(pull.state).toBe('OPEN');
    await github.clock.advanceBy(2 * MINUTE);
    expect(pull).toMatchObject({ state: 'MERGED', queued: null });
  });

  test('takes an armed one when it becomes ready, and refuses a method', async () => {
    const github = await aGitHub();
    repoOf(github).settings.mergeQueues.add('dev');
    const pull = aPull(github, { green: false });
    expect(() => arm(github, pull)).toThrow('set by the merge queue');
    enableAutoMerge(github.world, pull, { by: person(github) });
    expect(pull.queued).toBeNull();
    completeChecks(github.world, headCommit(pull), 'SUCCESS');
    expect(pull.queued).not.toBeNull();
  });

  test('lets go of what is not ready any more', async () => {
    const github = await aGitHub();
    repoOf(github).settings.mergeQueues.add('dev');
    const [pushed, remarked] = [aPull(github), aPull(github, { path: 'pkg/two.go' })];
    for (const pull of [pushed, remarked]) enqueue(github.world, pull, { by: person(github) });
    pushCommit(github.world, pushed, { by: pushed.author, files: FILES });
    expect(pushed.queued).toBeNull();
    remark(github, remarked);
    await github.clock.advanceBy(5 * MINUTE);
    expect([pushed.state, remarked.state, remarked.queued]).toEqual(['OPEN', 'OPEN', null]);
  });

  test('holds nothing of a world that was reset', async () => {
    const github = await aGitHub();
    repoOf(github).settings.mergeQueues.add('dev');
    const pull = aPull(github);
    enqueue(github.world, pull, { by: person(github) });
    github.reset(7);
    await github.clock.advanceBy(5 * MINUTE);
    expect(pull.state).toBe('OPEN');
  });
});
