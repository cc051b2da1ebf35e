import { describe, expect, test } from 'vitest';
import { aGitHub, refusal, type TestGitHub } from './support.js';

interface Found {
  issueCount: number;
  nodes: Array<{ __typename: string; number: number }>;
}

async function search(github: TestGitHub, query: string): Promise<Found> {
  const document = `query($q: String!) {
    search(type: ISSUE, first: 100, query: $q) {
      issueCount
      nodes { __typename ... on Issue { number } ... on PullRequest { number } }
    }
  }`;
  const answer = await github.as('Snider').graphql<{ search: Found }>(document, { q: query });
  return answer.search;
}

const found = async (github: TestGitHub, query: string) =>
  (await search(github, query)).nodes.map(({ number }) => number);

describe('search', () => {
  test.each([
    ['repo:dappcore/core is:open is:issue', 47],
    ['repo:dappcore/core state:open type:pr', 4],
    ['repo:dappcore/core is:open', 51],
    ['repo:dappcore/core repo:dappcore/build is:open is:issue', 56],
    ['org:dappcore is:open is:issue', 269],
    ['repo:DAPPCORE/Core IS:issue label:AGENTIC', 8],
    ['repo:dappcore/core is:issue is:open label:security label:high', 2],
    ['repo:dappcore/core is:issue is:open label:security,docs', 10],
    ['repo:dappcore/core is:issue is:open -label:agentic', 39],
    ['repo:dappcore/core is:issue label:"complexity:large" is:open label:agentic', 8],
    ['repo:dappcore/core is:merged', 8],
    ['repo:dappcore/core is:open author:app/google-labs-jules', 2],
    ['repo:dappcore/nowhere is:open', 0],
  ])('%s finds %s', async (query, count) => {
    const github = await aGitHub();
    expect((await search(github, query)).issueCount).toBe(count);
  });

  test('newest first, unless the query says how', async () => {
    const github = await aGitHub();
    const query = 'repo:dappcore/core is:open is:issue label:agentic';
    const epics = [302, 301, 300, 299, 133, 127, 118, 101];
    expect(await found(github, query)).toEqual(epics);
    expect(await found(github, `${query} sort:created-asc`)).toEqual([...epics].reverse());
  });

  test('@me is whoever asks', async () => {
    const github = await aGitHub();
    const mine = await found(github, 'repo:dappcore/core is:open author:@me');
    expect(mine).toEqual(await found(github, 'repo:dappcore/core is:open author:Snider'));
    expect(mine.length).toBeGreaterThan(0);
  });

  test.each([
    'repo:dappcore/core hello',
    'repo:dappcore/core in:title',
    'repo:dappcore/core is:locked',
    'repo:dappcore/core state:merged',
    'repo:dappcore/core sort:reactions',
    'repo:dappcore/core is:open OR is:closed',
  ])('%s is refused rather than answered as if nothing had been said', async (query) => {
    const github = await aGitHub();
    await expect(search(github, query)).rejects.toThrow('not modelled by the sandbox');
  });
});

describe('search by REST', () => {
  test('it answers with pages, and finds what GraphQL finds', async () => {
    const github = await aGitHub();
    const q = 'repo:dappcore/core is:open is:issue';
    const { data, headers } = await github.as('Snider').request('GET /search/issues', { q, per_page: 20 });
    expect(data).toMatchObject({ total_count: 47, incomplete_results: false });
    expect(data.items.map(({ number }) => number)).toEqual((await found(github, q)).slice(0, 20));
    expect(headers.link).toContain('page=3>; rel="last"');
    expect(headers['x-ratelimit-resource']).toBe('search');
  });

  test.each([
    ['', 'Validation Failed'],
    ['repo:dappcore/nowhere', 'cannot be searched'],
    ['repo:dappcore/core hello', 'not modelled'],
  ])('“%s” is refused', async (q, message) => {
    const github = await aGitHub();
    const answer = await refusal(github.as('Snider').request('GET /search/issues', { q }));
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining(message) });
  });

  test('nothing is answered behind the first thousand', async () => {
    const github = await aGitHub();
    const asked = { q: 'is:issue', per_page: 100, page: 11 };
    const answer = await refusal(github.as('Snider').request('GET /search/issues', asked));
    expect(answer.message).toContain('Only the first 1000 search results are available');
  });

  test('thirty a minute, and no more', async () => {
    const github = await aGitHub();
    const snider = github.as('Snider');
    const ask = () => snider.request('GET /search/issues', { q: 'repo:dappcore/core is:issue' });
    for (let times = 0; times < 30; times++) await ask();
    expect(await refusal(ask())).toMatchObject({ status: 403 });
    expect((await snider.rateLimit.get()).data.resources.search).toMatchObject({ limit: 30, remaining: 0 });
    await github.clock.advanceBy(61_000);
    expect((await ask()).status).toBe(200);
  });
});

test('classic projects are gone, as GitHub tells everybody who asks', async () => {
  const github = await aGitHub();
  const document = `{ repository(owner: "dappcore", name: "core") {
    issue(number: 299) { number projectCards(first: 1) { totalCount } }
  } }`;
  await expect(github.as('Snider').graphql(document)).rejects.toThrow(
    'Projects (classic) is being deprecated',
  );
});
