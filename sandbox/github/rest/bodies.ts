import type { components } from '@octokit/openapi-types';
import type { Account, Comment, Conversation, Label, Permission, Reaction, Repo, Session } from '../model.js';
import { openCount } from '../pull-state.js';
import type { RateState } from '../rate-limits.js';
import { permissionOf } from '../world.js';

/* The shapes of REST's answers. Their types are GitHub's own, so a field that is missing does not compile. */

type Schemas = components['schemas'];
type Links<Names extends string> = Record<Names, string>;

const WEB = 'https://github.com';

export function userBody(api: string, account: Account): Schemas['simple-user'] {
  const { login, id, nodeId, type } = account;
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const links = { followers_url: `${url}/followers`, following_url: `${url}/following{/other_user}` };
  const more = { gists_url: `${url}/gists{/gist_id}`, starred_url: `${url}/starred{/owner}{/repo}` };
  return {
    ...{ login, id, node_id: nodeId, avatar_url: '', gravatar_id: '', url, html_url: `${WEB}/${login}` },
    ...links,
    ...more,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  };
}

export function viewerBody(api: string, account: Account): Schemas['public-user'] {
  const founded = '2020-01-01T00:00:00Z';
  return {
    ...userBody(api, account),
    ...{
      name: account.login,
      company: null,
      blog: '',
      location: null,
      email: null,
      hireable: null,
      bio: null,
    },
    ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0 },
    ...{ created_at: founded, updated_at: founded },
  };
}

export function labelBody(api: string, { repo, label }: { repo: Repo; label: Label }): Schemas['label'] {
  const { id, nodeId, name, color, description } = label;
  const url = `${repoUrl(api, repo)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId, url, name, color, description, default: false };
}

export function commentBody(
  api: string,
  { subject, comment }: { subject: Conversation; comment: Comment },
): Schemas['issue-comment'] {
  const { repo, number, kind } = subject;
  const url = `${repoUrl(api, repo)}/issues/comments/${comment.id}`;
  const page = kind === 'Issue' ? 'issues' : 'pull';
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    html_url: `${WEB}/${repo.nameWithOwner}/${page}/${number}#issuecomment-${comment.id}`,
    issue_url: `${repoUrl(api, repo)}/issues/${number}`,
    body: comment.body,
    user: userBody(api, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: repo.collaborators.has(comment.author.login.toLowerCase()) ? 'MEMBER' : 'NONE',
    performed_via_github_app: null,
    reactions: reactionsBody(`${url}/reactions`, comment.reactions),
  };
}

export function reactionsBody(url: string, reactions: Reaction[]): Schemas['reaction-rollup'] {
  const count = (content: Reaction['content']) => reactions.filter((one) => one.content === content).length;
  return {
    url,
    total_count: reactions.length,
    '+1': count('THUMBS_UP'),
    '-1': count('THUMBS_DOWN'),
    laugh: count('LAUGH'),
    hooray: count('HOORAY'),
    confused: count('CONFUSED'),
    heart: count('HEART'),
    rocket: count('ROCKET'),
    eyes: count('EYES'),
  };
}

export function permissionBody(
  api: string,
  { repo, account }: { repo: Repo; account: Account },
): Schemas['repository-collaborator-permission'] {
  const permission = permissionOf(repo, account);
  const user = { ...userBody(api, account), permissions: rights(permission), role_name: permission };
  return { permission, role_name: permission, user };
}

function rights(permission: Permission) {
  const push = permission !== 'read';
  return { admin: permission === 'admin', maintain: permission === 'admin', push, triage: push, pull: true };
}

export function repoBody(
  api: string,
  { repo, session }: { repo: Repo; session: Session },
): Schemas['full-repository'] {
  const open = openCount(repo.issues.values()) + openCount(repo.pullRequests.values());
  return {
    ...{ id: repo.id, node_id: repo.nodeId, name: repo.name, full_name: repo.nameWithOwner },
    ...{ owner: userBody(api, repo.owner), private: repo.isPrivate, description: null, fork: false },
    ...repoLinks(api, repo),
    ...{ mirror_url: null, homepage: null, language: repo.language, default_branch: repo.defaultBranch },
    ...{ forks_count: 0, forks: 0, stargazers_count: 0, watchers_count: 0, watchers: 0, size: 0 },
    ...{ open_issues_count: open, open_issues: open, subscribers_count: 0, network_count: 0 },
    ...{ has_issues: true, has_projects: false, has_wiki: false, has_pages: false, has_discussions: false },
    ...{ archived: repo.isArchived, disabled: false, visibility: repo.isPrivate ? 'private' : 'public' },
    ...{ created_at: repo.createdAt, updated_at: repo.updatedAt, pushed_at: repo.pushedAt, license: null },
    permissions: rights(permissionOf(repo, session.account)),
    ...{
      allow_squash_merge: true,
      allow_merge_commit: true,
      allow_rebase_merge: true,
      allow_auto_merge: repo.settings.allowAutoMerge,
      delete_branch_on_merge: repo.settings.deleteBranchOnMerge,
    },
  };
}

type FullRepository = Schemas['full-repository'];
type RepoLink = {
  [Key in keyof FullRepository]-?: Key extends `${string}_url`
    ? FullRepository[Key] extends string
      ? Key
      : never
    : never;
}[keyof FullRepository];

function repoLinks(api: string, repo: Repo): Links<RepoLink | 'url'> {
  const url = repoUrl(api, repo);
  const web = `${WEB}/${repo.nameWithOwner}`;
  return {
    url,
    html_url: web,
    git_url: `git://github.com/${repo.nameWithOwner}.git`,
    ssh_url: `git@github.com:${repo.nameWithOwner}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}

export function rateLimitBody(resources: {
  core: RateState;
  graphql: RateState;
  search: RateState;
}): Schemas['rate-limit-overview'] {
  const { core, graphql, search } = resources;
  return { resources: { core, graphql, search }, rate: core };
}

export function repoUrl(api: string, repo: Repo): string {
  return `${api}/repos/${repo.nameWithOwner}`;
}
