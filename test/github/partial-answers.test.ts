import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aGitHubWorld, anAdapter, OWNER } from '../support/builders/github.js';

interface Answer {
  data: { nodes: { pullRequests?: { nodes: { statusCheckRollup: unknown }[] } }[] };
  errors?: unknown[];
}

/** A way to `url` on which every GraphQL answer is changed, as a proxy or another kind of token would have it. */
async function changed(url: string, change: (answer: Answer) => Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = { authorization: request.headers.authorization ?? '', 'user-agent': 'test' };
    const body = Buffer.concat(chunks).toString();
    const answer = await fetch(`${url}${request.url}`, { method: request.method ?? 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(change((await answer.json()) as Answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a fine-grained token gets of a private repository: everything but the checks, and an error for each. */
function withoutChecks(type: string, field: string) {
  return (answer: Answer): Answer => {
    const errors: unknown[] = [];
    for (const [at, { pullRequests }] of answer.data.nodes.entries())
      for (const [index, node] of (pullRequests?.nodes ?? []).entries()) {
        node.statusCheckRollup = null;
        const path = ['nodes', at, 'pullRequests', 'nodes', index, field];
        errors.push({ type, path, message: 'Resource not accessible by personal access token' });
      }
    return errors.length > 0 ? { ...answer, errors } : answer;
  };
}

describe('an answer of GitHub that holds errors beside data', () => {
  const readCore = async (change: (answer: Answer) => Answer) => {
    const sandbox = await aGitHubWorld();
    const url = await changed(sandbox.url, change);
    const nodeId = sandbox.world.repo(`${OWNER}/core`)?.nodeId ?? '';
    const [core] = await anAdapter({ ...sandbox, url }).changes([
      { nodeId, issuesSince: null, pullsSince: null },
    ]);
    return core;
  };

  it('counts as one with unknown checks where the token may not see them', async () => {
    const core = await readCore(withoutChecks('FORBIDDEN', 'statusCheckRollup'));
    expect(core?.pullRequests.map(({ checks }) => checks)).toEqual(core?.pullRequests.map(() => null));
    expect(core?.pullRequests.find(({ number }) => number === 323)?.mergeable).toBe('CONFLICTING');
    expect(core?.issues.length).toBeGreaterThan(40);
  });

  it('is an error where the token may not see anything else: half a picture would look like a whole one', async () => {
    await expect(readCore(withoutChecks('FORBIDDEN', 'reviewThreads'))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(readCore(withoutChecks('SERVICE_UNAVAILABLE', 'statusCheckRollup'))).rejects.toMatchObject({
      kind: 'in-doubt',
      code: 'SERVICE_UNAVAILABLE',
    });
  });
});
