import { createHash } from 'node:crypto';
import { ancestors } from './history.js';
import type { Commit, Repo } from './model.js';

/* Which files a commit has. The world keeps paths without contents, and nothing is ever deleted from it. */

export interface TreeEntry {
  /** From the repository's root. */
  path: string;
  type: 'blob' | 'tree';
  oid: string;
  /** Bytes; a folder has none. */
  size: number | undefined;
}

const OWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** The commit that a branch's name, a full ref, `HEAD` or a commit's id means. */
export function commitOf(repo: Repo, revision: string): Commit | undefined {
  const name = revision === 'HEAD' ? repo.defaultBranch : revision.replace(/^(?:refs\/)?heads\//, '');
  const oid = repo.branches.get(revision)?.oid ?? repo.branches.get(name)?.oid ?? revision;
  return repo.commits.get(oid);
}

export interface Tree {
  oid: string;
  entries: TreeEntry[];
}

/**
 * A folder of a commit with all folders and files below it, in git's order: by path, a folder right before what is in
 * it. Nothing when there is no such folder.
 */
export function treeOf(repo: Repo, { oid }: Commit, folder = ''): Tree | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const inside = [...changesUntil(repo, oid)].filter(([path]) => path.startsWith(prefix));
  if (inside.length === 0 && folder !== '') return undefined;
  const folders = new Map<string, string[]>();
  for (const [path, version] of inside)
    for (const above of foldersAbove(path, prefix)) {
      const held = folders.get(above) ?? [];
      held.push(`${path} ${version}`);
      folders.set(above, held);
    }
  const entries = [
    ...inside.map(([path, version]) => blob(path, version)),
    ...[...folders].map(([path, held]) => tree(path, held)),
  ];
  const own = inside.map(([path, version]) => `${path} ${version}`);
  return { oid: tree(folder, own).oid, entries: entries.sort(order) };
}

/** A single file, or nothing. */
export function fileOf(repo: Repo, { oid }: Commit, path: string): TreeEntry | undefined {
  const version = changesUntil(repo, oid).get(path);
  return version === undefined ? undefined : blob(path, version);
}

/** Where GitHub finds the code owners of a commit: the first of three places. */
export function codeownersOf(repo: Repo, commit: Commit): string | undefined {
  const paths = changesUntil(repo, commit.oid);
  return OWNERS.find((path) => paths.has(path));
}

/** Splits `main:path/to` and tells which commit and path are meant. */
export function resolveExpression(
  repo: Repo,
  expression: string,
): { commit: Commit; path: string | undefined } | undefined {
  const at = expression.indexOf(':');
  const revision = at < 0 ? expression : expression.slice(0, at);
  const commit = commitOf(repo, revision);
  if (!commit) return undefined;
  return { commit, path: at < 0 ? undefined : expression.slice(at + 1).replace(/\/+$/, '') };
}

/** Every path with the commit that changed it last, or nothing for what was there before. */
function changesUntil(repo: Repo, oid: string): Map<string, string> {
  const changes = new Map([...repo.files].map((path) => [path, '']));
  const commits = [...ancestors(repo, oid)].flatMap((one) => repo.commits.get(one) ?? []);
  commits.sort((a, b) => (a.committedAt < b.committedAt ? -1 : 1));
  for (const { paths, oid: by } of commits) for (const path of paths) changes.set(path, by);
  return changes;
}

function foldersAbove(path: string, prefix: string): string[] {
  const parts = path.slice(prefix.length).split('/').slice(0, -1);
  return parts.map((_, index) => prefix + parts.slice(0, index + 1).join('/'));
}

function blob(path: string, version: string): TreeEntry {
  const oid = idOf('blob', `${path} ${version}`);
  return { path, type: 'blob', oid, size: 200 + (Number.parseInt(oid.slice(0, 4), 16) % 8_000) };
}

function tree(path: string, held: string[]): TreeEntry {
  return { path, type: 'tree', oid: idOf('tree', `${path} ${held.sort().join('\n')}`), size: undefined };
}

function idOf(type: string, text: string): string {
  return createHash('sha1').update(`${type} ${text}`).digest('hex');
}

function order(a: TreeEntry, b: TreeEntry): number {
  return sortKey(a) < sortKey(b) ? -1 : 1;
}

function sortKey({ path, type }: TreeEntry): string {
  return type === 'tree' ? `${path}/` : path;
}
