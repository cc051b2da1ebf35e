import { describe, expect, test } from 'vitest';
import { completeChecks, headCommit } from '../../../sandbox/github/acts/checks.js';
import { addReaction } from '../../../sandbox/github/acts/comments.js';
import { pushCommit } from '../../../sandbox/github/acts/pushes.js';
import { addReview } from '../../../sandbox/github/acts/reviews.js';
import { aPull, askTwice, person, pullOf, repoOf, SECOND } from './people.js';
import { aGitHub, CORE, refusal, type TestGitHub } from './support.js';

const CHILD = { ...CORE, issue_number: 119 };

describe('an issue by REST', () => {
  test('is made with its labels, which are dropped in silence for whoever may not push', async () => {
    const github = await aGitHub();
    const issue = { ...CORE, title: 'fix(x): y', body: 'Parent audit: #118', labels: ['audit', 'brand-new'] };
    const { status, data } = await github.as('bodane').issues.create(issue);
    expect([status, data.number]).toEqual([201, 326]);
    expect(github.issue(326).labels).toEqual(['audit', 'brand-new']);
    await github.as('passer-by').issues.create(issue);
    expect(github.issue(327).labels).toEqual([]);
  });

  test('is edited: a new body leaves its mark, a new title does not', async () => {
    const github = await aGitHub();
    const issue = repoOf(github).issues.get(119);
    await github.clock.advanceBy(SECOND);
    await github.as('Snider').issues.update({ ...CHILD, title: 'Renamed' });
    expect(issue).toMatchObject({ title: 'Renamed', lastEditedAt: null, updatedAt: github.world.now() });
    await github.as('Snider').issues.update({ ...CHILD, body: 'New' });
    expect(issue).toMatchObject({ body: 'New', lastEditedAt: github.world.now() });
  });

  test('is closed with its reason, and opened again', async () => {
    const github = await aGitHub();
    const { issues } = github.as('Snider');
    const { data } = await issues.update({ ...CHILD, state: 'closed', state_reason: 'not_planned' });
    expect(data).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      closed_at: github.world.now(),
    });
    const again = await issues.update({ ...CHILD, state: 'open' });
    expect(again.data).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null });
    expect(
      github
        .issue(119)
        .events.slice(-2)
        .map(({ type }) => type),
    ).toEqual(['ClosedEvent', 'ReopenedEvent']);
  });

  test('gets the labels that are given in place of its own', async () => {
    const github = await aGitHub();
    await github.as('Snider').issues.update({ ...CHILD, labels: ['audit', 'docs'] });
    expect([...github.issue(119).labels].sort()).toEqual(['audit', 'docs']);
  });

  test.each<[string, object]>([
    ['a body that is too long', { body: 'x'.repeat(65_537) }],
    ['an empty title', { title: ' ' }],
    ['a state that is none', { state: 'merged' }],
    ['a reason that is none', { state: 'closed', state_reason: 'bored' }],
    ['a field that is not modelled', { milestone: 1 }],
  ])('is not changed at all with %s', async (_, change) => {
    const github = await aGitHub();
    const before = github.issue(119);
    const asked = github.as('Snider').request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...CHILD,
      ...(!('title' in change) && { title: 'Renamed' }),
      ...change,
    } as Parameters<ReturnType<TestGitHub['as']>['issues']['update']>[0] & typeof CHILD);
    expect(await refusal(asked)).toMatchObject({ status: 422 });
    expect(github.issue(119)).toEqual(before);
  });

  test('is not a stranger’s to change', async () => {
    const github = await aGitHub();
    const answer = refusal(github.as('passer-by').issues.update({ ...CHILD, state: 'closed' }));
    expect(await answer).toMatchObject({ status: 403 });
  });
});

