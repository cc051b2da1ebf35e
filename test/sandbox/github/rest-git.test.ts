import type { components } from '@octokit/openapi-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { commitBody, comparisonBody, refBody } from '../../../sandbox/github/rest/git-bodies.js';
import { aPull, branchOf, person, repoOf } from './people.js';
import { aGitHub, CORE, refusal, type TestGitHub } from './support.js';

const EPIC = 'epic/118-mcp-daemon';

function push(github: TestGitHub, branch: string, paths: string[]) {
  const about = { branch: branchOf(github, branch), paths, by: person(github) };
  return pushToBranch(github.world, repoOf(github), about);
}

describe('refs', () => {
  test('are found with plain and with encoded slashes', async () => {
    const github = await aGitHub();
    const { oid } = branchOf(github, EPIC);
    for (const path of [
      `ref/heads/${EPIC}`,
      `refs/heads/${EPIC}`,
      `ref/heads%2F${encodeURIComponent(EPIC)}`,
      `ref/heads/${encodeURIComponent(EPIC)}`,
    ]) {
      const headers = { authorization: 'token ghp_sandbox_Snider' };
      const answer = await fetch(`${github.url}/repos/dappcore/core/git/${path}`, { headers });
      expect(await answer.json()).toMatchObject({
        ref: `refs/heads/${EPIC}`,
        object: { type: 'commit', sha: oid },
      });
    }
    const missing = github.as('Snider').git.getRef({ ...CORE, ref: 'heads/nowhere' });
    expect(await refusal(missing)).toMatchObject({ status: 404 });
  });

  test('are made once, and deleted once', async () => {
    const github = await aGitHub();
    const { git } = github.as('bodane');
    const made = { ...CORE, ref: 'refs/heads/epic/9-new', sha: branchOf(github, 'dev').oid };
    expect((await git.createRef(made)).data.object.sha).toBe(made.sha);
    expect((await refusal(git.createRef(made))).message).toContain('Reference already exists');
    const gone = { ...CORE, ref: 'heads/epic/9-new' };
    expect((await git.deleteRef(gone)).status).toBe(204);
    expect(await refusal(git.deleteRef(gone))).toMatchObject({
      status: 422,
      message: expect.stringContaining('Reference does not exist'),
    });
  });

  test.each([
    ['a commit that is not there', { ref: 'refs/heads/x', sha: 'f'.repeat(40) }, 'Object does not exist'],
    ['no full name', { ref: 'x' }, 'must start with'],
    ['a name that git forbids', { ref: 'refs/heads/a..b' }, 'not a valid ref name'],
    ['a name that is too long', { ref: `refs/heads/${'x'.repeat(245)}` }, 'not a valid ref name'],
  ])('are not made with %s', async (_, about, message) => {
    const github = await aGitHub();
    const asked = { ...CORE, sha: branchOf(github, 'dev').oid, ...about };
    const answer = await refusal(github.as('Snider').git.createRef(asked));
    expect(answer).toMatchObject({ status: 422, message: expect.stringContaining(message) });
  });

  test('are not a reader’s to make or delete, and the default one is nobody’s', async () => {
    const github = await aGitHub();
    const sha = branchOf(github, 'dev').oid;
    const { git } = github.as('passer-by');
    expect(await refusal(git.createRef({ ...CORE, ref: 'refs/heads/x', sha }))).toMatchObject({
      status: 403,
    });
    expect(await refusal(git.deleteRef({ ...CORE, ref: `heads/${EPIC}` }))).toMatchObject({ status: 403 });
    const own = github.as('Snider').git.deleteRef({ ...CORE, ref: 'heads/dev' });
    expect(await refusal(own)).toMatchObject({ status: 422 });
  });

  test('take the pull requests into them along when they are deleted', async () => {
    const github = await aGitHub();
    const pull = aPull(github, { base: EPIC });
    await github.as('Snider').git.deleteRef({ ...CORE, ref: `heads/${EPIC}` });
    expect(pull).toMatchObject({ state: 'CLOSED', mergedAt: null });
  });
});

describe('a merge of branches', () => {
  test('answers its commit, and 204 when there is nothing more', async () => {
    const github = await aGitHub();
    push(github, EPIC, ['pkg/one.go']);
    push(github, 'dev', ['pkg/two.go']);
    const { repos } = github.as('Snider');
    const { status, data } = await repos.merge({ ...CORE, base: 'dev', head: EPIC });
    expect([status, data.sha]).toEqual([201, branchOf(github, 'dev').oid]);
    expect((await repos.merge({ ...CORE, base: 'dev', head: EPIC })).status).toBe(204);
  });

  test('conflicts where both sides changed a path since they parted, and not before', async () => {
    const github = await aGitHub();
    const { repos } = github.as('Snider');
    push(github, EPIC, ['pkg/one.go']);
    await repos.merge({ ...CORE, base: 'dev', head: EPIC });
    push(github, EPIC, ['pkg/one.go']);
    expect((await repos.merge({ ...CORE, base: 'dev', head: EPIC })).status).toBe(201);
    push(github, EPIC, ['pkg/one.go']);
    push(github, 'dev', ['pkg/one.go']);
    const answer = await refusal(repos.merge({ ...CORE, base: 'dev', head: EPIC }));
    expect(answer).toMatchObject({ status: 409, message: expect.stringContaining('Merge conflict') });
  });

  test.each([
    [{ base: 'nowhere', head: EPIC }, 404, 'Base does not exist'],
    [{ base: 'dev', head: 'nowhere' }, 404, 'Head does not exist'],
  ])('of %o is refused with %i', async (ends, status, message) => {
    const github = await aGitHub();
    const answer = await refusal(github.as('Snider').repos.merge({ ...CORE, ...ends }));
    expect(answer).toMatchObject({ status, message: expect.stringContaining(message) });
  });
});

describe('a comparison', () => {
  test('counts what each side has alone', async () => {
    const github = await aGitHub();
    const { repos } = github.as('Snider');
    const compared = async () =>
      (await repos.compareCommitsWithBasehead({ ...CORE, basehead: `dev...${EPIC}` })).data;
    expect(await compared()).toMatchObject({ status: 'identical', ahead_by: 0, behind_by: 0 });
    push(github, EPIC, ['a']);
    push(github, EPIC, ['b']);
    expect(await compared()).toMatchObject({ status: 'ahead', ahead_by: 2, behind_by: 0 });
    push(github, 'dev', ['c']);
    expect(await compared()).toMatchObject({ status: 'diverged', ahead_by: 2, behind_by: 1 });
    const document = `{ repository(owner: "dappcore", name: "core") {
      ref(qualifiedName: "dev") { compare(headRef: "${EPIC}") { aheadBy behindBy status } } } }`;
    expect(await github.as('Snider').graphql(document)).toMatchObject({
      repository: { ref: { compare: { aheadBy: 2, behindBy: 1, status: 'DIVERGED' } } },
    });
  });

  test('answers have the types that GitHub publishes', () => {
    type Schemas = components['schemas'];
    expectTypeOf(refBody).returns.toEqualTypeOf<Schemas['git-ref']>();
    expectTypeOf(commitBody).returns.toEqualTypeOf<Schemas['commit']>();
    expectTypeOf(comparisonBody).returns.toEqualTypeOf<Schemas['commit-comparison']>();
  });
});
