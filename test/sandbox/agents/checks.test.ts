import { describe, expect, test } from 'vitest';
import { quiet, usual } from '../../../sandbox/behaviour.js';
import { completeChecks, headCommit } from '../../../sandbox/github/acts/checks.js';
import { pushCommit } from '../../../sandbox/github/acts/pushes.js';
import { rollup } from '../../../sandbox/github/pull-state.js';
import { aPull, person } from '../github/people.js';
import { aTown, childOf, HOUR, happened, MINUTE, newPulls, pullFor } from './town.js';

describe('CI', () => {
  test('begins within a minute on every new head and ends after 3 to 9 minutes', async () => {
    const town = await aTown();
    const pull = aPull(town, { green: false });
    for (const _ of ['opened', 'pushed']) {
      const { commit } = headCommit(pull);
      expect(commit.checks.map(({ status }) => status)).toEqual(['QUEUED', 'QUEUED']);
      await town.clock.advanceBy(MINUTE);
      expect(commit.checks.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
      await town.clock.advanceBy(MINUTE);
      expect(rollup(commit.checks)).toBe('PENDING');
      await town.clock.advanceBy(7 * MINUTE);
      expect(rollup(commit.checks)).toBe('SUCCESS');
      pushCommit(town.world, pull, { by: person(town) });
    }
  });

  test('leaves alone what somebody ended before', async () => {
    const town = await aTown({ red: 1 });
    const pull = aPull(town, { green: false });
    await town.clock.advanceBy(2 * MINUTE);
    completeChecks(town.world, headCommit(pull), 'SUCCESS');
    await town.clock.advanceBy(8 * MINUTE);
    expect(rollup(headCommit(pull).commit.checks)).toBe('SUCCESS');
  });

  test('does not exist in a repository without checks, however red the world', async () => {
    const town = await aTown({ red: 1 });
    const repo = town.world.repo('dappcore/ansible-coolify');
    const issue = [...(repo?.issues.keys() ?? [])][0] ?? 0;
    const pull = await pullFor(town, childOf(town, issue, 'ansible-coolify'));
    await town.clock.advanceBy(HOUR);
    expect(happened(town, 'check')).toEqual([]);
    expect(pull.commits).toHaveLength(1);
  });

  test('red: the agent pushes again 5 to 15 minutes later, as long as it stays red', async () => {
    const behaviour = { ...quiet, red: 1 };
    const town = await aTown(behaviour);
    const pull = await pullFor(town, childOf(town, 107));
    await town.clock.advanceBy(9 * MINUTE);
    expect(rollup(headCommit(pull).commit.checks)).toBe('FAILURE');
    expect(pull.commits).toHaveLength(1);
    await town.clock.advanceBy(15 * MINUTE);
    expect(pull.commits).toHaveLength(2);
    await town.clock.advanceBy(24 * MINUTE);
    expect(pull.commits.length).toBeGreaterThanOrEqual(3);
  });

  test('red on somebody else’s pull request is not the agent’s to mend', async () => {
    const town = await aTown({ red: 1 });
    const pull = aPull(town, { green: false });
    await town.clock.advanceBy(HOUR);
    expect(pull.commits).toHaveLength(1);
  });

  test('fails on an ordinary day for a share of about 15 %', async () => {
    const town = await aTown({ red: usual.red });
    for (let count = 0; count < 300; count += 1) aPull(town, { green: false, path: `pkg/${count}.go` });
    await town.clock.advanceBy(10 * MINUTE);
    const failed = newPulls(town).filter((pull) => rollup(headCommit(pull).commit.checks) === 'FAILURE');
    expect(failed.length / 300).toBeGreaterThan(0.1);
    expect(failed.length / 300).toBeLessThan(0.2);
  });
});

describe('reviewers', () => {
  test('both review within 2 to 6 minutes; one of them leaves 1 to 3 threads on the files', async () => {
    const town = await aTown({ reviewed: 1 });
    const pull = await pullFor(town, childOf(town, 107));
    const { files } = pull;
    const opened = Date.parse(pull.createdAt);
    await town.clock.advanceBy(6 * MINUTE);
    expect(pull.reviews.map(({ author }) => author.login).sort()).toEqual([
      'coderabbitai[bot]',
      'copilot-pull-request-reviewer[bot]',
    ]);
    for (const { submittedAt } of pull.reviews) {
      expect(Date.parse(submittedAt) - opened).toBeGreaterThanOrEqual(2 * MINUTE);
      expect(Date.parse(submittedAt) - opened).toBeLessThanOrEqual(6 * MINUTE);
    }
    expect(pull.threads.length).toBeGreaterThanOrEqual(1);
    expect(pull.threads.length).toBeLessThanOrEqual(3);
    expect(new Set(pull.threads.map(({ comments }) => comments[0]?.author)).size).toBe(1);
    for (const { path } of pull.threads) expect(files.map((file) => file.path)).toContain(path);
  });

  test('on an ordinary day about 40 % of the pull requests get threads', async () => {
    const town = await aTown({ reviewed: usual.reviewed });
    for (let count = 0; count < 300; count += 1) aPull(town, { path: `pkg/${count}.go` });
    await town.clock.advanceBy(10 * MINUTE);
    const share = newPulls(town).filter(({ threads }) => threads.length > 0).length / 300;
    expect(share).toBeGreaterThan(0.33);
    expect(share).toBeLessThan(0.47);
  });

  test('in a quiet world nobody reviews', async () => {
    const town = await aTown();
    const pull = aPull(town);
    await town.clock.advanceBy(HOUR);
    expect(pull.reviews).toEqual([]);
  });
});
