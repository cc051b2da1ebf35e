import type {
  Account,
  Branch,
  CheckRun,
  Comment,
  Commit,
  Conversation,
  Issue,
  Label,
  PullRequest,
  Repo,
  Session,
  TimelineEvent,
  Timestamp,
} from './model.js';
import { closedBy, nodeId, type World } from './world.js';

/* Makers put a new thing into the world and link it up, at a moment that the caller names: the seed lays
   out the past with them, `acts/` the present. They check nothing and tell nobody. */

type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type NewEvent = OmitEach<TimelineEvent, 'id' | 'nodeId'>;

const ACCOUNT_PREFIX = { User: 'U', Bot: 'BOT', Organization: 'O' };

export function makeAccount(world: World, login: string, type: Account['type']): Account {
  const id = world.nextId();
  const account = { id, nodeId: nodeId(ACCOUNT_PREFIX[type], id), login, type };
  world.accounts.set(login.toLowerCase(), account);
  return account;
}

export function makeSession(world: World, session: Session): Session {
  world.sessions.set(session.token, session);
  return session;
}

export function makeLabel(
  world: World,
  repo: Repo,
  about: Pick<Label, 'name' | 'color' | 'description'> & { createdAt?: Timestamp },
): Label {
  const id = world.nextId();
  const label = { id, nodeId: nodeId('LA', id), createdAt: world.now(), ...about };
  repo.labels.set(label.name.toLowerCase(), label);
  return label;
}

/** Records an event, and that its subject was touched then. */
export function makeEvent(world: World, subject: Conversation, about: NewEvent): TimelineEvent {
  const id = world.nextId();
  const event = { id, nodeId: nodeId(EVENT_PREFIX[about.type], id), ...about };
  subject.events.push(event);
  touch(subject, about.createdAt);
  return event;
}

const EVENT_PREFIX: Record<TimelineEvent['type'], string> = {
  LabeledEvent: 'LE',
  UnlabeledEvent: 'UNLE',
  ClosedEvent: 'CE',
  ReopenedEvent: 'REE',
  CrossReferencedEvent: 'CRE',
  ConnectedEvent: 'COE',
  DisconnectedEvent: 'DIE',
  MergedEvent: 'ME',
};

export function makeComment(
  world: World,
  subject: Conversation,
  about: { author: Account; body: string; createdAt: Timestamp },
): Comment {
  const id = world.nextId();
  const comment = { id, nodeId: nodeId('IC', id), updatedAt: about.createdAt, reactions: [], ...about };
  subject.comments.push(comment);
  touch(subject, about.createdAt);
  return comment;
}

export interface NewConversation {
  number: number;
  title: string;
  body: string;
  author: Account;
  createdAt: Timestamp;
}

export function makeIssue(world: World, repo: Repo, about: NewConversation): Issue {
  const issue: Issue = {
    kind: 'Issue',
    ...blank(world, 'I', { repo, about }),
    state: 'OPEN',
    stateReason: null,
    parent: null,
    subIssues: [],
    blockedBy: [],
  };
  repo.issues.set(issue.number, issue);
  world.nodes.set(issue.nodeId, issue);
  return issue;
}

export type NewPullRequest = NewConversation &
  Pick<PullRequest, 'baseRefName' | 'headRefName' | 'commits' | 'files' | 'refersTo'>;

/** Makes a pull request and the cross-references on the issues that it refers to. */
export function makePullRequest(world: World, repo: Repo, about: NewPullRequest): PullRequest {
  const { baseRefName, headRefName, commits, files, refersTo } = about;
  const pull: PullRequest = {
    kind: 'PullRequest',
    ...blank(world, 'PR', { repo, about }),
    ...{ baseRefName, headRefName, commits, files, refersTo },
    state: 'OPEN',
    isDraft: false,
    ...{ mergedAt: null, mergedBy: null, mergeCommit: null, isFork: false },
    ...{ tried: null, autoMerge: null, queued: null, reviewDecision: null, reviews: [] },
    threads: [],
  };
  repo.pullRequests.set(pull.number, pull);
  world.nodes.set(pull.nodeId, pull);
  for (const issue of refersTo) {
    const { author: actor, createdAt } = about;
    makeEvent(world, issue, {
      type: 'CrossReferencedEvent',
      actor,
      createdAt,
      source: pull,
      willCloseTarget: closedBy(pull).includes(issue),
    });
  }
  return pull;
}

export function makeCommit(
  repo: Repo,
  about: Omit<Commit, 'checks' | 'paths'> & { checks?: CheckRun[]; paths?: string[] },
): Commit {
  const commit = { checks: [], paths: [], ...about };
  repo.commits.set(about.oid, commit);
  return commit;
}

export function makeBranch(world: World, repo: Repo, about: { name: string; oid: string }): Branch {
  const id = world.nextId();
  const branch = { id, nodeId: nodeId('REF', id), ...about };
  repo.branches.set(branch.name, branch);
  return branch;
}

/** Remembers that somebody or something changed a conversation, as GitHub's `updatedAt` does. */
export function touch(subject: Conversation, at: Timestamp): void {
  if (at > subject.updatedAt) subject.updatedAt = at;
}

function blank(world: World, prefix: string, { repo, about }: { repo: Repo; about: NewConversation }) {
  const { number, title, body, author, createdAt } = about;
  const id = world.nextId();
  repo.nextNumber = Math.max(repo.nextNumber, number + 1);
  return {
    ...{ id, nodeId: nodeId(prefix, id), number, repo, title, body, author, createdAt, updatedAt: createdAt },
    ...{ closedAt: null, lastEditedAt: null, locked: false },
    ...{ labels: [], assignees: [], comments: [], reactions: [], events: [] },
  };
}
