/** What cannot run locally, as types only. The database is not a port: tests use a real one. */

import type { Opinion } from './domain/audit/second-opinion.js';
import type { LiveState, MessageContent } from './domain/message.js';
import type { Modal, ModalPlace } from './domain/modal.js';
import type { Conditions } from './domain/prerequisites.js';

/** Time, and the right to be woken at a time. Flows never read the system clock themselves. */
export interface Clock {
  now(): Date;
  /**
   * Runs `task` once at `at` (at once when that lies in the past) and answers how to cancel it.
   * A wake-up is a convenience, lost in a crash: whatever matters is found again by the next tick.
   */
  wake(at: Date, task: () => void | Promise<void>): () => void;
}

export interface RepositoryRecord {
  nodeId: string;
  owner: string;
  name: string;
  nameWithOwner: string;
  defaultBranch: string;
  language: string | null;
  autoMergeAllowed: boolean;
  archived: boolean;
}

export interface LabelEvent {
  id: string;
  label: string;
  actor: string | null;
  at: Date;
}

export interface IssueRecord {
  number: number;
  nodeId: string;
  title: string;
  open: boolean;
  labels: string[];
  authorAssociation: string;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  lastEditedAt: Date | null;
  blockedBy: string[];
  /** Pull requests of the same repository, from its own branches, that refer to the issue or were connected to it. */
  linkedPulls: number[];
  acknowledged: boolean;
  /** When it was last opened again. */
  reopenedAt: Date | null;
  labelEvents: LabelEvent[];
}

export interface PullRequestRecord {
  number: number;
  nodeId: string;
  state: 'OPEN' | 'CLOSED' | 'MERGED';
  draft: boolean;
  base: string;
  head: string;
  headSha: string;
  /** The date that the head commit bears, which its author chooses. */
  headCommittedAt: Date | null;
  fork: boolean;
  /** Login of who opened it: for the journal; nothing is decided by it. */
  author: string | null;
  labels: string[];
  queueRuled: boolean;
  queued: boolean;
  mergeable: 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
  mergeState: string;
  autoMerge: boolean;
  reviewDecision: string | null;
  unresolvedThreads: number;
  checks: string | null;
  closes: number[];
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  mergedAt: Date | null;
}

/** What to read of one repository: everything open when `since` is null, else what changed since. */
export interface ChangeRequest {
  nodeId: string;
  issuesSince: Date | null;
  pullsSince: Date | null;
}

export interface RepoChanges {
  nodeId: string;
  issues: IssueRecord[];
  pullRequests: PullRequestRecord[];
  /** Branches below `epic/`, full name and head commit. */
  epicBranches: { name: string; sha: string }[];
}

export interface IssueRef {
  owner: string;
  repo: string;
  number: number;
}

/** An issue as a dispatch needs to see it just before and after it writes. */
export interface DispatchLook {
  open: boolean;
  title: string;
  lastEditedAt: Date | null;
  labels: string[];
  /** Ids of the comments that this token's user wrote. */
  ownComments: string[];
  labelEvents: LabelEvent[];
}

/** What is too dear to read of every pull request each time. */
export interface PullDetails {
  /** Unresolved review threads, oldest first. */
  threads: { id: string; at: Date }[];
  /** The newest comments: whether this token's user wrote each, and whether it bears a 👀. */
  comments: { id: string; own: boolean; seen: boolean }[];
  /** Names of the head commit's checks that failed. */
  failedChecks: string[];
}

/** A pull request as an act needs to see it just before it writes. */
export interface PullLook extends PullDetails {
  pull: PullRequestRecord;
}

/** An epic's branch against the default branch. */
export interface BranchLook {
  /** Head commit of the branch, or null when it is gone. */
  sha: string | null;
  /** Commits that the other branch lacks; null when that one cannot be seen. */
  ahead: number | null;
}

/** What a repository offers to agents, and to this token. */
export type RepoConditions = Omit<Conditions, 'label' | 'payers'>;

export interface PullRef extends IssueRef {
  nodeId: string;
  /** The head commit that the write is meant for; a moved head makes GitHub refuse it. */
  headSha: string;
}

/** Name of the environment variable that holds the token to act with, or null for the bot's own. */
export type Credential = string | null;

