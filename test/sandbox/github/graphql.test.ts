import { parse, specifiedRules, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../../sandbox/github/graphql/schema.js';
import { DOCUMENTS } from './documents.js';
import { aGitHub, clientOf, refusal, type TestGitHub } from './support.js';

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  nodes: Array<{ number: number }>;
}

async function issues(github: TestGitHub, variables: Record<string, unknown>): Promise<Page> {
  const asked = { name: 'core', ...variables };
  const { repository } = await github
    .as('Snider')
    .graphql<{ repository: { issues: Page } }>(DOCUMENTS.issues, asked);
  return repository.issues;
}

interface RawAnswer {
  data?: unknown;
  errors?: Array<{ type?: string; message: string; path?: string[] }>;
}

async function raw(github: TestGitHub, query: string, variables = {}): Promise<RawAnswer> {
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: 'bearer ghp_sandbox_Snider' },
    body: JSON.stringify({ query, variables }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as RawAnswer;
}

const numbers = (page: Page) => page.nodes.map(({ number }) => number);

test.each(Object.entries(DOCUMENTS))('the document %s is valid by every rule', (_, document) => {
  expect(validate(schema, parse(document), specifiedRules)).toEqual([]);
});

describe('pages', () => {
  test('a walk forwards sees every issue once, in order', async () => {
    const github = await aGitHub();
    const seen: number[] = [];
    let page: Page | undefined;
    while (!page || page.pageInfo.hasNextPage) {
      page = await issues(github, { first: 7, after: page?.pageInfo.endCursor });
      seen.push(...numbers(page));
      expect(page.totalCount).toBe(47);
    }
    const open = github.repo('core').issues.filter(({ state }) => state === 'OPEN');
    expect(seen).toEqual(open.map(({ number }) => number));
  });

  test('a walk backwards sees the same', async () => {
    const github = await aGitHub();
    const seen: number[] = [];
    let page: Page | undefined;
    while (!page || page.pageInfo.hasPreviousPage) {
      page = await issues(github, { last: 7, before: page?.pageInfo.startCursor });
      seen.unshift(...numbers(page));
    }
    expect(seen).toEqual(numbers(await issues(github, { first: 100 })));
  });

  test('a walk goes on where it was when the issue it stopped at has been closed meanwhile', async () => {
    const github = await aGitHub();
    const first = await issues(github, { first: 3 });
    const last = first.nodes.at(-1)?.number ?? 0;
    const issue = github.world.repo('dappcore/core')?.issues.get(last);
    Object.assign(issue ?? {}, { state: 'CLOSED' });
    const next = await issues(github, { first: 3, after: first.pageInfo.endCursor });
    expect(numbers(next)).toEqual(numbers(await issues(github, { first: 5 })).slice(2));
  });

  test('the order and the direction are those asked for', async () => {
    const github = await aGitHub();
    await github
      .as('passer-by')
      .issues.createComment({ owner: 'dappcore', repo: 'core', issue_number: 112, body: 'x' });
    const page = await issues(github, { first: 2, orderBy: { field: 'UPDATED_AT', direction: 'DESC' } });
    expect(numbers(page)[0]).toBe(112);
  });

  test('filters choose by label and by the time of the last change', async () => {
    const github = await aGitHub();
    const labelled = await issues(github, { first: 100, labels: ['agentic'] });
    const changed = await issues(github, { first: 100, filterBy: { since: '2026-02-01T00:00:00.000Z' } });
    expect(numbers(labelled)).toEqual([101, 118, 127, 133, 299, 300, 301, 302]);
    expect(numbers(changed)).toEqual([105, 106, 303, 313, 325]);
  });

  test('a cursor that is none is refused', async () => {
    const github = await aGitHub();
    const { errors } = await raw(github, DOCUMENTS.issues, { name: 'core', first: 3, after: 'nonsense' });
    expect(errors).toMatchObject([{ type: 'INVALID_CURSOR_ARGUMENTS', path: ['repository', 'issues'] }]);
  });
});

