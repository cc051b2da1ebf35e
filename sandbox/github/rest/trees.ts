import type { components } from '@octokit/openapi-types';
import type { Repo } from '../model.js';
import { codeownersOf, commitOf, type Tree, type TreeEntry, treeOf } from '../tree.js';
import { repoUrl } from './bodies.js';
import { repoOf } from './find.js';
import { notFound, RestProblem } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

type GitTree = components['schemas']['git-tree'];

/** A recursive list ends at whichever comes first [docs, “Get a tree”], and says that it is `truncated`. */
const MOST_ENTRIES = 100_000;
const MOST_BYTES = 7 * 1024 * 1024;
const SHA = /^[0-9a-f]{40}$/;

/** `GET …/git/trees/:sha`, of a branch, a commit or a folder. `recursive` with any value at all means recursive. */
export function showTree({ world, api, params, query }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  if (repo.commits.size === 0) throw new RestProblem(409, 'Git Repository is empty.');
  const asked = params.sha ?? '';
  const found = treeNamed(repo, asked);
  if (!found) throw notFound();
  const entries = query.has('recursive')
    ? found.tree.entries
    : found.tree.entries.filter(({ path }) => !path.includes('/'));
  return { status: 200, body: treeBody(api, { repo, sha: found.sha, entries }) };
}

/** Entries name their paths from the folder that was asked for. */
export function treeBody(
  api: string,
  { repo, sha, entries }: { repo: Repo; sha: string; entries: TreeEntry[] },
): GitTree {
  const url = `${repoUrl(api, repo)}/git`;
  const tree: GitTree['tree'] = [];
  let bytes = 0;
  for (const { path, type, oid, size } of entries) {
    const links = { url: `${url}/${type}s/${oid}` };
    const mode = type === 'tree' ? '040000' : '100644';
    const entry = { path, mode, type, sha: oid, ...(size !== undefined && { size }), ...links };
    bytes += JSON.stringify(entry).length;
    if (tree.length >= MOST_ENTRIES || bytes > MOST_BYTES) break;
    tree.push(entry);
  }
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: tree.length < entries.length };
}

/** As on GitHub, the answer bears the id of the commit where one was asked for by a branch. */
function treeNamed(repo: Repo, name: string): { sha: string; tree: Tree } | undefined {
  const commit = commitOf(repo, name);
  const tree = commit && treeOf(repo, commit);
  if (tree) return { sha: commit.oid, tree };
  if (!SHA.test(name)) return undefined;
  for (const { oid } of repo.branches.values()) {
    const head = repo.commits.get(oid);
    const root = head && treeOf(repo, head);
    if (root?.oid === name) return { sha: name, tree: root };
    const folder = root?.entries.find((entry) => entry.type === 'tree' && entry.oid === name)?.path;
    const inside = head && folder !== undefined ? treeOf(repo, head, folder) : undefined;
    if (inside && folder !== undefined) return { sha: name, tree: below(folder, inside) };
  }
  return undefined;
}

function below(folder: string, { oid, entries }: Tree): Tree {
  return { oid, entries: entries.map((entry) => ({ ...entry, path: entry.path.slice(folder.length + 1) })) };
}

/** `GET …/codeowners/errors`: 404 where the branch has no such file. */
export function showCodeownersErrors({ world, params, query }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  const commit = commitOf(repo, query.get('ref') ?? 'HEAD');
  const path = commit && codeownersOf(repo, commit);
  if (!path) throw notFound();
  return { status: 200, body: codeownersBody(repo, path) };
}

export function codeownersBody(
  { codeownersErrors }: Repo,
  path: string,
): components['schemas']['codeowners-errors'] {
  return { errors: codeownersErrors.map((error) => ({ ...error, path, message: messageOf(error, path) })) };
}

/** Says what is wrong, and points at the place below the line. */
export function messageOf(
  { kind, line, column, source }: Repo['codeownersErrors'][number],
  path: string,
): string {
  return `${kind} on line ${line}: make sure that it exists and has write access\n\n  ${source}\n  ${' '.repeat(column - 1)}^\n\n(${path})`;
}
