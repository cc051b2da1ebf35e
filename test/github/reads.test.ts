import { beforeEach, describe, expect, it } from 'vitest';
import { makeIssue } from '../../sandbox/github/make.js';
import { INVENTORY } from '../../sandbox/github/seed/inventory.js';
import type { World } from '../../sandbox/github/world.js';
import type { ChangeRequest, GitHub, RepoChanges } from '../../src/ports.js';
import { aGitHubWorld, anAdapter, OWNER } from '../support/builders/github.js';
import { peopleOf } from '../support/builders/world.js';
import { requestsAt, type SeenRequest } from '../support/world-watch.js';

const REF = { owner: OWNER, repo: 'core', number: 119 };
const MINUTE = 60_000;

describe('a read of GitHub', () => {
  let sandbox: Awaited<ReturnType<typeof aGitHubWorld>>;
  let world: World;
  let github: GitHub;
  let seen: SeenRequest[];
  let people: ReturnType<typeof peopleOf>;

  beforeEach(async () => {
    sandbox = await aGitHubWorld();
    ({ world } = sandbox);
    people = peopleOf(world);
    github = anAdapter(sandbox);
    seen = requestsAt(world);
  });

  const fresh = (name: string): ChangeRequest => ({
    nodeId: people.repo(name).nodeId,
    issuesSince: null,
    pullsSince: null,
  });
  const since = (name: string, at: Date): ChangeRequest => ({
    ...fresh(name),
    issuesSince: at,
    pullsSince: at,
  });
  const read = async (request: ChangeRequest) => (await github.changes([request]))[0] as RepoChanges;

  it('finds all repositories of the owner, over as many pages as there are', async () => {
    for (let n = 1; n <= 120; n++) {
      const model = people.repo('build');
      const name = `more-${n}`;
      const nameWithOwner = `${OWNER}/${name}`;
      world.repos.set(nameWithOwner, { ...model, nodeId: `R_more${n}`, name, nameWithOwner });
    }
    const records = await github.repositories(OWNER);
    expect(new Set(records.map(({ name }) => name)).size).toBe(INVENTORY.length + 120);
    expect(seen).toHaveLength(2);
  });

  it('leaves a repository out that has no commit yet, and finds none for an owner that is not there', async () => {
    people.repo('build').branches.clear();
    expect((await github.repositories(OWNER)).map(({ name }) => name)).not.toContain('build');
    expect(await github.repositories('nobody-at-all')).toEqual([]);
  });

  it('brings every issue of a repository that has more than a page of them, each once', async () => {
    const build = people.repo('build');
    const author = build.owner;
    for (let n = 0; n < 230; n++)
      makeIssue(world, build, {
        number: build.nextNumber,
        title: `chore: ${n}`,
        body: '',
        author,
        createdAt: world.now(),
      });
    const { issues } = await read(fresh('build'));
    expect(new Set(issues.map(({ number }) => number)).size).toBe(239);
    expect(issues).toHaveLength(239);
  });

  it('reads the whole inventory in a few requests, and what changed since in fewer', async () => {
    const records = await github.repositories(OWNER);
    const asks = records.map(({ name }) => fresh(name));
    await github.changes(asks);
    const first = seen.length;
    expect(first).toBeLessThanOrEqual(10);
    seen.length = 0;
    const news = await github.changes(records.map(({ name }) => since(name, sandbox.clock.now())));
    expect(news.flatMap(({ issues }) => issues)).toEqual([]);
    expect(seen.length).toBeLessThan(first);
  });

  it('brings of what is known only what was touched since: a label, a comment, a closed issue', async () => {
    const before = sandbox.clock.now();
    await sandbox.clock.advanceBy(MINUTE);
    people.label(119, 'Snider');
    people.comment(120, 'passer-by', 'hello');
    people.close(128);
    const { issues } = await read(since('core', before));
    expect(issues.map(({ number }) => number).sort()).toEqual([119, 120, 128]);
    expect(issues.find(({ number }) => number === 128)?.open).toBe(false);
    expect(issues.find(({ number }) => number === 119)?.labelEvents.at(-1)).toMatchObject({
      label: 'jules',
      actor: 'Snider',
      at: sandbox.clock.now(),
    });
  });

  it('sees conflicts, threads and checks of pull requests, and epics’ branches', async () => {
    const { pullRequests, epicBranches } = await read(fresh('core'));
    const pull = (number: number) => pullRequests.find((one) => one.number === number);
    expect(pull(323)).toMatchObject({ state: 'OPEN', mergeable: 'CONFLICTING', checks: 'SUCCESS' });
    expect(pull(324)).toMatchObject({ unresolvedThreads: 2, base: 'epic/301-release-pipeline' });
    expect(pull(201)?.state).toBe('MERGED');
    expect(pull(323)?.author).toBe('google-labs-jules');
    const { oid } = people.repo('core').branches.get('epic/118-mcp-daemon') ?? {};
    expect(epicBranches.find(({ name }) => name === 'epic/118-mcp-daemon')?.sha).toBe(oid);
    expect(epicBranches).toHaveLength(8);
  });

  it('knows a pull request into an epic’s branch by its reference to the issue: GitHub does not say that it closes it', async () => {
    const { issues, pullRequests } = await read(fresh('core'));
    expect(pullRequests.find(({ number }) => number === 323)?.closes).toEqual([]);
    expect(issues.find(({ number }) => number === 303)?.linkedPulls).toEqual([323]);
  });

  it('takes an unknown issue and an unknown repository for not there, and not for an error', async () => {
    expect(await github.issue({ ...REF, number: 9_999 })).toBeNull();
    expect(await github.issue({ ...REF, repo: 'nowhere' })).toBeNull();
    expect(await github.lookAtDispatch({ ...REF, number: 9_999 }, null)).toBeNull();
    const [known, unknown] = await github.changes([fresh('build'), { ...fresh('build'), nodeId: 'R_gone' }]);
    expect(known?.issues).toHaveLength(9);
    expect(unknown).toEqual({ nodeId: 'R_gone', issues: [], pullRequests: [], epicBranches: [] });
  });

  it('knows its own comments from those of others', async () => {
    const before = await github.lookAtDispatch(REF, 'SNIDER_GITHUB_TOKEN');
    people.comment(119, 'passer-by', 'x');
    expect(await github.lookAtDispatch(REF, 'SNIDER_GITHUB_TOKEN')).toEqual(before);
    const { id } = await github.comment(REF, 'y', 'SNIDER_GITHUB_TOKEN');
    const after = await github.lookAtDispatch(REF, 'SNIDER_GITHUB_TOKEN');
    expect(after?.ownComments).toEqual([...(before?.ownComments ?? []), id]);
  });

  it('knows who may write', async () => {
    for (const login of ['Snider', 'bodane']) expect(await github.mayWrite(REF, login)).toBe(true);
    for (const login of ['passer-by', 'nobody-at-all']) expect(await github.mayWrite(REF, login)).toBe(false);
  });

  it('brings the bodies of the epics asked for', async () => {
    const { nodeId, body } = people.issue(118);
    expect(await github.bodies([nodeId, 'I_gone'])).toEqual(new Map([[nodeId, body]]));
  });

  it('fails with the time to wait when the hour’s budget is used up, though GraphQL answers 200', async () => {
    world.faults.add({ kind: 'rate-limit' });
    await expect(github.repositories(OWNER)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAt: new Date(sandbox.clock.now().getTime() + 3_600_000),
    });
  });

  it('tells how much of the hour’s budget is left', async () => {
    expect(github.readLimit()).toBeNull();
    await github.repositories(OWNER);
    const { limit, remaining } = github.readLimit() ?? { limit: 0, remaining: 0 };
    expect(limit).toBe(5_000);
    expect(remaining).toBeLessThan(5_000);
    expect(remaining).toBe(world.rateLimits.state('epic-bot', 'graphql').remaining);
  });
});
