import { createHash } from 'node:crypto';
import type { Commit, Repo } from './model.js';

/* What git works out from commits and their parents. The paths that both sides changed stand in for contents. */

export interface Comparison {
  status: 'identical' | 'ahead' | 'behind' | 'diverged';
  aheadBy: number;
  behindBy: number;
}

/** The commit and everything before it. An oid that nobody knows has no past. */
export function ancestors(repo: Repo, oid: string): Set<string> {
  const seen = new Set<string>();
  const open = [oid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(repo.commits.get(next)?.parents ?? []));
  }
  return seen;
}

/** The commits that `head` has and `base` has not. */
export function missingFrom(repo: Repo, { base, head }: { base: string; head: string }): string[] {
  const known = ancestors(repo, base);
  return [...ancestors(repo, head)].filter((oid) => !known.has(oid));
}

export function compare(repo: Repo, { base, head }: { base: string; head: string }): Comparison {
  const aheadBy = missingFrom(repo, { base, head }).length;
  const behindBy = missingFrom(repo, { base: head, head: base }).length;
  if (aheadBy === 0) return { status: behindBy === 0 ? 'identical' : 'behind', aheadBy, behindBy };
  return { status: behindBy === 0 ? 'ahead' : 'diverged', aheadBy, behindBy };
}

/** The paths that `head` changed since it and `base` parted. */
export function changedPaths(repo: Repo, ends: { base: string; head: string }): string[] {
  const paths = missingFrom(repo, ends).flatMap((oid) => repo.commits.get(oid)?.paths ?? []);
  return [...new Set(paths)].sort();
}

/** The paths that both sides changed since they parted: a merge of the two conflicts there. */
export function conflictingPaths(repo: Repo, { base, head }: { base: string; head: string }): string[] {
  const theirs = new Set(changedPaths(repo, { base: head, head: base }));
  return changedPaths(repo, { base, head }).filter((path) => theirs.has(path));
}

/** The newest commit that both have. */
export function mergeBase(repo: Repo, { base, head }: { base: string; head: string }): Commit | undefined {
  const known = ancestors(repo, base);
  const shared = [...ancestors(repo, head)].flatMap((oid) => (known.has(oid) ? [oid] : []));
  const older = new Set(
    shared.flatMap((oid) => [...ancestors(repo, oid)].filter((ancestor) => ancestor !== oid)),
  );
  return shared.flatMap((oid) => (older.has(oid) ? [] : (repo.commits.get(oid) ?? [])))[0];
}

/** A commit's id, worked out from what it is, as git does: the same story gives the same ids. */
export function oidOf(repo: Repo, about: { parents: string[]; committedAt: string; what: string }): string {
  const text = [repo.nameWithOwner, ...about.parents, about.committedAt, about.what].join('\n');
  return createHash('sha1').update(text).digest('hex');
}
