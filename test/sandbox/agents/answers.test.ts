import { describe, expect, test } from 'vitest';
import { pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { addReview, resolveThread } from '../../../sandbox/github/acts/reviews.js';
import type { PullRequest } from '../../../sandbox/github/model.js';
import { isConflicting } from '../../../sandbox/github/pull-state.js';
import { aPull, person } from '../github/people.js';
import { aTown, childOf, HOUR, MINUTE, pullFor, SECOND, say, type Town } from './town.js';

const REVIEWS = 'Can you fix the code reviews?';
const CONFLICT = 'Can you fix the merge conflict?';
const EPIC = 'epic/101-medium-migration';

function remark(town: Town, pull: PullRequest, paths: string[]) {
  const author = person(town, 'coderabbitai[bot]');
  return addReview(town.world, pull, { author, threads: paths.map((path) => ({ path, line: 4 })) });
}

/** Somebody changes on the base what the pull request changes too. */
function collide(town: Town, pull: PullRequest): void {
  const branch = pull.repo.branches.get(pull.baseRefName);
  if (!branch) throw new Error('The base is gone.');
  const paths = pull.files.map(({ path }) => path);
  pushToBranch(town.world, pull.repo, { branch, paths, by: person(town) });
}

describe('a request to fix the reviews', () => {
  test('is seen in seconds and answered after 5 to 15 minutes by a commit to the threads’ files', async () => {
    const town = await aTown();
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    const [first, second] = pull.files.map(({ path }) => path) as [string, string];
    const [done, open] = remark(town, pull, [first, second]);
    if (done) resolveThread(town.world, pull, { thread: done, by: person(town) });
    const comment = say(town, pull, REVIEWS);
    await town.clock.advanceBy(20 * SECOND);
    expect(comment.reactions).toMatchObject([{ content: 'EYES' }]);
    await town.clock.advanceBy(4 * MINUTE);
    expect(pull.commits).toHaveLength(1);
    await town.clock.advanceBy(11 * MINUTE);
    expect(pull.commits[1]?.paths).toEqual([second]);
    expect(open).toMatchObject({ isOutdated: true, isResolved: false });
    await town.clock.advanceBy(HOUR);
    expect(pull.threads).toHaveLength(2);
  });

  test('a hollow fix is a commit too, and the reviewer remarks something afterwards', async () => {
    const town = await aTown({ hollow: 1 });
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    remark(town, pull, [pull.files[0]?.path ?? '']);
    say(town, pull, REVIEWS);
    await town.clock.advanceBy(25 * MINUTE);
    expect(pull.commits).toHaveLength(2);
    expect(pull.threads).toHaveLength(2);
    expect(pull.threads[1]?.createdAt.localeCompare(pull.commits[1]?.committedAt ?? '')).toBe(1);
  });

  test('a file that the pull request did not change is changed by the fix', async () => {
    const town = await aTown();
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    remark(town, pull, ['docs/elsewhere.md']);
    say(town, pull, REVIEWS);
    await town.clock.advanceBy(15 * MINUTE);
    expect(pull.files.map(({ path }) => path)).toContain('docs/elsewhere.md');
  });
});

describe('a request to mend the conflict', () => {
  test.each([
    [0, false],
    [1, true],
  ])(
    'hollow %d: after some four minutes there is a commit, and a conflict: %s',
    async (hollow, conflicting) => {
      const town = await aTown({ hollow });
      const pull = await pullFor(town, childOf(town, 107), EPIC);
      collide(town, pull);
      expect(isConflicting(pull)).toBe(true);
      say(town, pull, CONFLICT);
      await town.clock.advanceBy(2 * MINUTE);
      expect(pull.commits).toHaveLength(1);
      await town.clock.advanceBy(3 * MINUTE);
      expect(pull.commits).toHaveLength(2);
      expect(isConflicting(pull)).toBe(conflicting);
    },
  );
});

describe('what is not answered', () => {
  test.each([
    ['a stranger', REVIEWS, 'passer-by', false],
    ['another text', 'Can you fix the tests?', 'Snider', false],
    ['a text with more to it', `${REVIEWS} And merge it.`, 'Snider', false],
    ['the sentence of a person who may write', REVIEWS, 'bodane', true],
  ])('%s', async (_, body, login, answered) => {
    const town = await aTown();
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    const comment = say(town, pull, body, login);
    await town.clock.advanceBy(HOUR);
    expect(comment.reactions).toHaveLength(answered ? 1 : 0);
    expect(pull.commits).toHaveLength(answered ? 2 : 1);
  });

  test('deaf: the sentence itself', async () => {
    const town = await aTown({ deaf: 1 });
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    const comment = say(town, pull, REVIEWS);
    await town.clock.advanceBy(HOUR);
    expect(comment.reactions).toEqual([]);
    expect(pull.commits).toHaveLength(1);
  });

  test('a request on somebody else’s pull request', async () => {
    const town = await aTown();
    const pull = await pullFor(town, childOf(town, 107), EPIC);
    const alien = aPull(town, { path: 'pkg/alien.go' });
    const comment = say(town, alien, REVIEWS);
    await town.clock.advanceBy(HOUR);
    expect(comment.reactions).toEqual([]);
    expect(pull.commits).toHaveLength(1);
  });
});
