import type { components } from '@octokit/openapi-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { issueBody, pullBody } from '../../../sandbox/github/rest/issue-bodies.js';
import { aGitHub, CORE, refusal } from './support.js';

const numbers = (items: Array<{ number: number }>) => items.map(({ number }) => number);

describe('issues by REST', () => {
  test('pull requests are among them, told by their own field, newest first', async () => {
    const github = await aGitHub();
    const { data } = await github.as('Snider').issues.listForRepo({ ...CORE, per_page: 100 });
    expect(data).toHaveLength(51);
    expect(numbers(data).slice(0, 3)).toEqual([325, 324, 323]);
    expect(numbers(data.filter(({ pull_request }) => pull_request))).toEqual([324, 323, 322, 321]);
    expect(data[1]).toMatchObject({ state: 'open', draft: false, user: { login: 'google-labs-jules[bot]' } });
  });

  test('pages are linked to each other, and the filters stay', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    const { headers } = await snider.issues.listForRepo({ ...CORE, state: 'all', per_page: 30, page: 2 });
    const to = (page: number) =>
      `<${github.url}/repos/dappcore/core/issues?state=all&per_page=30&page=${page}>`;
    expect(headers.link).toBe(
      `${to(1)}; rel="prev", ${to(3)}; rel="next", ${to(3)}; rel="last", ${to(1)}; rel="first"`,
    );
    const all = await snider.paginate(snider.issues.listForRepo, { ...CORE, state: 'all' });
    const { issues, pullRequests } = github.repo('core');
    expect(all).toHaveLength(issues.length + pullRequests.length);
  });

  test.each([
    [undefined, 30],
    [1_000, 51],
    [0, 30],
  ])('a page of %s holds %s', async (per_page, count) => {
    const github = await aGitHub();
    const asked = { ...CORE, ...(per_page !== undefined && { per_page }) };
    expect((await github.as('Snider').issues.listForRepo(asked)).data).toHaveLength(count);
  });

  test('all of the labels must be there, whatever their case', async () => {
    const github = await aGitHub();
    const labels = 'Security,lang:GO';
    const { data } = await github.as('Snider').issues.listForRepo({ ...CORE, labels });
    expect(numbers(data)).toEqual([305, 304, 303, 131, 123]);
  });

  test('what is older than asked for stays away', async () => {
    const github = await aGitHub();
    const since = '2026-02-02T00:00:00Z';
    const { data } = await github.as('Snider').issues.listForRepo({ ...CORE, since, sort: 'updated' });
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ updated_at }) => updated_at >= since)).toBe(true);
  });

  test('one is answered alone, too, and a number that nobody has is not found', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    const { data } = await snider.issues.get({ ...CORE, issue_number: 102 });
    expect(data).toMatchObject({ number: 102, state: 'closed', state_reason: 'completed' });
    expect(await refusal(snider.issues.get({ ...CORE, issue_number: 9_999 }))).toMatchObject({ status: 404 });
  });

  test.each([
    ['state', 'merged', 'Validation Failed'],
    ['since', 'yesterday', 'Validation Failed'],
    ['sort', 'name', 'Validation Failed'],
    ['milestone', '1', 'not modelled'],
  ])('the %s %s is refused', async (name, value, message) => {
    const github = await aGitHub();
    const answer = github
      .as('Snider')
      .request('GET /repos/{owner}/{repo}/issues', { ...CORE, [name]: value });
    expect(await refusal(answer)).toMatchObject({ status: 422, message: expect.stringContaining(message) });
  });
});

describe('pull requests by REST', () => {
  test('closed ones are merged ones too, and the branches choose', async () => {
    const github = await aGitHub();
    const { pulls } = github.as('Snider');
    const closed = (await pulls.list({ ...CORE, state: 'closed', per_page: 100 })).data;
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.every(({ merged_at, state }) => merged_at !== null && state === 'closed')).toBe(true);
    const head = 'dappcore:jules/303-run-commands-from-a';
    expect(numbers((await pulls.list({ ...CORE, head })).data)).toEqual([323]);
    expect(numbers((await pulls.list({ ...CORE, base: 'epic/101-medium-migration' })).data)).toEqual([
      322, 321,
    ]);
  });

  test('one names its two ends', async () => {
    const github = await aGitHub();
    const { data } = await github
      .as('Snider')
      .pulls.list({ ...CORE, head: 'dappcore:jules/303-run-commands-from-a' });
    expect(data[0]?.head).toMatchObject({
      label: 'dappcore:jules/303-run-commands-from-a',
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      repo: { full_name: 'dappcore/core' },
    });
    expect(data[0]?.base.ref).toBe('epic/299-exec-hardening');
  });

  test('one from a fork has no repository at its head: forks are not in this world', async () => {
    const github = await aGitHub();
    const pull = github.world.repo('dappcore/core')?.pullRequests.get(323);
    Object.assign(pull ?? {}, { isFork: true });
    const { data } = await github.as('Snider').pulls.list(CORE);
    const author = pull?.author.login;
    expect(data.find(({ number }) => number === 323)?.head).toMatchObject({
      label: `${author}:jules/303-run-commands-from-a`,
      user: { login: author },
      repo: null,
    });
  });

  test('answers have the types that GitHub publishes', () => {
    type Schemas = components['schemas'];
    expectTypeOf(issueBody).returns.toExtend<Schemas['issue']>();
    expectTypeOf(pullBody).returns.toEqualTypeOf<Schemas['pull-request-simple']>();
  });
});
