import type { components } from '@octokit/openapi-types';
import { dependenciesSummary, subIssuesSummary } from '../acts/links.js';
import type { Account, Conversation, Issue, PullRequest, Repo, Session } from '../model.js';
import type { World } from '../world.js';
import { labelBody, reactionsBody, repoBody, repoUrl, userBody } from './bodies.js';

/* Issues and pull requests as REST lists them; the types are GitHub's own. */

type Schemas = components['schemas'];

const WEB = 'https://github.com';

function association({ collaborators }: Repo, { login }: Account): 'MEMBER' | 'NONE' {
  return collaborators.has(login.toLowerCase()) ? 'MEMBER' : 'NONE';
}

/** What an issue, a pull request among issues and a pull request answer alike. */
function common(api: string, subject: Conversation) {
  const { id, nodeId, number, repo, title, body, author, assignees, labels } = subject;
  const [assignee] = assignees;
  return {
    ...{ id, node_id: nodeId, number, title, body, locked: subject.locked, milestone: null },
    state: subject.state === 'OPEN' ? 'open' : 'closed',
    user: userBody(api, author),
    labels: labels.map((label) => {
      const { description, ...rest } = labelBody(api, { repo, label });
      return { ...rest, description: description ?? '' };
    }),
    assignee: assignee ? userBody(api, assignee) : null,
    assignees: assignees.map((one) => userBody(api, one)),
    ...{ created_at: subject.createdAt, updated_at: subject.updatedAt, closed_at: subject.closedAt },
    author_association: association(repo, author),
    active_lock_reason: null,
  };
}

/** An issue, or a pull request as REST's issue routes print one: told by its `pull_request`. */
export function issueBody(
  { world, api }: { world: World; api: string },
  subject: Conversation,
): Schemas['issue'] & Omit<Schemas['issue-search-result-item'], 'score'> {
  const url = `${repoUrl(api, subject.repo)}/issues/${subject.number}`;
  return {
    ...common(api, subject),
    ...{ url, repository_url: repoUrl(api, subject.repo), html_url: pageUrl(subject) },
    ...{ labels_url: `${url}/labels{/name}`, comments_url: `${url}/comments`, events_url: `${url}/events` },
    timeline_url: `${url}/timeline`,
    comments: subject.comments.length,
    state_reason: subject.kind === 'Issue' ? stateReason(subject.stateReason) : null,
    performed_via_github_app: null,
    reactions: reactionsBody(`${url}/reactions`, subject.reactions),
    ...(subject.kind === 'PullRequest'
      ? { draft: subject.isDraft, pull_request: pullLinks(api, subject) }
      : linksBody(world, api, subject)),
  };
}

/** What an issue says of its native links; a pull request has none. */
function linksBody(world: World, api: string, issue: Issue) {
  const { total, completed, percentCompleted } = subIssuesSummary(issue);
  const { blockedBy, blocking, totalBlockedBy, totalBlocking } = dependenciesSummary(world, issue);
  const { parent } = issue;
  return {
    sub_issues_summary: { total, completed, percent_completed: percentCompleted },
    issue_dependencies_summary: {
      ...{ blocked_by: blockedBy, blocking },
      ...{ total_blocked_by: totalBlockedBy, total_blocking: totalBlocking },
    },
    parent_issue_url: parent && `${repoUrl(api, parent.repo)}/issues/${parent.number}`,
  };
}

function stateReason(reason: string | null) {
  return (reason?.toLowerCase() ?? null) as Schemas['issue']['state_reason'] & (string | null);
}

function pageUrl({ kind, repo, number }: Conversation): string {
  return `${WEB}/${repo.nameWithOwner}/${kind === 'Issue' ? 'issues' : 'pull'}/${number}`;
}

function pullLinks(api: string, pull: PullRequest) {
  const page = pageUrl(pull);
  return {
    url: `${repoUrl(api, pull.repo)}/pulls/${pull.number}`,
    ...{ html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch`, merged_at: pull.mergedAt },
  };
}

/** A pull request as a list prints it: without its counts, and without what GitHub works out about merging. */
export function pullBody(
  api: string,
  { pull, session }: { pull: PullRequest; session: Session },
): Schemas['pull-request-simple'] {
  const links = addresses(api, pull);
  return {
    ...common(api, pull),
    ...pullLinks(api, pull),
    ...{ issue_url: links.issue, commits_url: links.commits, comments_url: links.comments },
    ...{ review_comments_url: links.review_comments, review_comment_url: links.review_comment },
    ...{ statuses_url: links.statuses, draft: pull.isDraft, merge_commit_sha: pull.mergeCommit?.oid ?? null },
    ...{ requested_reviewers: [], requested_teams: [], auto_merge: autoMergeBody(api, pull) },
    head: headBody(api, { pull, session, name: pull.headRefName, sha: pull.commits.at(-1)?.oid }),
    base: endBody(api, { pull, session, name: pull.baseRefName, sha: pull.commits[0]?.parents[0] }),
    _links: linked(links),
  };
}

function autoMergeBody(api: string, { autoMerge, title, body }: PullRequest): Schemas['auto-merge'] {
  if (!autoMerge) return null;
  const enabled_by = userBody(api, autoMerge.enabledBy);
  return {
    enabled_by,
    merge_method: autoMerge.method.toLowerCase() as 'merge' | 'squash' | 'rebase',
    commit_title: title,
    commit_message: body,
  };
}

function addresses(api: string, pull: PullRequest) {
  const repo = repoUrl(api, pull.repo);
  const url = `${repo}/pulls/${pull.number}`;
  const issue = `${repo}/issues/${pull.number}`;
  return {
    ...{ self: url, html: pageUrl(pull), issue, comments: `${issue}/comments` },
    ...{ review_comments: `${url}/comments`, review_comment: `${repo}/pulls/comments{/number}` },
    ...{ commits: `${url}/commits`, statuses: `${repo}/statuses/${pull.commits.at(-1)?.oid}` },
  };
}

function linked<Names extends string>(links: Record<Names, string>): Record<Names, { href: string }> {
  const entries = Object.entries<string>(links).map(([name, href]) => [name, { href }]);
  return Object.fromEntries(entries) as Record<Names, { href: string }>;
}

interface End {
  pull: PullRequest;
  session: Session;
  name: string;
  sha: string | undefined;
}

function endBody(api: string, { pull, session, name, sha }: End): Schemas['pull-request-simple']['head'] {
  const { repo } = pull;
  const user = userBody(api, repo.owner);
  const { temp_clone_token: _, ...shown } = repoBody(api, { repo, session });
  return {
    ...{ label: `${repo.owner.login}:${name}`, ref: name, sha: sha ?? '', user },
    repo: { ...shown, has_downloads: false, license: null },
  };
}

/** A fork is not in this world; GitHub answers null, which its types leave out, when one has been deleted. */
function headBody(api: string, end: End): Schemas['pull-request-simple']['head'] {
  const head = endBody(api, end);
  if (!end.pull.isFork) return head;
  const { author } = end.pull;
  const label = `${author.login}:${end.name}`;
  return { ...head, label, user: userBody(api, author), repo: null as unknown as typeof head.repo };
}
