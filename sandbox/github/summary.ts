import type { Conversation, Issue, PullRequest, Repo, TimelineEvent } from './model.js';
import { type Mergeable, mergeable, openCount } from './pull-state.js';
import type { World } from './world.js';

export interface WorldSummary {
  now: string;
  repos: RepoSummary[];
  requests: { rest: number; graphql: number };
}

export interface RepoSummary {
  name: string;
  nameWithOwner: string;
  defaultBranch: string;
  language: string;
  /** Open issues, audits among them; and open audits alone. */
  open: number;
  audits: number;
  /** The numbers of the open issues that are titled as epics. */
  epics: number[];
  issues: IssueSummary[];
  pullRequests: PullRequestSummary[];
  branches: string[];
}

export interface IssueSummary {
  number: number;
  title: string;
  state: 'OPEN' | 'CLOSED';
  labels: string[];
  body: string;
  comments: Array<{ id: number; author: string; body: string; createdAt: string; reactions: string[] }>;
  reactions: string[];
  events: Array<{ type: string; label?: string; actor: string; createdAt: string }>;
}

interface PullRequestSummary {
  number: number;
  title: string;
  state: string;
  base: string;
  head: string;
  author: string;
  linkedIssues: number[];
  headSha: string;
  mergedAt: string | null;
  /** What GitHub would answer now; nobody is asked by this. */
  mergeable: Mergeable;
  checks: Array<{ name: string; status: string; conclusion: string | null }>;
  unresolvedThreads: number;
  autoMerge: boolean;
  labels: string[];
  comments: Array<{ author: string; body: string }>;
}

const AUDIT = /^(?:\[audit\]|audit:)/i;

/** The whole world as plain JSON, in a fixed order: equal worlds make equal text. */
export function summarise(world: World): WorldSummary {
  return {
    now: world.now(),
    repos: [...world.repos.values()].map((repo) => summariseRepo(world, repo)),
    requests: { ...world.requests },
  };
}

function summariseRepo(world: World, repo: Repo): RepoSummary {
  const issues = byNumber(repo.issues.values());
  const open = issues.filter(({ state }) => state === 'OPEN');
  return {
    name: repo.name,
    nameWithOwner: repo.nameWithOwner,
    defaultBranch: repo.defaultBranch,
    language: repo.language,
    open: openCount(issues),
    audits: open.filter(({ title }) => AUDIT.test(title)).length,
    epics: open.filter(({ title }) => title.startsWith('epic(')).map(({ number }) => number),
    issues: issues.map(summariseIssue),
    pullRequests: byNumber(repo.pullRequests.values()).map((pull) => summarisePullRequest(world, pull)),
    branches: [...repo.branches.keys()].sort(),
  };
}

function byNumber<T extends Conversation>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => a.number - b.number);
}

function summariseIssue({
  number,
  title,
  state,
  labels,
  body,
  comments,
  reactions,
  events,
}: Issue): IssueSummary {
  return {
    ...{ number, title, state, labels: labels.map(({ name }) => name), body },
    comments: comments.map((comment) => ({
      id: comment.id,
      author: comment.author.login,
      body: comment.body,
      createdAt: comment.createdAt,
      reactions: comment.reactions.map(({ content }) => content),
    })),
    reactions: reactions.map(({ content }) => content),
    events: [...events].sort(byTime).map(summariseEvent),
  };
}

/** The seed makes events in the order of its own chapters, not of time. */
function byTime(a: TimelineEvent, b: TimelineEvent): number {
  return a.createdAt === b.createdAt ? a.id - b.id : a.createdAt < b.createdAt ? -1 : 1;
}

function summariseEvent(event: TimelineEvent): IssueSummary['events'][number] {
  const { type, actor, createdAt } = event;
  return { type, ...('label' in event && { label: event.label.name }), actor: actor.login, createdAt };
}

function summarisePullRequest(world: World, pull: PullRequest): PullRequestSummary {
  const { number, title, state, baseRefName, headRefName, author, refersTo, mergedAt } = pull;
  const head = pull.commits.at(-1);
  const checks = head?.checks ?? [];
  return {
    ...{ number, title, state, base: baseRefName, head: headRefName, author: author.login },
    linkedIssues: refersTo.map((issue) => issue.number),
    ...{ headSha: head?.oid ?? '', mergedAt, mergeable: mergeable(world, pull) },
    checks: checks.map(({ name, status, conclusion }) => ({ name, status, conclusion })),
    unresolvedThreads: pull.threads.filter(({ isResolved }) => !isResolved).length,
    autoMerge: pull.autoMerge !== null,
    labels: pull.labels.map(({ name }) => name),
    comments: pull.comments.map((comment) => ({ author: comment.author.login, body: comment.body })),
  };
}