describe('what is read', () => {
  test('the owner’s repositories with their counts', async () => {
    const github = await aGitHub();
    const variables = { login: 'dappcore', first: 100, direction: 'ASC' };
    const { repositoryOwner, rateLimit } = await github.as('bodane').graphql<{
      repositoryOwner: { repositories: { totalCount: number; nodes: unknown[] } };
      rateLimit: unknown;
    }>(DOCUMENTS.repositories, variables);
    expect(repositoryOwner.repositories.totalCount).toBe(16);
    expect(repositoryOwner.repositories.nodes[2]).toMatchObject({
      nameWithOwner: 'dappcore/core',
      viewerPermission: 'WRITE',
      primaryLanguage: { name: 'Go' },
      defaultBranchRef: { name: 'dev', target: { oid: expect.stringMatching(/^[0-9a-f]{40}$/) } },
      issues: { totalCount: 47 },
      pullRequests: { totalCount: 4 },
    });
    expect(rateLimit).toMatchObject({ cost: 2, nodeCount: 100, limit: 5_000, used: 2, remaining: 4_998 });
  });

  test('an issue with its events, links and reactions', async () => {
    const github = await aGitHub();
    const { repository } = await github
      .as('Snider')
      .graphql<{ repository: { issue: object } }>(DOCUMENTS.issue, {
        number: 303,
      });
    expect(repository.issue).toMatchObject({
      state: 'OPEN',
      author: { login: 'Snider' },
      authorAssociation: 'MEMBER',
      comments: { totalCount: 2, nodes: [{ viewerDidAuthor: true }, { viewerDidAuthor: true }] },
      parent: { number: 299, repository: { nameWithOwner: 'dappcore/core' } },
      closedByPullRequestsReferences: { nodes: [] },
    });
    const { timelineItems, reactionGroups } = repository.issue as {
      timelineItems: { nodes: unknown[] };
      reactionGroups: unknown[];
    };
    expect(timelineItems.nodes.at(-2)).toMatchObject({
      __typename: 'LabeledEvent',
      label: { name: 'jules' },
    });
    expect(timelineItems.nodes.at(-1)).toMatchObject({
      __typename: 'CrossReferencedEvent',
      willCloseTarget: false,
      source: { number: 323 },
    });
    expect(reactionGroups).toHaveLength(8);
    expect(reactionGroups).toContainEqual({ content: 'EYES', reactors: { totalCount: 1 } });
  });

  test('an epic counts its native children, and a child what blocks it', async () => {
    const github = await aGitHub();
    const ask = (number: number) => github.as('Snider').graphql<object>(DOCUMENTS.issue, { number });
    expect(await ask(299)).toMatchObject({
      repository: { issue: { subIssuesSummary: { total: 4, completed: 0, percentCompleted: 0 } } },
    });
    expect(await ask(121)).toMatchObject({
      repository: {
        issue: {
          issueDependenciesSummary: { blockedBy: 1, totalBlockedBy: 1 },
          blockedBy: { nodes: [{ number: 119, state: 'OPEN' }] },
        },
      },
    });
  });

  test('pull requests with their state, as GitHub works it out', async () => {
    const github = await aGitHub();
    const { repository } = await github
      .as('Snider')
      .graphql<{ repository: { pullRequests: { nodes: Array<Record<string, unknown>> } } }>(
        DOCUMENTS.pullRequests,
      );
    const { nodes } = repository.pullRequests;
    expect(nodes.map((pull) => [pull.number, pull.mergeable, pull.mergeStateStatus])).toEqual([
      [321, 'MERGEABLE', 'CLEAN'],
      [322, 'MERGEABLE', 'CLEAN'],
      [323, 'CONFLICTING', 'DIRTY'],
      [324, 'MERGEABLE', 'BLOCKED'],
    ]);
    expect(nodes[3]).toMatchObject({
      reviewThreads: { totalCount: 2, nodes: [{ isResolved: false }, { isResolved: false }] },
      // It goes into an epic's branch, where GitHub heeds no closing keyword.
      closingIssuesReferences: { nodes: [] },
      statusCheckRollup: { state: 'SUCCESS' },
      commits: { nodes: [{ commit: { oid: nodes[3]?.headRefOid } }] },
    });
  });

  test('an app’s login without the suffix that REST gives it', async () => {
    const github = await aGitHub({ seed: 1 });
    const { repository } = await github
      .as('Snider')
      .graphql<{ repository: { pullRequests: { nodes: Array<{ author: { login: string } }> } } }>(
        DOCUMENTS.pullRequests,
      );
    const logins = repository.pullRequests.nodes.map(({ author }) => author.login);
    expect(new Set(logins)).toEqual(new Set(['Snider', 'google-labs-jules']));
  });

  test('branches by prefix, named by what follows it', async () => {
    const github = await aGitHub();
    const { repository } = await github
      .as('Snider')
      .graphql<{ repository: { refs: { totalCount: number; nodes: unknown[] } } }>(DOCUMENTS.refs);
    expect(repository.refs.totalCount).toBe(8);
    expect(repository.refs.nodes[0]).toMatchObject({
      name: '101-medium-migration',
      prefix: 'refs/heads/epic/',
    });
    expect(repository).toMatchObject({
      ref: { name: 'epic/118-mcp-daemon' },
      missing: null,
      label: { name: 'jules' },
    });
  });

  test('nodes by id, with null and an error for those that are unknown', async () => {
    const github = await aGitHub();
    const core = github.world.repo('dappcore/core');
    const ids = [
      core?.nodeId,
      core?.issues.get(105)?.nodeId,
      'I_nothing',
      core?.pullRequests.get(321)?.nodeId,
    ];
    const { data, errors } = await raw(github, DOCUMENTS.nodes, { ids });
    expect(data).toMatchObject({
      nodes: [{ nameWithOwner: 'dappcore/core' }, { number: 105 }, null, { number: 321 }],
    });
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 2] }]);
  });
});