test('a label is made once, whatever its case', async () => {
  const github = await aGitHub();
  const { issues } = github.as('Snider');
  const label = { ...CORE, name: 'scope:package', color: '0E8A16', description: 'Scope' };
  expect((await issues.createLabel(label)).data).toMatchObject({ name: 'scope:package', color: '0e8a16' });
  expect(await refusal(issues.createLabel({ ...label, name: 'Scope:Package' }))).toMatchObject({
    status: 422,
  });
  expect(await refusal(issues.createLabel({ ...label, name: 'x', color: 'green' }))).toMatchObject({
    status: 422,
  });
  expect(await refusal(github.as('passer-by').issues.createLabel({ ...label, name: 'x' }))).toMatchObject({
    status: 403,
  });
});

describe('a reference in a text', () => {
  const references = (github: TestGitHub, number: number) =>
    (repoOf(github).issues.get(number)?.events ?? []).filter(({ type }) => type === 'CrossReferencedEvent');

  async function say(github: TestGitHub, issue_number: number, body: string) {
    await github.as('passer-by').issues.createComment({ ...CORE, issue_number, body });
  }

  test('leaves an event by whoever wrote, once for each source', async () => {
    const github = await aGitHub();
    await say(github, 321, 'Same as #119, really #119');
    await say(github, 321, 'I said #119');
    expect(references(github, 119)).toMatchObject([
      { actor: { login: 'passer-by' }, source: { number: 321 }, willCloseTarget: false },
    ]);
    await say(github, 120, 'And dappcore/core#119');
    expect(references(github, 119)).toHaveLength(2);
  });

  test.each(['`#119`', '```\n#119\n```', 'a#119', '#1190', 'other/repo#119', '&#119;', '~~~sh\n#119'])(
    'is none in %j',
    async (body) => {
      const github = await aGitHub();
      await say(github, 321, body);
      expect(references(github, 119)).toEqual([]);
    },
  );

  test('is none to the issue itself', async () => {
    const github = await aGitHub();
    await say(github, 119, 'As #119 says');
    expect(references(github, 119)).toEqual([]);
  });
});

describe('the time of the last change', () => {
  test.each<[string, boolean, (github: TestGitHub) => unknown]>([
    [
      'a comment',
      true,
      (github) => github.as('Snider').issues.createComment({ ...CORE, issue_number: 321, body: 'x' }),
    ],
    [
      'a label',
      true,
      (github) => github.as('Snider').issues.addLabels({ ...CORE, issue_number: 321, labels: ['docs'] }),
    ],
    ['a review', true, (github) => addReview(github.world, pullOf(github, 321), { author: person(github) })],
    ['a push', true, (github) => pushCommit(github.world, pullOf(github, 321), { by: person(github) })],
    [
      'an edit',
      true,
      (github) => github.as('Snider').pulls.update({ ...CORE, pull_number: 321, title: 'x' }),
    ],
    ['a check', false, (github) => completeChecks(github.world, headCommit(pullOf(github, 321)), 'FAILURE')],
    ['a question about merging', false, (github) => askTwice(github, 321)],
    [
      'a reaction',
      false,
      (github) => addReaction(github.world, pullOf(github, 321), { content: 'EYES', user: person(github) }),
    ],
  ])('after %s has moved: %s', async (_, moves, act) => {
    const github = await aGitHub();
    const before = pullOf(github, 321).updatedAt;
    await act(github);
    expect(pullOf(github, 321).updatedAt > before).toBe(moves);
  });
});

test('the summary tells what became of a pull request', async () => {
  const github = await aGitHub();
  const { number } = aPull(github, { green: false });
  await askTwice(github, number);
  const [shown] = github.repo('core').pullRequests.filter((pull) => pull.number === number);
  expect(shown).toMatchObject({
    mergeable: 'MERGEABLE',
    unresolvedThreads: 0,
    autoMerge: false,
    mergedAt: null,
  });
  expect(shown?.checks).toEqual(
    ['test', 'lint'].map((name) => ({ name, status: 'QUEUED', conclusion: null })),
  );
});
