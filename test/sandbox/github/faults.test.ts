import { expect, test } from 'vitest';
import { DOCUMENTS } from './documents.js';
import { aGitHub, CORE, refusal, timesLabelled } from './support.js';

const JULES = { ...CORE, issue_number: 119, labels: ['jules'] };

test('a status strikes before anything is done', async () => {
  const github = await aGitHub();
  github.world.faults.add({ kind: 'status', status: 500 });
  expect(await refusal(github.as('Snider').issues.addLabels(JULES))).toMatchObject({ status: 500 });
  expect(timesLabelled(github.issue(119), 'jules')).toBe(0);
});

test('a status after the act leaves the label there once, behind an answer of 502', async () => {
  const github = await aGitHub();
  github.world.faults.add({ kind: 'status-after', match: { method: 'POST', path: '/labels' } });
  expect(await refusal(github.as('Snider').issues.addLabels(JULES))).toMatchObject({ status: 502 });
  expect(timesLabelled(github.issue(119), 'jules')).toBe(1);
});

test.each([
  ['drop', 0],
  ['drop-after', 1],
] as const)('the kind %s ends the connection with the label added %i times', async (kind, times) => {
  const github = await aGitHub();
  github.world.faults.add({ kind });
  expect(await refusal(github.as('Snider').issues.addLabels(JULES))).toMatchObject({ status: 500 });
  expect(timesLabelled(github.issue(119), 'jules')).toBe(times);
});

test('limits are told as GitHub tells them', async () => {
  const github = await aGitHub();
  const ask = () =>
    fetch(`${github.url}/repos/dappcore/core`, { headers: { authorization: 'token ghp_sandbox_Snider' } });
  github.world.faults.add({ kind: 'secondary-limit', retryAfter: 17 });
  github.world.faults.add({ kind: 'rate-limit' });
  const secondary = await ask();
  const primary = await ask();
  expect([secondary.status, secondary.headers.get('retry-after')]).toEqual([403, '17']);
  expect(await secondary.text()).toContain('secondary rate limit');
  expect([primary.status, primary.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
  expect(primary.headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-02-04T10:00:00Z') / 1_000));
});

test('GraphQL is struck by the name of its operation, and told of a rate limit with HTTP 200', async () => {
  const github = await aGitHub();
  const snider = github.as('Snider');
  github.world.faults.add({ kind: 'rate-limit', match: { path: 'Viewer' } });
  expect(await snider.graphql(DOCUMENTS.refs)).toBeTruthy();
  expect(await refusal(snider.graphql(DOCUMENTS.viewer))).toMatchObject({
    message: expect.stringContaining('API rate limit exceeded'),
  });
  expect(await snider.graphql(DOCUMENTS.viewer)).toEqual({ viewer: { login: 'Snider' } });
});

test('a fault strikes as often as it says, or until cleared', async () => {
  const github = await aGitHub();
  const snider = github.as('Snider');
  github.world.faults.add({ kind: 'status', times: 2 });
  for (const _ of [1, 2]) expect(await refusal(snider.repos.get(CORE))).toMatchObject({ status: 502 });
  expect(await snider.repos.get(CORE)).toMatchObject({ status: 200 });
  github.world.faults.add({ kind: 'status', times: -1 });
  for (const _ of [1, 2, 3]) expect(await refusal(snider.repos.get(CORE))).toMatchObject({ status: 502 });
  github.world.faults.clear();
  expect(await snider.repos.get(CORE)).toMatchObject({ status: 200 });
});

test('a stale read shows a query as it was answered a moment ago, and nothing older', async () => {
  const github = await aGitHub();
  const snider = github.as('Snider');
  const labels = () =>
    snider.graphql<{ repository: { issue: { labels: { nodes: { name: string }[] } } } }>(
      'query Labels { repository(owner: "dappcore", name: "core") { issue(number: 119) { labels(first: 20) { nodes { name } } } } }',
    );
  const shows = async () =>
    (await labels()).repository.issue.labels.nodes.some(({ name }) => name === 'jules');
  expect(await shows()).toBe(false);
  await snider.issues.addLabels(JULES);
  github.world.faults.add({ kind: 'stale' });
  expect(await shows()).toBe(false);
  expect(await shows()).toBe(true);
  await snider.issues.removeLabel({ ...CORE, issue_number: 119, name: 'jules' });
  await github.clock.advanceBy(11_000);
  github.world.faults.add({ kind: 'stale' });
  expect(await shows()).toBe(false);
});
