import type { Branch, CodeownersError, Commit, MergeMethod, RepoSettings } from './model-git.js';
import type { Review, ReviewDecision, ReviewThread } from './model-review.js';

export type {
  Branch,
  CheckRun,
  CodeownersError,
  Commit,
  MergeMethod,
  RepoSettings,
} from './model-git.js';
export type { Review, ReviewDecision, ReviewThread } from './model-review.js';

/* The state of the GitHub world: plain objects that point at each other, changed only by `acts/`. */

/** A moment as GitHub prints it: ISO 8601, UTC, whole seconds. Sorts as text. */
export type Timestamp = string;

export type Permission = 'admin' | 'write' | 'read';

export interface Account {
  id: number;
  nodeId: string;
  /** As REST prints it: an app's account ends in `[bot]`, which GraphQL leaves off. */
  login: string;
  type: 'User' | 'Bot' | 'Organization';
}

/** Who is calling. `installation` tells an app's token from a person's: agents ignore what the former does. */
export interface Session {
  account: Account;
  token: string;
  installation: boolean;
}

export interface Label {
  id: number;
  nodeId: string;
  name: string;
  color: string;
  description: string | null;
  createdAt: Timestamp;
}

export const REACTIONS = [
  'THUMBS_UP',
  'THUMBS_DOWN',
  'LAUGH',
  'HOORAY',
  'CONFUSED',
  'HEART',
  'ROCKET',
  'EYES',
] as const;

export interface Reaction {
  content: (typeof REACTIONS)[number];
  user: Account;
  createdAt: Timestamp;
}

export interface Comment {
  id: number;
  nodeId: string;
  author: Account;
  body: string;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  reactions: Reaction[];
}

interface EventBase {
  id: number;
  nodeId: string;
  actor: Account;
  createdAt: Timestamp;
}

/** Names are those of GraphQL's timeline items. */
export type TimelineEvent = EventBase &
  (
    | { type: 'LabeledEvent' | 'UnlabeledEvent'; label: Label }
    | { type: 'ClosedEvent' | 'ReopenedEvent'; stateReason: StateReason | null }
    | { type: 'CrossReferencedEvent'; source: Conversation; willCloseTarget: boolean }
    | { type: 'ConnectedEvent' | 'DisconnectedEvent'; source: PullRequest }
    | { type: 'MergedEvent'; commit: Commit; mergeRefName: string }
  );

export type StateReason = 'COMPLETED' | 'NOT_PLANNED' | 'DUPLICATE' | 'REOPENED';

/** What issues and pull requests have in common: they share numbers, labels, comments and a timeline. */
interface ConversationBase {
  id: number;
  nodeId: string;
  number: number;
  repo: Repo;
  title: string;
  body: string;
  author: Account;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  closedAt: Timestamp | null;
  lastEditedAt: Timestamp | null;
  locked: boolean;
  labels: Label[];
  assignees: Account[];
  comments: Comment[];
  reactions: Reaction[];
  events: TimelineEvent[];
}

export interface Issue extends ConversationBase {
  kind: 'Issue';
  state: 'OPEN' | 'CLOSED';
  stateReason: StateReason | null;
  /** Native sub-issue and dependency links, where somebody has made them; `acts/links` keeps both ends. */
  parent: Issue | null;
  /** In the order that GitHub shows them. */
  subIssues: Issue[];
  blockedBy: Issue[];
}

export interface ChangedFile {
  path: string;
  additions: number;
  deletions: number;
}

export interface PullRequest extends ConversationBase {
  kind: 'PullRequest';
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  isDraft: boolean;
  baseRefName: string;
  headRefName: string;
  /** Oldest first; the last one is the head. */
  commits: Commit[];
  mergedAt: Timestamp | null;
  mergedBy: Account | null;
  mergeCommit: Commit | null;
  /** Opened from a fork: its branch is not the repository's own. */
  isFork: boolean;
  /** The head and base for which somebody asked whether they can be merged, and when: the answer comes later. */
  tried: { head: string; base: string; at: Timestamp } | null;
  autoMerge: { enabledAt: Timestamp; enabledBy: Account; method: MergeMethod } | null;
  /** Its place in the merge queue of its base. */
  queued: { enqueuedAt: Timestamp; by: Account; head: string } | null;
  reviewDecision: ReviewDecision | null;
  reviews: Review[];
  files: ChangedFile[];
  threads: ReviewThread[];
  /** The issues that its text says it closes. */
  refersTo: Issue[];
}

export interface Repo {
  kind: 'Repository';
  id: number;
  nodeId: string;
  name: string;
  nameWithOwner: string;
  owner: Account;
  defaultBranch: string;
  language: string;
  isArchived: boolean;
  isPrivate: boolean;
  createdAt: Timestamp;
  updatedAt: Timestamp;
  pushedAt: Timestamp;
  /** Names of the checks that run on every pull request; none where a repository has no CI. */
  ci: string[];
  settings: RepoSettings;
  /** By login, in lower case. Whoever is not named may read. */
  collaborators: Map<string, Permission>;
  /** By name, in lower case, as GitHub compares them. */
  labels: Map<string, Label>;
  issues: Map<number, Issue>;
  pullRequests: Map<number, PullRequest>;
  branches: Map<string, Branch>;
  commits: Map<string, Commit>;
  /** The paths that were there before its first commit here; every commit adds those that it names. */
  files: Set<string>;
  /** What is wrong with its CODEOWNERS, where `files` has one. */
  codeownersErrors: CodeownersError[];
  /** The number that the next issue or pull request gets. */
  nextNumber: number;
}

export type Conversation = Issue | PullRequest;
export type WorldNode = Repo | Issue | PullRequest;
