import type { components } from '@octokit/openapi-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { addReview } from '../../../sandbox/github/acts/reviews.js';
import type { PullRequest } from '../../../sandbox/github/model.js';
import { fullPullBody } from '../../../sandbox/github/rest/pull-body.js';
import { aPull, branchOf, person, repoOf, SECOND } from './people.js';
import { aGitHub, CORE, refusal, type TestGitHub } from './support.js';

const head = (pull: PullRequest) => pull.commits.at(-1)?.oid ?? '';
const of = (pull: PullRequest) => ({ ...CORE, pull_number: pull.number });

function push(github: TestGitHub, paths: string[], branch = 'dev') {
  const about = { branch: branchOf(github, branch), paths, by: person(github) };
  return pushToBranch(github.world, repoOf(github), about);
}

describe('one pull request', () => {
  test('tells whether it can be merged when GitHub has worked it out', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const { pulls } = github.as('Snider');
    expect((await pulls.get(of(pull))).data).toMatchObject({ mergeable: null, mergeable_state: 'unknown' });
    await github.clock.advanceBy(SECOND);
    expect((await pulls.get(of(pull))).data).toMatchObject({ mergeable: true, mergeable_state: 'clean' });
    expect(await refusal(pulls.get({ ...CORE, pull_number: 119 }))).toMatchObject({ status: 404 });
    expectTypeOf(fullPullBody).returns.toEqualTypeOf<components['schemas']['pull-request']>();
  });

  test('is changed, retargeted, closed and opened again', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const { pulls } = github.as('Snider');
    await github.clock.advanceBy(SECOND);
    await pulls.update({ ...of(pull), body: 'New', base: 'epic/118-mcp-daemon', state: 'closed' });
    expect(pull).toMatchObject({
      state: 'CLOSED',
      baseRefName: 'epic/118-mcp-daemon',
      lastEditedAt: github.world.now(),
    });
    await pulls.update({ ...of(pull), state: 'open' });
    expect(pull).toMatchObject({ state: 'OPEN', closedAt: null });
    expect(await refusal(pulls.update({ ...of(pull), base: 'nowhere' }))).toMatchObject({ status: 422 });
    expect(
      await refusal(github.as('passer-by').pulls.update({ ...of(pull), state: 'closed' })),
    ).toMatchObject({
      status: 403,
    });
  });

  test('is not opened again when its branch is gone or it was merged', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const snider = github.as('Snider');
    await snider.git.deleteRef({ ...CORE, ref: `heads/${pull.headRefName}` });
    expect(pull.state).toBe('CLOSED');
    expect(await refusal(snider.pulls.update({ ...of(pull), state: 'open' }))).toMatchObject({ status: 422 });
    const reopened = snider.pulls.update({ ...CORE, pull_number: 201, state: 'open' });
    expect(await refusal(reopened)).toMatchObject({ status: 422 });
  });
});

describe('a merge by REST', () => {
  test('answers the commit that stands on the base', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const merge = { ...of(pull), sha: head(pull), merge_method: 'squash' as const };
    const { status, data } = await github.as('Snider').pulls.merge(merge);
    expect([status, data.merged, data.sha]).toEqual([200, true, branchOf(github, 'dev').oid]);
  });

  test('is refused with 409 when the head has moved', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const answer = await refusal(github.as('Snider').pulls.merge({ ...of(pull), sha: 'f'.repeat(40) }));
    expect(answer).toMatchObject({
      status: 409,
      message: expect.stringContaining('Head branch was modified'),
    });
    expect(pull.state).toBe('OPEN');
  });

  test.each<[string, (github: TestGitHub, pull: PullRequest) => void]>([
    ['a check is missing', (_, pull) => pull.commits.at(-1)?.checks.pop()],
    ['a conflict', (github) => push(github, ['pkg/one.go'])],
    ['it is a draft', (_, pull) => Object.assign(pull, { isDraft: true })],
    ['it is closed', (_, pull) => Object.assign(pull, { state: 'CLOSED' })],
    ['a merge queue rules the base', (github) => repoOf(github).settings.mergeQueues.add('dev')],
    [
      'a conversation is open',
      (github, pull) =>
        addReview(github.world, pull, { author: person(github), threads: [{ path: 'pkg/one.go', line: 1 }] }),
    ],
    [
      'it is behind a strict base',
      (github) => {
        repoOf(github).settings.strict = true;
        push(github, ['elsewhere.go']);
      },
    ],
  ])('is refused with 405 when %s', async (_, spoil) => {
    const github = await aGitHub();
    const pull = aPull(github);
    spoil(github, pull);
    expect(await refusal(github.as('Snider').pulls.merge(of(pull)))).toMatchObject({ status: 405 });
    expect(pull.mergedAt).toBeNull();
  });

  test('is refused to a reader with 403', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    expect(await refusal(github.as('passer-by').pulls.merge(of(pull)))).toMatchObject({ status: 403 });
    expect(pull.state).toBe('OPEN');
  });
});

describe('an update of the branch', () => {
  test('is promised at once and done some seconds later, with checks anew', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const [before, base] = [head(pull), push(github, ['elsewhere.go']).oid];
    const { status } = await github
      .as('Snider')
      .pulls.updateBranch({ ...of(pull), expected_head_sha: before });
    expect([status, head(pull)]).toEqual([202, before]);
    await github.clock.advanceBy(10 * SECOND);
    expect(pull.commits.at(-1)).toMatchObject({
      parents: [before, base],
      checks: [{ status: 'QUEUED' }, { status: 'QUEUED' }],
    });
    expect(branchOf(github, pull.headRefName).oid).toBe(head(pull));
  });

  test('comes to nothing when the head moves meanwhile', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    push(github, ['elsewhere.go']);
    await github.as('Snider').pulls.updateBranch(of(pull));
    const { oid } = push(github, ['more.go'], pull.headRefName);
    await github.clock.advanceBy(10 * SECOND);
    expect(head(pull)).toBe(oid);
  });

  test.each<[string, string[] | undefined, string | undefined]>([
    ['it is up to date', undefined, undefined],
    ['it conflicts', ['pkg/one.go'], undefined],
    ['the head is another', ['elsewhere.go'], 'f'.repeat(40)],
  ])('is refused with 422 when %s', async (_, paths, expected_head_sha) => {
    const github = await aGitHub();
    const pull = aPull(github);
    if (paths) push(github, paths);
    const asked = { ...of(pull), ...(expected_head_sha && { expected_head_sha }) };
    expect(await refusal(github.as('Snider').pulls.updateBranch(asked))).toMatchObject({ status: 422 });
  });
});
