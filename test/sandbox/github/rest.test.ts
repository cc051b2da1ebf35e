import type { components } from '@octokit/openapi-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { commentBody, labelBody, repoBody } from '../../../sandbox/github/rest/bodies.js';
import { aGitHub, CORE, clientOf, refusal, timesLabelled } from './support.js';

const CHILD = { ...CORE, issue_number: 119 };

describe('labels', () => {
  test('adding one answers all of the issue’s labels and leaves one event', async () => {
    const github = await aGitHub();
    const { data } = await github.as('Snider').issues.addLabels({ ...CHILD, labels: ['jules'] });
    expect(data.map(({ name }) => name)).toEqual(github.issue(119).labels);
    expect(github.issue(119).events.at(-1)).toEqual({
      type: 'LabeledEvent',
      label: 'jules',
      actor: 'Snider',
      createdAt: '2026-02-04T09:00:00Z',
    });
  });

  test('adding one that is there, in any case, changes nothing', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    await snider.issues.addLabels({ ...CHILD, labels: ['jules'] });
    await snider.issues.addLabels({ ...CHILD, labels: ['Jules', 'jules'] });
    expect(timesLabelled(github.issue(119), 'jules')).toBe(1);
    expect(github.issue(119).labels.filter((name) => name.toLowerCase() === 'jules')).toHaveLength(1);
  });

  test('removing one and adding it again are two more events', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    await snider.issues.addLabels({ ...CHILD, labels: ['jules'] });
    const { data } = await snider.issues.removeLabel({ ...CHILD, name: 'jules' });
    await snider.issues.addLabels({ ...CHILD, labels: ['jules'] });
    expect(data.map(({ name }) => name)).not.toContain('jules');
    expect(timesLabelled(github.issue(119), 'jules')).toBe(2);
  });

  test('an unknown one is made in grey, whatever signs its name holds', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    const { data } = await snider.issues.addLabels({ ...CHILD, labels: ['ask: who/what?'] });
    expect(data.at(-1)).toMatchObject({ name: 'ask: who/what?', color: 'ededed' });
    await snider.issues.removeLabel({ ...CHILD, name: 'ask: who/what?' });
    expect(github.issue(119).labels).not.toContain('ask: who/what?');
  });

  test('removing one that is not there is refused', async () => {
    const github = await aGitHub();
    const answer = refusal(github.as('Snider').issues.removeLabel({ ...CHILD, name: 'jules' }));
    expect(await answer).toMatchObject({
      status: 404,
      message: expect.stringContaining('Label does not exist'),
    });
  });

  test('a name that is too long is refused, and none of its companions is added', async () => {
    const github = await aGitHub();
    const labels = ['jules', 'x'.repeat(51)];
    const answer = await refusal(github.as('Snider').issues.addLabels({ ...CHILD, labels }));
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining('Validation Failed') });
    expect(github.issue(119).labels).not.toContain('jules');
  });

  test('a reader may not add one', async () => {
    const github = await aGitHub();
    const answer = await refusal(github.as('passer-by').issues.addLabels({ ...CHILD, labels: ['jules'] }));
    expect(answer).toMatchObject({ status: 403, message: expect.stringContaining('Must have admin rights') });
    expect(github.issue(119).labels).not.toContain('jules');
  });
});