describe('what is refused', () => {
  test.each([
    ['unbounded', 'MISSING_PAGINATION_BOUNDARIES', '`first` or `last`'],
    ['tooMany', 'EXCESSIVE_PAGINATION', 'limit of 100 records'],
    ['tooManyNodes', 'MAX_NODE_LIMIT_EXCEEDED', '1,010,100 possible nodes'],
    ['unmodelledField', undefined, 'Repository.stargazerCount is not modelled'],
    ['unmodelledArgument', undefined, 'Repository.refs(query:) is not modelled'],
    ['nowhere', 'NOT_FOUND', "name 'dappcore/nowhere'"],
    ['noIssue', 'NOT_FOUND', 'an Issue with the number of 321'],
  ] as const)('the query %s, with its reason', async (name, type, message) => {
    const github = await aGitHub();
    const { errors } = await raw(github, DOCUMENTS[name]);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.type).toBe(type);
    expect(errors?.[0]?.message).toContain(message);
  });

  test('a field that the schema does not have', async () => {
    const github = await aGitHub();
    const { data, errors } = await raw(
      github,
      '{ repository(owner: "dappcore", name: "core") { nonsense } }',
    );
    expect([data, errors?.length]).toEqual([undefined, 1]);
  });

  test('an unknown token', async () => {
    const github = await aGitHub();
    const answer = await refusal(clientOf(github.url, 'ghp_unknown').graphql(DOCUMENTS.viewer));
    expect(answer).toMatchObject({ status: 401 });
  });

  test('a query when the points are spent, with HTTP 200', async () => {
    const github = await aGitHub();
    github.world.rateLimits.spend('Snider', 'graphql', 5_000);
    const { errors } = await raw(github, DOCUMENTS.viewer);
    expect(errors).toMatchObject([{ type: 'RATE_LIMITED' }]);
  });

  test('nothing of what GitHub’s own formula allows: a query’s price follows its pages', async () => {
    const github = await aGitHub();
    const { data } = await raw(github, DOCUMENTS.priced);
    // 1 + 100 + 100 connections are 2 points; 100 issues, 5,000 labels and 1,000 comments are the nodes.
    expect(data).toMatchObject({ rateLimit: { cost: 2, nodeCount: 6_100 } });
  });
});
