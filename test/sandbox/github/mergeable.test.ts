import { describe, expect, test } from 'vitest';
import {
  completeCheck,
  completeChecks,
  headCommit,
  queueCheck,
} from '../../../sandbox/github/acts/checks.js';
import { mergePullRequest } from '../../../sandbox/github/acts/merge.js';
import { pushCommit, pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { addReview, resolveThread } from '../../../sandbox/github/acts/reviews.js';
import { setDraft } from '../../../sandbox/github/acts/states.js';
import { summarise } from '../../../sandbox/github/summary.js';
import { aPull, ask, askTwice, branchOf, person, pullOf, repoOf, SECOND } from './people.js';
import { aGitHub, type TestGitHub } from './support.js';

const FILE = { path: 'pkg/one.go', additions: 2, deletions: 1 };

function push(github: TestGitHub, branch: string, paths: string[]) {
  return pushToBranch(github.world, repoOf(github), {
    branch: branchOf(github, branch),
    paths,
    by: person(github),
  });
}

describe('whether it can be merged', () => {
  test('is unknown until it has been asked for, and told a second later', async () => {
    const github = await aGitHub();
    const { number } = aPull(github);
    await github.clock.advanceBy(60 * SECOND);
    expect(await ask(github, number)).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(await ask(github, number)).toEqual(['UNKNOWN', 'UNKNOWN']);
    await github.clock.advanceBy(SECOND);
    expect(await ask(github, number)).toEqual(['MERGEABLE', 'CLEAN']);
  });

  test('is not asked for by looking at the whole world', async () => {
    const github = await aGitHub();
    const { number } = aPull(github);
    summarise(github.world);
    await github.clock.advanceBy(SECOND);
    expect(await ask(github, number)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  test('is unknown again for all into a base that moved, and for no others', async () => {
    const github = await aGitHub();
    const [one, two, other] = [
      aPull(github),
      aPull(github, { path: 'b' }),
      aPull(github, { base: 'epic/118-mcp-daemon' }),
    ];
    for (const { number } of [one, two, other]) await askTwice(github, number);
    push(github, 'dev', ['elsewhere.go']);
    const shown = github.repo('core').pullRequests.find(({ number }) => number === one.number);
    expect(shown?.mergeable).toBe('UNKNOWN');
    for (const { number } of [one, two]) expect((await ask(github, number))[0]).toBe('UNKNOWN');
    expect((await ask(github, other.number))[0]).toBe('MERGEABLE');
  });

  test('is unknown again after a push to the head', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    await askTwice(github, pull.number);
    pushCommit(github.world, pull, { by: pull.author, files: [FILE] });
    expect((await ask(github, pull.number))[0]).toBe('UNKNOWN');
  });
});

describe('a conflict', () => {
  test('comes with a change of the same path on the base, and goes when the head contains the base', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    push(github, 'dev', ['elsewhere.go']);
    expect(await askTwice(github, pull.number)).toEqual(['MERGEABLE', 'CLEAN']);
    push(github, 'dev', ['pkg/one.go']);
    expect(await askTwice(github, pull.number)).toEqual(['CONFLICTING', 'DIRTY']);
    pushCommit(github.world, pull, { by: pull.author, files: [FILE] });
    expect(await askTwice(github, pull.number)).toEqual(['CONFLICTING', 'DIRTY']);
    pushCommit(github.world, pull, { by: pull.author, files: [FILE], mergedBase: true });
    completeChecks(github.world, headCommit(pull), 'SUCCESS');
    expect(await askTwice(github, pull.number)).toEqual(['MERGEABLE', 'CLEAN']);
  });

  test('comes to another when one that changes the same path is merged', async () => {
    const github = await aGitHub();
    const [one, two, three] = [aPull(github), aPull(github), aPull(github, { path: 'pkg/two.go' })];
    mergePullRequest(github.world, one, { by: person(github), method: 'SQUASH' });
    expect(await askTwice(github, two.number)).toEqual(['CONFLICTING', 'DIRTY']);
    expect(await askTwice(github, three.number)).toEqual(['MERGEABLE', 'CLEAN']);
  });

  test('is what the seed promises for one child in flight, by a change on its epic’s branch', async () => {
    const github = await aGitHub();
    const { number, files } = pullOf(github, 323);
    expect((await ask(github, number))[0]).toBe('CONFLICTING');
    const oid = branchOf(github, 'epic/299-exec-hardening').oid;
    expect(repoOf(github).commits.get(oid)?.paths).toEqual([files[0]?.path]);
  });
});

describe('the merge state', () => {
  test('is blocked by a required check until it passes', async () => {
    const github = await aGitHub();
    const pull = aPull(github, { green: false });
    expect(await askTwice(github, pull.number)).toEqual(['MERGEABLE', 'BLOCKED']);
    completeCheck(github.world, headCommit(pull), { name: 'test', conclusion: 'SUCCESS' });
    completeCheck(github.world, headCommit(pull), { name: 'lint', conclusion: 'FAILURE' });
    expect((await ask(github, pull.number))[1]).toBe('BLOCKED');
    completeCheck(github.world, headCommit(pull), { name: 'lint', conclusion: 'SUCCESS' });
    expect((await ask(github, pull.number))[1]).toBe('CLEAN');
  });

  test('is unstable while a check fails that nobody requires', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    queueCheck(github.world, headCommit(pull), 'coverage');
    expect(await askTwice(github, pull.number)).toEqual(['MERGEABLE', 'UNSTABLE']);
    completeCheck(github.world, headCommit(pull), { name: 'coverage', conclusion: 'SUCCESS' });
    expect((await ask(github, pull.number))[1]).toBe('CLEAN');
  });

  test('is blocked by an open thread, by a review that asks for changes, and for a draft', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const author = person(github, 'bodane');
    const [thread] = addReview(github.world, pull, { author, threads: [{ path: 'pkg/one.go', line: 3 }] });
    expect((await askTwice(github, pull.number))[1]).toBe('BLOCKED');
    if (thread) resolveThread(github.world, pull, { thread, by: author });
    expect((await ask(github, pull.number))[1]).toBe('CLEAN');
    addReview(github.world, pull, { author, decision: 'CHANGES_REQUESTED' });
    expect((await ask(github, pull.number))[1]).toBe('BLOCKED');
    addReview(github.world, pull, { author, decision: 'APPROVED' });
    setDraft(github.world, pull, true);
    expect((await ask(github, pull.number))[1]).toBe('BLOCKED');
  });

  test('is behind only where the protection is strict', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    push(github, 'dev', ['elsewhere.go']);
    expect((await askTwice(github, pull.number))[1]).toBe('CLEAN');
    repoOf(github).settings.strict = true;
    expect((await ask(github, pull.number))[1]).toBe('BEHIND');
  });
});