describe('comments', () => {
  test('one is answered as GitHub answers it and stands on the issue', async () => {
    const github = await aGitHub();
    const body = 'Target branch: `epic/118-mcp-daemon` (epic #118)';
    const { status, data } = await github.as('bodane').issues.createComment({ ...CHILD, body });
    expect(status).toBe(201);
    expect(data).toMatchObject({ body, user: { login: 'bodane' }, created_at: '2026-02-04T09:00:00Z' });
    expect(github.issue(119).comments.at(-1)).toMatchObject({ id: Number(data.id), author: 'bodane', body });
  });

  test('anybody may write one, on a pull request too', async () => {
    const github = await aGitHub();
    const comment = { ...CORE, issue_number: 321, body: 'Can you fix the merge conflict?' };
    const { data } = await github.as('passer-by').issues.createComment(comment);
    expect(data).toMatchObject({
      author_association: 'NONE',
      html_url: expect.stringContaining('/pull/321#'),
    });
  });

  test.each([
    ['blank', '  \n', 422],
    ['longer than 65,536 characters', 'x'.repeat(65_537), 422],
  ])('one that is %s is refused', async (_, body, status) => {
    const github = await aGitHub();
    expect(await refusal(github.as('Snider').issues.createComment({ ...CHILD, body }))).toMatchObject({
      status,
    });
    expect(github.issue(119).comments).toHaveLength(1);
  });
});

describe('who is calling', () => {
  test.each([
    [undefined, 'Requires authentication'],
    ['ghp_unknown', 'Bad credentials'],
  ])('the token %s is refused with %s', async (token, message) => {
    const github = await aGitHub();
    const answer = await refusal(clientOf(github.url, token).users.getAuthenticated());
    expect(answer).toMatchObject({ status: 401, message: expect.stringContaining(message) });
  });

  test.each([
    ['Snider', 'admin'],
    ['bodane', 'write'],
    ['passer-by', 'read'],
  ])('%s has the permission %s', async (username, permission) => {
    const github = await aGitHub();
    const { data: viewer } = await github.as(username).users.getAuthenticated();
    const { data } = await github.as('bot').repos.getCollaboratorPermissionLevel({ ...CORE, username });
    expect([viewer.login, data.permission]).toEqual([username, permission]);
  });

  test('permissions are told to nobody who may not write', async () => {
    const github = await aGitHub();
    const question = github
      .as('passer-by')
      .repos.getCollaboratorPermissionLevel({ ...CORE, username: 'Snider' });
    expect(await refusal(question)).toMatchObject({ status: 403 });
  });
});

describe('everything else', () => {
  test('a repository counts its open issues and pull requests together', async () => {
    const github = await aGitHub();
    const { data, headers } = await github.as('Snider').repos.get(CORE);
    expect(data).toMatchObject({
      default_branch: 'dev',
      open_issues_count: 51,
      permissions: { admin: true },
    });
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' });
    expect(headers['x-github-request-id']).toBeTruthy();
  });

  test('asking for the rate limit costs nothing, and the window ends with the clock', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    await snider.repos.get(CORE);
    await github.clock.advanceBy(30 * 60_000);
    const { data: used } = await snider.rateLimit.get();
    await github.clock.advanceBy(31 * 60_000);
    const { data: fresh } = await snider.rateLimit.get();
    expect([used.resources.core.used, fresh.resources.core.used]).toEqual([1, 0]);
  });

  test('a spent rate limit refuses reads and writes alike', async () => {
    const github = await aGitHub();
    github.world.rateLimits.spend('Snider', 'core', 5_000);
    const answer = await refusal(github.as('Snider').issues.addLabels({ ...CHILD, labels: ['jules'] }));
    expect(answer).toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
    });
    expect(github.issue(119).labels).not.toContain('jules');
  });

  test('a route that is not modelled is not found, in GitHub’s words', async () => {
    const github = await aGitHub();
    const response = await fetch(`${github.url}/repos/dappcore/core/milestones`, {
      headers: { authorization: 'token ghp_sandbox_Snider' },
    });
    expect(await response.json()).toEqual({
      message: 'Not Found',
      documentation_url: 'https://docs.github.com/rest',
      status: '404',
    });
  });

  test('answers have the types that GitHub publishes', () => {
    type Schemas = components['schemas'];
    expectTypeOf(labelBody).returns.toEqualTypeOf<Schemas['label']>();
    expectTypeOf(commentBody).returns.toEqualTypeOf<Schemas['issue-comment']>();
    expectTypeOf(repoBody).returns.toEqualTypeOf<Schemas['full-repository']>();
  });
});
