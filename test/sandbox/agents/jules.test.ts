import { describe, expect, test } from 'vitest';
import { usual, wild } from '../../../sandbox/behaviour.js';
import { pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { isConflicting } from '../../../sandbox/github/pull-state.js';
import { summarise } from '../../../sandbox/github/summary.js';
import { START } from '../github/support.js';
import { aTown, childOf, dispatch, HOUR, MINUTE, newPulls, pullFor, SECOND } from './town.js';

const EPIC = 'epic/101-medium-migration';

describe('what goes wrong with a task', () => {
  test('unseen: neither 👀 nor a pull request comes', async () => {
    const town = await aTown({ unseen: 1 });
    dispatch(town, childOf(town, 107), EPIC);
    await town.clock.advanceBy(HOUR);
    expect(childOf(town, 107).reactions).toEqual([]);
    expect(newPulls(town)).toEqual([]);
  });

  test('lost: 👀 comes, and never a pull request', async () => {
    const town = await aTown({ lost: 1 });
    dispatch(town, childOf(town, 107), EPIC);
    await town.clock.advanceBy(HOUR);
    expect(childOf(town, 107).reactions).toMatchObject([{ content: 'EYES' }]);
    expect(newPulls(town)).toEqual([]);
  });

  test('lost tasks hold no place among those at once', async () => {
    const town = await aTown({ lost: 1 });
    const all = [...(town.world.repo('dappcore/core-php')?.issues.values() ?? [])].slice(0, 20);
    for (let round = 0; round < 4; round += 1) {
      for (const issue of all) {
        issue.labels = [];
        dispatch(town, issue);
      }
      await town.clock.advanceBy(HOUR);
    }
    expect(all.flatMap(({ comments }) => comments.filter(({ author }) => author.type === 'Bot'))).toEqual([]);
  });

  test('draft: the pull request waits as a draft and is ready later', async () => {
    const town = await aTown({ draft: 1 });
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    expect(pull.isDraft).toBe(true);
    await town.clock.advanceBy(15 * MINUTE);
    expect(pull.isDraft).toBe(true);
    await town.clock.advanceBy(80 * MINUTE);
    expect(pull.isDraft).toBe(false);
  });

  test('astray: the pull request goes into the default branch', async () => {
    const town = await aTown({ astray: 1 });
    expect((await pullFor(town, childOf(town, 107), EPIC)).baseRefName).toBe('dev');
  });

  test('twice: two pull requests come for one issue, each from a branch of its own', async () => {
    const town = await aTown({ twice: 1 });
    await pullFor(town, childOf(town, 107), EPIC);
    const heads = newPulls(town).map(({ headRefName }) => headRefName);
    expect(new Set(heads).size).toBe(2);
    for (const pull of newPulls(town)) expect(pull.refersTo).toEqual([childOf(town, 107)]);
  });

  test('unlinked: the branch alone names the issue', async () => {
    const town = await aTown({ unlinked: 1 });
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    expect(pull.refersTo).toEqual([]);
    expect(pull.body).not.toContain('107');
    expect(pull.headRefName).toMatch(/^jules\/107-/);
  });

  test.each([
    [0, 1],
    [1, 0],
  ])('mute at %d: beyond its limit it leaves %d comments', async (mute, comments) => {
    const town = await aTown({ mute });
    const issues = [...town.world.repos.values()].flatMap((repo) => [...repo.issues.values()]);
    const open = issues.filter(({ state, labels }) => state === 'OPEN' && !labels.some(isJules)).slice(0, 61);
    for (const issue of open) dispatch(town, issue);
    await town.clock.advanceBy(MINUTE);
    const last = open[60]?.comments.filter(({ author }) => author.login.startsWith('google-labs'));
    expect(last).toHaveLength(comments);
    expect(open[60]?.reactions).toEqual([]);
  });
});

test('a branch that goes away meanwhile is the base of nothing', async () => {
  const town = await aTown();
  const { repo } = childOf(town, 107);
  dispatch(town, childOf(town, 107), EPIC);
  await town.clock.advanceBy(5 * MINUTE);
  repo.branches.delete(EPIC);
  await town.clock.advanceBy(HOUR);
  expect(newPulls(town)).toMatchObject([{ baseRefName: 'dev' }]);
});

test('a pull request begins where its base stood when the task did', async () => {
  const town = await aTown();
  const { repo } = childOf(town, 107);
  const before = repo.branches.get(EPIC)?.oid;
  dispatch(town, childOf(town, 107), EPIC);
  await town.clock.advanceBy(MINUTE);
  const branch = repo.branches.get(EPIC);
  if (branch) pushToBranch(town.world, repo, { branch, paths: ['pkg/cache/cache.go'], by: repo.owner });
  await town.clock.advanceBy(HOUR);
  const [pull] = newPulls(town);
  expect(pull?.commits[0]?.parents).toEqual([before]);
  expect(pull && isConflicting(pull)).toBe(true);
});

describe('the story', () => {
  test.each([
    ['usual', usual],
    ['wild', wild],
  ])(
    'of a %s world is the same for the same seed, also after a reset, and another for another',
    async (_, behaviour) => {
      const town = await aTown(behaviour, 11);
      const story = async () => {
        for (const number of [107, 119, 120, 128, 307]) dispatch(town, childOf(town, number));
        await town.clock.advanceBy(30 * HOUR);
        return JSON.stringify(summarise(town.world));
      };
      const first = await story();
      town.clock.reset(START);
      town.reset(11);
      expect(await story()).toBe(first);
      town.clock.reset(START);
      town.reset(12);
      expect(await story()).not.toBe(first);
    },
  );

  test('the order of unrelated doings does not shift it: CI and reviewers have chances of their own', async () => {
    const pulls = [];
    for (const behaviour of [{}, { red: 1, reviewed: 1 }]) {
      const town = await aTown(behaviour, 5);
      const pull = await pullFor(town, childOf(town, 107), EPIC);
      pulls.push([pull.createdAt, pull.files, pull.headRefName]);
      await town.clock.advanceBy(10 * SECOND);
    }
    expect(pulls[1]).toEqual(pulls[0]);
  });
});

function isJules({ name }: { name: string }): boolean {
  return name === 'jules';
}
