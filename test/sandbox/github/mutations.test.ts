import { parse, specifiedRules, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { addReview } from '../../../sandbox/github/acts/reviews.js';
import { schema } from '../../../sandbox/github/graphql/schema.js';
import type { PullRequest } from '../../../sandbox/github/model.js';
import { aPull, person, pullOf, repoOf, SECOND } from './people.js';
import { aGitHub, type TestGitHub } from './support.js';

const MUTATION = {
  resolve: 'resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } }',
  unresolve: 'unresolveReviewThread(input: { threadId: $id }) { thread { isResolved } }',
  arm: `enablePullRequestAutoMerge(input: { pullRequestId: $id, mergeMethod: SQUASH }) {
    pullRequest { autoMergeRequest { enabledAt mergeMethod enabledBy { login } } } }`,
  armAnyhow: 'enablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { isInMergeQueue } }',
  armOther: `enablePullRequestAutoMerge(input: { pullRequestId: $id, expectedHeadOid: "${'f'.repeat(40)}" }) {
    clientMutationId }`,
  disarm:
    'disablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { autoMergeRequest { enabledAt } } }',
  enqueue: 'enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { id } }',
  merge: `mergePullRequest(input: { pullRequestId: $id, mergeMethod: SQUASH }) {
    pullRequest { state merged mergedBy { login } mergeCommit { oid } } }`,
  mergeTitled: 'mergePullRequest(input: { pullRequestId: $id, commitHeadline: "x" }) { clientMutationId }',
  update: 'updatePullRequestBranch(input: { pullRequestId: $id }) { pullRequest { headRefOid } }',
  comment: `addComment(input: { subjectId: $id, body: "See #120", clientMutationId: "c" }) {
    clientMutationId commentEdge { node { viewerDidAuthor body } } }`,
  close: 'closeIssue(input: { issueId: $id, stateReason: NOT_PLANNED }) { issue { state stateReason } }',
} as const;

interface Answer {
  data?: Record<string, unknown>;
  errors?: Array<{ type?: string; message: string }>;
}

async function run(
  github: TestGitHub,
  name: keyof typeof MUTATION,
  id: string,
  by = 'Snider',
): Promise<Answer> {
  const query = `mutation($id: ID!) { done: ${MUTATION[name]} }`;
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ghp_sandbox_${by}` },
    body: JSON.stringify({ query, variables: { id } }),
  });
  return (await response.json()) as Answer;
}

function remark(github: TestGitHub, pull: PullRequest): string {
  const author = person(github, 'bodane');
  const [thread] = addReview(github.world, pull, { author, threads: [{ path: 'pkg/one.go', line: 4 }] });
  return thread?.nodeId ?? '';
}

test.each(Object.values(MUTATION))('%s is valid against GitHub’s schema', (mutation) => {
  const query = parse(`mutation($id: ID!) { done: ${mutation} }`);
  expect(validate(schema, query, specifiedRules)).toEqual([]);
});

describe('threads', () => {
  test('are resolved and opened again by those who may write', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const id = remark(github, pull);
    expect((await run(github, 'resolve', id)).data).toEqual({ done: { thread: { id, isResolved: true } } });
    expect((await run(github, 'unresolve', id)).data).toEqual({ done: { thread: { isResolved: false } } });
    expect((await run(github, 'resolve', id, 'passer-by')).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
    expect(pull.threads[0]?.isResolved).toBe(false);
    expect((await run(github, 'resolve', 'PRRT_x')).errors).toMatchObject([{ type: 'NOT_FOUND' }]);
  });

  test('tell when they were opened, by their first comment', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    remark(github, pull);
    const document = `query($n: Int!) { repository(owner: "dappcore", name: "core") { pullRequest(number: $n) {
      reviews(first: 5) { nodes { state author { login } } }
      reviewThreads(first: 5) { nodes { path line isOutdated comments(first: 1) { nodes { createdAt author { login } body } } } }
    } } }`;
    const answer = await github.as('Snider').graphql(document, { n: pull.number });
    const first = {
      createdAt: '2026-02-04T09:00:00Z',
      author: { login: 'bodane' },
      body: expect.any(String),
    };
    expect(answer).toMatchObject({
      repository: {
        pullRequest: {
          reviews: { nodes: [{ state: 'COMMENTED', author: { login: 'bodane' } }] },
          reviewThreads: { nodes: [{ path: 'pkg/one.go', line: 4, comments: { nodes: [first] } }] },
        },
      },
    });
  });
});

describe('auto-merge', () => {
  test('is armed and taken back', async () => {
    const github = await aGitHub();
    const pull = aPull(github, { green: false });
    const request = { mergeMethod: 'SQUASH', enabledBy: { login: 'Snider' } };
    expect((await run(github, 'arm', pull.nodeId)).data).toMatchObject({
      done: { pullRequest: { autoMergeRequest: request } },
    });
    expect((await run(github, 'disarm', pull.nodeId)).data).toMatchObject({
      done: { pullRequest: { autoMergeRequest: null } },
    });
    expect((await run(github, 'disarm', pull.nodeId)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  });

  test('is refused for a clean one, for another head, and to a reader', async () => {
    const github = await aGitHub();
    const [clean, waiting] = [aPull(github), aPull(github, { green: false, path: 'b' })];
    expect((await run(github, 'arm', clean.nodeId)).errors).toMatchObject([
      { type: 'UNPROCESSABLE', message: 'Pull request Pull request is in clean status' },
    ]);
    expect((await run(github, 'armOther', waiting.nodeId)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
    expect((await run(github, 'arm', waiting.nodeId, 'passer-by')).errors).toMatchObject([
      { type: 'FORBIDDEN' },
    ]);
    expect((await run(github, 'arm', 'PR_nowhere')).errors).toMatchObject([{ type: 'NOT_FOUND' }]);
    expect(waiting.autoMerge).toBeNull();
  });

  test('resolving the last thread is the merge, in the same answer’s world', async () => {
    const github = await aGitHub();
    const pull = aPull(github);
    const thread = remark(github, pull);
    await run(github, 'arm', pull.nodeId);
    await run(github, 'resolve', thread);
    expect(pull.state).toBe('MERGED');
  });
});

test('a merge queue is entered with or without auto-merge, but not with a method', async () => {
  const github = await aGitHub();
  const [one, two] = [aPull(github), aPull(github, { path: 'b' })];
  expect((await run(github, 'enqueue', one.nodeId)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  repoOf(github).settings.mergeQueues.add('dev');
  expect((await run(github, 'arm', one.nodeId)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  expect((await run(github, 'enqueue', one.nodeId)).data).toMatchObject({
    done: { mergeQueueEntry: { id: expect.any(String) } },
  });
  expect((await run(github, 'armAnyhow', two.nodeId)).data).toMatchObject({
    done: { pullRequest: { isInMergeQueue: true } },
  });
});

test('a merge answers the merged pull request; what is not modelled is refused', async () => {
  const github = await aGitHub();
  const pull = aPull(github);
  expect((await run(github, 'mergeTitled', pull.nodeId)).errors?.[0]?.message).toContain(
    'commitHeadline is not modelled',
  );
  expect((await run(github, 'merge', pull.nodeId)).data).toMatchObject({
    done: { pullRequest: { state: 'MERGED', merged: true, mergedBy: { login: 'Snider' } } },
  });
  expect((await run(github, 'merge', pull.nodeId)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
});

test('an update of the branch is done a few seconds later', async () => {
  const github = await aGitHub();
  const pull = pullOf(github, 321);
  const base = aPull(github, { base: pull.baseRefName, path: 'elsewhere.go' });
  await run(github, 'merge', base.nodeId);
  await run(github, 'update', pull.nodeId);
  expect(pull.commits).toHaveLength(1);
  await github.clock.advanceBy(10 * SECOND);
  expect(pull.commits).toHaveLength(2);
});

test('issues are commented by anybody, and closed by those who may', async () => {
  const github = await aGitHub();
  const id = repoOf(github).issues.get(119)?.nodeId ?? '';
  expect((await run(github, 'comment', id, 'passer-by')).data).toEqual({
    done: { clientMutationId: 'c', commentEdge: { node: { viewerDidAuthor: true, body: 'See #120' } } },
  });
  expect((await run(github, 'close', id, 'passer-by')).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  expect((await run(github, 'close', id)).data).toEqual({
    done: { issue: { state: 'CLOSED', stateReason: 'NOT_PLANNED' } },
  });
});
