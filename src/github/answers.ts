/** Shapes of GitHub's answers to `documents`, and how they become records. Nothing of them leaves this folder. */
import type {
  DispatchLook,
  IssueRecord,
  LabelEvent,
  PullDetails,
  PullRequestRecord,
  RepositoryRecord,
} from '../ports.js';

export interface Connection<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: Node[];
}

export interface RepositoryNode {
  id: string;
  name: string;
  nameWithOwner: string;
  isArchived: boolean;
  autoMergeAllowed: boolean;
  owner: { login: string };
  primaryLanguage: { name: string } | null;
  defaultBranchRef: { name: string } | null;
}

interface LabelEventNode {
  id: string;
  createdAt: string;
  actor: { login: string } | null;
  label: { name: string };
}

export interface IssueNode {
  id: string;
  number: number;
  title: string;
  state: 'OPEN' | 'CLOSED';
  authorAssociation: string;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  lastEditedAt: string | null;
  labels: { nodes: { name: string }[] };
  blockedBy: { nodes: { number: number; state: string; repository: { nameWithOwner: string } }[] };
  reactionGroups: ReactionGroups;
  timelineItems: { nodes: LabelEventNode[] };
  reopenings: { nodes: { createdAt: string }[] };
  links: {
    nodes: {
      createdAt?: string;
      actor?: { login: string } | null;
      source?: PullLinkNode;
      subject?: PullLinkNode;
    }[];
  };
}

/** Empty when the other end is an issue. */
interface PullLinkNode {
  number?: number;
  isCrossRepository?: boolean;
  createdAt?: string;
  author?: { login: string } | null;
  repository?: { id: string };
}

export interface PullRequestNode {
  id: string;
  number: number;
  state: PullRequestRecord['state'];
  isDraft: boolean;
  isCrossRepository: boolean;
  author: { login: string } | null;
  isMergeQueueEnabled: boolean;
  isInMergeQueue: boolean;
  labels: { nodes: { name: string }[] } | null;
  commits: { nodes: { commit: { committedDate: string } }[] };
  baseRefName: string;
  headRefName: string;
  headRefOid: string;
  mergeable: PullRequestRecord['mergeable'];
  mergeStateStatus: string;
  autoMergeRequest: { enabledAt: string } | null;
  reviewDecision: string | null;
  reviewThreads: { nodes: { isResolved: boolean }[] };
  statusCheckRollup: { state: string } | null;
  closingIssuesReferences: { nodes: { number: number; repository: { id: string } }[] } | null;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
}

type ReactionGroups = { content: string; reactors: { totalCount: number } }[] | null;
type CheckNode = { name?: string; conclusion?: string | null; context?: string; state?: string };

export interface PullDetailsNode {
  id: string;
  threads: { nodes: { id: string; isResolved: boolean; comments: { nodes: { createdAt: string }[] } }[] };
  comments: { nodes: { id: string; viewerDidAuthor: boolean; reactionGroups: ReactionGroups }[] };
  head: { nodes: { commit: { statusCheckRollup: { contexts: { nodes: CheckNode[] } } | null } }[] };
}

export type PullLookNode = PullRequestNode & PullDetailsNode;

export interface DispatchLookNode {
  state: 'OPEN' | 'CLOSED';
  title: string;
  lastEditedAt: string | null;
  labels: { nodes: { name: string }[] };
  comments: { nodes: { id: string; viewerDidAuthor: boolean }[] };
  timelineItems: { nodes: LabelEventNode[] };
}

const date = (value: string) => new Date(value);
const maybeDate = (value: string | null) => (value === null ? null : new Date(value));

/** Null for a repository without a single commit: there is nothing to carry yet. */
export function repositoryRecord(node: RepositoryNode): RepositoryRecord | null {
  if (!node.defaultBranchRef) return null;
  return {
    nodeId: node.id,
    owner: node.owner.login,
    name: node.name,
    nameWithOwner: node.nameWithOwner,
    defaultBranch: node.defaultBranchRef.name,
    language: node.primaryLanguage?.name ?? null,
    autoMergeAllowed: node.autoMergeAllowed,
    archived: node.isArchived,
  };
}

export function issueRecord(node: IssueNode, repositoryId: string): IssueRecord {
  return {
    number: node.number,
    nodeId: node.id,
    title: node.title,
    open: node.state === 'OPEN',
    labels: names(node.labels),
    authorAssociation: node.authorAssociation,
    createdAt: date(node.createdAt),
    updatedAt: date(node.updatedAt),
    closedAt: maybeDate(node.closedAt),
    lastEditedAt: maybeDate(node.lastEditedAt),
    reopenedAt: maybeDate(node.reopenings.nodes[0]?.createdAt ?? null),
    blockedBy: node.blockedBy.nodes
      .filter(({ state }) => state === 'OPEN')
      .map(({ number, repository }) => `${repository.nameWithOwner}#${number}`),
    acknowledged: isSeen(node.reactionGroups),
    linkedPulls: linkedPulls(node, repositoryId),
    labelEvents: node.timelineItems.nodes.map(labelEvent),
  };
}

