import type { components } from '@octokit/openapi-types';
import { compare, mergeBase, missingFrom } from '../history.js';
import type { Account, Branch, Commit, Repo } from '../model.js';
import { repoUrl, userBody } from './bodies.js';

/* Refs, commits and comparisons as REST prints them; the types are GitHub's own. */

type Schemas = components['schemas'];

export function refBody(api: string, { repo, branch }: { repo: Repo; branch: Branch }): Schemas['git-ref'] {
  const { name, nodeId, oid } = branch;
  const url = `${repoUrl(api, repo)}/git`;
  return {
    ...{ ref: `refs/heads/${name}`, node_id: nodeId, url: `${url}/refs/heads/${name}` },
    object: { type: 'commit', sha: oid, url: `${url}/commits/${oid}` },
  };
}

/** The world knows neither the words nor the contents of a commit, nor who made it. */
export function commitBody(
  api: string,
  { repo, commit, by }: { repo: Repo; commit: Commit; by?: Account },
): Schemas['commit'] {
  const { oid: sha, committedAt: date, parents } = commit;
  const url = `${repoUrl(api, repo)}/commits/${sha}`;
  const html_url = `https://github.com/${repo.nameWithOwner}/commit/${sha}`;
  const git = `${repoUrl(api, repo)}/git`;
  const person = { ...(by && { name: by.login }), date };
  const user = by ? userBody(api, by) : null;
  return {
    ...{ sha, node_id: `C_${sha}`, url, html_url, comments_url: `${url}/comments` },
    commit: {
      ...{ url: `${git}/commits/${sha}`, message: '', comment_count: 0, author: person, committer: person },
      tree: { sha, url: `${git}/trees/${sha}` },
    },
    ...{ author: user, committer: user },
    parents: parents.map((parent) => ({ sha: parent, url: `${repoUrl(api, repo)}/commits/${parent}` })),
  };
}

/** `base...head`, without files: they would need contents. */
export function comparisonBody(
  api: string,
  { repo, base, head }: { repo: Repo; base: Commit; head: Commit },
): Schemas['commit-comparison'] {
  const ends = { base: base.oid, head: head.oid };
  const { status, aheadBy, behindBy } = compare(repo, ends);
  const page = `https://github.com/${repo.nameWithOwner}/compare/${base.oid}...${head.oid}`;
  const commits = missingFrom(repo, ends).flatMap((oid) => repo.commits.get(oid) ?? []);
  const oldestFirst = commits.sort((a, b) => (a.committedAt < b.committedAt ? -1 : 1));
  return {
    url: `${repoUrl(api, repo)}/compare/${base.oid}...${head.oid}`,
    ...{ html_url: page, permalink_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` },
    base_commit: commitBody(api, { repo, commit: base }),
    merge_base_commit: commitBody(api, { repo, commit: mergeBase(repo, ends) ?? base }),
    ...{ status, ahead_by: aheadBy, behind_by: behindBy, total_commits: aheadBy },
    commits: oldestFirst.map((commit) => commitBody(api, { repo, commit })),
  };
}
