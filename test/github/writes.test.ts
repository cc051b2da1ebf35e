import { beforeEach, describe, expect, it } from 'vitest';
import type { GitHubFault } from '../../sandbox/github/faults.js';
import type { GitHubSandbox } from '../../sandbox/github/server.js';
import { UpstreamError } from '../../src/domain/errors.js';
import type { GitHub } from '../../src/ports.js';
import { aGitHubWorld, anAdapter, OWNER } from '../support/builders/github.js';
import { peopleOf } from '../support/builders/world.js';
import { issueIn, requestsAt, type SeenRequest } from '../support/world-watch.js';

const REF = { owner: OWNER, repo: 'core', number: 119 };
const SNIDER = 'SNIDER_GITHUB_TOKEN';

type Sandbox = Awaited<ReturnType<typeof aGitHubWorld>>;

describe('a write to GitHub', () => {
  let sandbox: Sandbox;
  let world: GitHubSandbox['world'];
  let github: GitHub;
  let seen: SeenRequest[];

  beforeEach(async () => {
    sandbox = await aGitHubWorld();
    ({ world } = sandbox);
    github = anAdapter(sandbox);
    seen = requestsAt(world);
  });

  const comment = () => github.comment(REF, 'Target branch: `epic/118-mcp-daemon` (epic #118)', SNIDER);
  const label = () => github.addLabel(REF, 'jules', SNIDER);
  const done = () => {
    const { comments, labels } = issueIn(world, 119);
    return {
      comments: comments.filter(({ body }) => body.startsWith('Target')).length,
      label: labels.includes('jules'),
    };
  };

  it('acts with the account’s token, so that the account’s owner writes and pays', async () => {
    await comment();
    await label();
    const { comments, events } = issueIn(world, 119);
    expect(comments.at(-1)?.author).toBe('Snider');
    expect(events.at(-1)).toMatchObject({ type: 'LabeledEvent', label: 'jules', actor: 'Snider' });
  });

  it('acts with the bot’s own token where the account has none', async () => {
    await github.comment(REF, 'x', null);
    expect(issueIn(world, 119).comments.at(-1)?.author).toBe('epic-bot');
  });

  it('is refused in words, and not sent, where the account’s variable is not set', async () => {
    await expect(github.addLabel(REF, 'jules', 'GONE_TOKEN')).rejects.toMatchObject({
      kind: 'refused',
      message: 'GONE_TOKEN is not set, so this account cannot act.',
    });
    expect(seen).toEqual([]);
  });

  it('answers the comment’s id and the labels that are on now', async () => {
    const { id } = await comment();
    expect(id).toBe(peopleOf(world).issue(119).comments.at(-1)?.nodeId);
    expect((await label()).labels.sort()).toEqual(issueIn(world, 119).labels.sort());
  });

  const faults: [name: string, fault: GitHubFault, kind: string, mayBeDone: boolean][] = [
    ['502 before it was done', { kind: 'status', status: 502 }, 'in-doubt', false],
    ['502 after it was done', { kind: 'status-after', status: 502 }, 'in-doubt', true],
    ['500 after it was done', { kind: 'status-after', status: 500 }, 'in-doubt', true],
    ['a lost connection before it was done', { kind: 'drop' }, 'in-doubt', false],
    ['a lost connection after it was done', { kind: 'drop-after' }, 'in-doubt', true],
    ['the secondary limit', { kind: 'secondary-limit', retryAfter: 90 }, 'rate-limited', false],
    ['the hour’s limit', { kind: 'rate-limit' }, 'rate-limited', false],
    ['429', { kind: 'status', status: 429 }, 'rate-limited', false],
    ['403', { kind: 'status', status: 403 }, 'refused', false],
    ['401', { kind: 'status', status: 401 }, 'refused', false],
    ['410', { kind: 'status', status: 410 }, 'refused', false],
  ];

  it.each(faults)('is sent once and never again by itself: %s', async (_, fault, kind, mayBeDone) => {
    for (const write of [comment, label]) {
      seen.length = 0;
      world.faults.add({ ...fault, times: 1 });
      await expect(write()).rejects.toMatchObject({ name: 'UpstreamError', system: 'GitHub', kind });
      expect(seen.map(({ method }) => method)).toEqual(['POST']);
    }
    expect(done()).toEqual({ comments: mayBeDone ? 1 : 0, label: mayBeDone });
  });

  it('tells until when GitHub wants to be left alone, by the world’s clock', async () => {
    world.faults.add({ kind: 'secondary-limit', retryAfter: 90 });
    const error = await label().catch((thrown: UpstreamError) => thrown);
    expect(error).toBeInstanceOf(UpstreamError);
    expect((error as UpstreamError).retryAt).toEqual(new Date(sandbox.clock.now().getTime() + 90_000));
  });

  it('is known not to be done where GitHub does not even listen', async () => {
    await sandbox.close();
    await expect(label()).rejects.toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
  });

  it('is refused where the token may not write', async () => {
    github = anAdapter(sandbox, { tokens: new Map([[SNIDER, 'ghp_sandbox_passer-by']]) });
    await expect(label()).rejects.toMatchObject({ kind: 'refused', code: '403' });
    expect(done().label).toBe(false);
  });
});