/** A pull request that mentions an issue when it is opened stands for it; later mentions are talk. */
const OPENING_MS = 2 * 60_000;

/**
 * Anybody can refer to an issue from a fork, so only branches of the repository itself count; and anybody can mention
 * an issue in a comment, which looks the same, so only what the pull request's own author wrote on opening it counts.
 */
function linkedPulls(node: IssueNode, repositoryId: string): number[] {
  const own = node.links.nodes.flatMap((link) => {
    const pull = link.source ?? link.subject;
    const isOwn = pull?.repository?.id === repositoryId && pull.isCrossRepository === false;
    return isOwn && pull.number && (link.subject || isFromOpening(link)) ? [pull.number] : [];
  });
  return [...new Set(own)];
}

function isFromOpening({ createdAt, actor, source }: IssueNode['links']['nodes'][number]): boolean {
  if (!createdAt || !source?.createdAt) return false;
  const byAuthor = actor?.login !== undefined && actor.login === source.author?.login;
  return byAuthor && Date.parse(createdAt) - Date.parse(source.createdAt) <= OPENING_MS;
}

export function pullRequestRecord(node: PullRequestNode, repositoryId: string): PullRequestRecord {
  return {
    number: node.number,
    nodeId: node.id,
    state: node.state,
    draft: node.isDraft,
    base: node.baseRefName,
    head: node.headRefName,
    headSha: node.headRefOid,
    headCommittedAt: maybeDate(node.commits.nodes[0]?.commit.committedDate ?? null),
    fork: node.isCrossRepository,
    author: node.author?.login ?? null,
    labels: names(node.labels ?? { nodes: [] }),
    queueRuled: node.isMergeQueueEnabled,
    queued: node.isInMergeQueue,
    mergeable: node.mergeable,
    mergeState: node.mergeStateStatus,
    autoMerge: node.autoMergeRequest !== null,
    reviewDecision: node.reviewDecision,
    unresolvedThreads: node.reviewThreads.nodes.filter(({ isResolved }) => !isResolved).length,
    checks: node.statusCheckRollup?.state ?? null,
    closes: (node.closingIssuesReferences?.nodes ?? [])
      .filter(({ repository }) => repository.id === repositoryId)
      .map(({ number }) => number),
    createdAt: date(node.createdAt),
    updatedAt: date(node.updatedAt),
    closedAt: maybeDate(node.closedAt),
    mergedAt: maybeDate(node.mergedAt),
  };
}

/** A thread whose time is not told counts as new, so that it is never taken for fixed. */
const NEVER = '9999-12-31T00:00:00Z';
const FAILED = ['FAILURE', 'TIMED_OUT', 'CANCELLED', 'ACTION_REQUIRED', 'STARTUP_FAILURE', 'ERROR'];

export function pullDetails(node: PullDetailsNode): PullDetails {
  const checks = node.head.nodes[0]?.commit.statusCheckRollup?.contexts.nodes ?? [];
  return {
    // A thread is as old as its first comment.
    threads: node.threads.nodes
      .filter(({ isResolved }) => !isResolved)
      .map(({ id, comments }) => ({ id, at: date(comments.nodes[0]?.createdAt ?? NEVER) }))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
    comments: node.comments.nodes.map(({ id, viewerDidAuthor, reactionGroups }) => ({
      id,
      own: viewerDidAuthor,
      seen: isSeen(reactionGroups),
    })),
    failedChecks: checks
      .filter(({ conclusion, state }) => FAILED.includes(conclusion ?? state ?? ''))
      .flatMap(({ name, context }) => name ?? context ?? []),
  };
}

/** 👀 is how an agent says that it has seen something. */
function isSeen(groups: ReactionGroups): boolean {
  return (groups ?? []).some(({ content, reactors }) => content === 'EYES' && reactors.totalCount > 0);
}

export function dispatchLook(node: DispatchLookNode): DispatchLook {
  return {
    open: node.state === 'OPEN',
    title: node.title,
    lastEditedAt: maybeDate(node.lastEditedAt),
    labels: names(node.labels),
    ownComments: node.comments.nodes.filter(({ viewerDidAuthor }) => viewerDidAuthor).map(({ id }) => id),
    labelEvents: node.timelineItems.nodes.map(labelEvent),
  };
}

function labelEvent(node: LabelEventNode): LabelEvent {
  return { id: node.id, label: node.label.name, actor: node.actor?.login ?? null, at: date(node.createdAt) };
}

function names(connection: { nodes: { name: string }[] }): string[] {
  return connection.nodes.map(({ name }) => name);
}
