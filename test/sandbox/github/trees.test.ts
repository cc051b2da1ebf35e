import { describe, expect, test } from 'vitest';
import { pushToBranch } from '../../../sandbox/github/acts/pushes.js';
import { branchOf, person, repoOf } from './people.js';
import { aGitHub, CORE, refusal } from './support.js';

const PHP = { owner: 'dappcore', repo: 'core-php' };

describe('a tree', () => {
  test('lists every path of a branch, folders and files', async () => {
    const github = await aGitHub();
    const { git } = github.as('Snider');
    const { data } = await git.getTree({ ...PHP, tree_sha: 'dev', recursive: '1' });
    expect(data.truncated).toBe(false);
    const kinds = new Map(data.tree.map(({ path, type }) => [path, type]));
    expect(kinds.get('src/Core')).toBe('tree');
    expect(kinds.get('src/Core/Front/Controllers/RedirectController.php')).toBe('blob');
    expect(data.tree.filter(({ type }) => type === 'tree').every(({ size }) => size === undefined)).toBe(
      true,
    );
  });

  test('has lost a file that an audit names, and keeps those that the others name', async () => {
    const github = await aGitHub();
    const { data } = await github.as('Snider').git.getTree({ ...PHP, tree_sha: 'dev', recursive: '1' });
    const paths = data.tree.map(({ path }) => path);
    expect(paths).not.toContain('src/Core/Headers/DebugHeader.php');
    expect(paths).toContain('src/Core/Bouncer/Login.php');
  });

  test('is one folder deep unless it is asked for all', async () => {
    const github = await aGitHub();
    const { data } = await github.as('Snider').git.getTree({ ...PHP, tree_sha: 'dev' });
    expect(data.tree.some(({ path }) => path?.includes('/'))).toBe(false);
    const folder = data.tree.find(({ path }) => path === 'src')?.sha ?? '';
    const inside = await github.as('Snider').git.getTree({ ...PHP, tree_sha: folder });
    expect(inside.data.tree.map(({ path }) => path)).toContain('Core');
  });

  test('knows what a push has added, on its own branch alone', async () => {
    const github = await aGitHub();
    const branch = 'epic/118-mcp-daemon';
    pushToBranch(github.world, repoOf(github), {
      branch: branchOf(github, branch),
      paths: ['pkg/new/thing.go'],
      by: person(github),
    });
    const pathsOf = async (sha: string) => {
      const { data } = await github.as('Snider').git.getTree({ ...CORE, tree_sha: sha, recursive: '1' });
      return data.tree.map(({ path }) => path);
    };
    expect(await pathsOf(branch)).toContain('pkg/new/thing.go');
    expect(await pathsOf('dev')).not.toContain('pkg/new/thing.go');
  });

  test('of nothing is not found', async () => {
    const github = await aGitHub();
    const missing = github.as('Snider').git.getTree({ ...PHP, tree_sha: 'nowhere' });
    expect(await refusal(missing)).toMatchObject({ status: 404 });
  });
});

describe('GraphQL', () => {
  const asked = `query ($name: String!) {
    repository(owner: "dappcore", name: $name) {
      viewerPermission autoMergeAllowed
      label(name: "jules") { name }
      workflows: object(expression: "HEAD:.github/workflows") { ... on Tree { entries { name type } } }
      nothing: object(expression: "HEAD:no/such/folder") { __typename }
      codeowners { errors { line kind path } }
    }
  }`;
  const ask = async (name: string) => {
    const github = await aGitHub();
    return (await github.as('Snider').graphql<{ repository: unknown }>(asked, { name })).repository;
  };

  test('shows what a repository needs for an agent', async () => {
    expect(await ask('core-php')).toMatchObject({
      label: { name: 'jules' },
      workflows: { entries: [{ name: 'ci.yml', type: 'blob' }] },
      nothing: null,
      codeowners: { errors: [] },
    });
  });

  test('shows what one lacks that nobody has prepared', async () => {
    expect(await ask('docker-server-blockchain')).toMatchObject({
      label: null,
      workflows: null,
      codeowners: null,
    });
  });

  test('shows owners whom nobody knows', async () => {
    expect(await ask('core-devops')).toMatchObject({
      codeowners: { errors: [{ line: 3, kind: 'Unknown owner', path: '.github/CODEOWNERS' }] },
    });
  });
});