/** GitHub, structure only. Reads may be repeated; a write is sent once and never retried in here. */
export interface GitHub {
  repositories(owner: string): Promise<RepositoryRecord[]>;
  changes(requests: readonly ChangeRequest[]): Promise<RepoChanges[]>;
  /** Single issues by number, for children that no listing has brought; those that cannot be seen are left out. */
  issue(ref: IssueRef): Promise<IssueRecord | null>;
  /** Issues by node id, each with its repository's: reactions and links change without a new `updatedAt`. */
  issuesById(nodeIds: readonly string[]): Promise<{ repoNodeId: string; issue: IssueRecord }[]>;
  /** Bodies of epics, for the checklist parser alone, and of audits, for the findings parser alone. */
  bodies(nodeIds: readonly string[]): Promise<Map<string, string>>;
  lookAtDispatch(ref: IssueRef, as: Credential): Promise<DispatchLook | null>;
  /** Null when the repository cannot be seen. */
  conditions(ref: { owner: string; repo: string }, label: string): Promise<RepoConditions | null>;
  /** Whether the login may write to the repository. */
  mayWrite(ref: { owner: string; repo: string }, login: string): Promise<boolean>;
  comment(ref: IssueRef, body: string, as: Credential): Promise<{ id: string }>;
  addLabel(ref: IssueRef, label: string, as: Credential): Promise<{ labels: string[] }>;
  removeLabel(ref: IssueRef, label: string, as: Credential): Promise<void>;
  /** One pull request as it is now; null when it cannot be seen. */
  lookAtPull(ref: IssueRef, as: Credential): Promise<PullLook | null>;
  /** What the listing leaves out, of the given pull requests, by node id. */
  pullDetails(nodeIds: readonly string[]): Promise<Map<string, PullDetails>>;
  resolveThread(threadId: string): Promise<void>;
  updateBranch(ref: PullRef): Promise<void>;
  /** Without a strategy where a merge queue rules the base. */
  armAutoMerge(ref: PullRef, strategy: 'SQUASH' | null): Promise<void>;
  enqueue(ref: PullRef): Promise<void>;
  /** Squashes it into its base at once. */
  mergePull(ref: PullRef): Promise<void>;
  /** As completed, unless told. */
  closeIssue(ref: IssueRef, reason?: 'completed' | 'not_planned'): Promise<void>;
  /** Every path of the default branch, without any content; null when they cannot be listed. */
  paths(ref: { owner: string; repo: string }, branch: string): Promise<ReadonlySet<string> | null>;
  labels(ref: { owner: string; repo: string }): Promise<string[]>;
  /** Makes a label; one that is there already is as good. */
  createLabel(ref: { owner: string; repo: string }, name: string): Promise<void>;
  /** The newest issues that this token's user has opened. */
  ownIssues(ref: { owner: string; repo: string }): Promise<{ number: number; title: string }[]>;
  createIssue(
    ref: { owner: string; repo: string },
    issue: { title: string; body: string; labels: readonly string[] },
  ): Promise<{ number: number }>;
  /** The database id of an issue and its native parent, `owner/name#n`; null when it cannot be seen. */
  lookAtLink(ref: IssueRef): Promise<{ id: number; parent: string | null } | null>;
  /** Makes the issue with this database id a sub-issue of another. */
  addSubIssue(ref: IssueRef, childId: number): Promise<void>;
  /** Makes a branch at the commit where another one stands. */
  createBranch(ref: { owner: string; repo: string }, names: { branch: string; from: string }): Promise<void>;
  /** Replaces an issue's body; the caller has changed one character of what it read. */
  writeBody(ref: IssueRef, body: string): Promise<void>;
  lookAtBranch(
    ref: { owner: string; repo: string },
    names: { branch: string; into: string },
  ): Promise<BranchLook>;
  /** Merges a branch into another; `conflict` when GitHub cannot, `nothing` when there is nothing to merge. */
  mergeBranch(
    ref: { owner: string; repo: string },
    merge: { branch: string; into: string; sha: string },
  ): Promise<'merged' | 'nothing' | 'conflict'>;
  deleteBranch(ref: { owner: string; repo: string }, branch: string): Promise<void>;
  /** Requests sent so far, for measurements. */
  requests(): number;
  /** What the last answer said of the hour's budget of reads, or null before the first. */
  readLimit(): ReadLimit | null;
}

export interface ReadLimit {
  limit: number;
  remaining: number;
  resetAt: Date;
}

/** Where a message stands: in a channel, or before one person only and reachable through a response URL. */
export type Place = { channel: string; ts: string } | { responseUrl: string };

export interface Person {
  teamId: string;
  /** False for deleted, restricted, foreign and bot users. */
  mayDecide: boolean;
}

/** Slack. It draws the content itself: blocks never leave the adapter. */
export interface Chat {
  post(channel: string, message: Outgoing): Promise<{ ts: string }>;
  update(place: Place, message: Outgoing): Promise<void>;
  /** Answers a command or a click through its response URL. */
  respond(responseUrl: string, message: Outgoing, visibility: 'channel' | 'asker'): Promise<void>;
  /** Shows a modal; a trigger is good for three seconds, once. */
  showModal(place: ModalPlace, modal: Modal): Promise<void>;
  /** What the user sees in the app's Home tab: the contents one below the other. */
  publishHome(slackUserId: string, parts: readonly Outgoing[]): Promise<void>;
  person(slackUserId: string): Promise<Person | null>;
  /** The time stamp of our own message that carries `marker`, if it stands in the channel, or in one of its threads. */
  findMarked(
    channel: string,
    mark: { marker: string; since: Date; thread?: string | undefined },
  ): Promise<string | null>;
}

export interface Outgoing {
  content: MessageContent;
  live: LiveState;
  /** Makes the message findable by `findMarked`. */
  marker?: string;
  /** Time stamp of the message that it answers to, in a thread. */
  thread?: string | undefined;
}

/** Another reader of audits: it proposes findings, and can do nothing more. Throws a `UserError` when there is no answer. */
export interface FindingsExtractor {
  name: string;
  extract(report: { title: string; body: string }): Promise<Opinion[]>;
}

/** Whoever implements a child, as far as the bot must know it. */
export interface Agent {
  name: string;
  /** Who runs it, for the journal. */
  provider: string;
  /** The label that starts it. */
  label: string;
  /** False where the vendor ignores labels that an App installation adds. */
  acceptsAppLabels: boolean;
  /** Whether it shows with 👀, within seconds, that it has seen a task. */
  acknowledges: boolean;
  /**
   * Tasks per window and at once, on the plan most teams have; the team file overrides both. Null where no vendor counts
   * tasks: then the team file has to say.
   */
  quota: number | null;
  concurrency: number | null;
  window: string;
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
