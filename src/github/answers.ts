/** Shapes of GitHub's answers to `documents`, and how they become records. Nothing of them leaves this folder. */
import type { DispatchLook, IssueRecord, LabelEvent, PullRequestRecord, RepositoryRecord } from '../ports.js';

export interface Connection<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: Node[];
}

export interface RepositoryNode {
  id: string;
  name: string;
  nameWithOwner: string;
  isArchived: boolean;
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
  reactionGroups: { content: string; reactors: { totalCount: number } }[] | null;
  timelineItems: { nodes: LabelEventNode[] };
  links: { nodes: { source?: PullLinkNode; subject?: PullLinkNode }[] };
}

/** Empty when the other end is an issue. */
interface PullLinkNode {
  number?: number;
  isCrossRepository?: boolean;
  repository?: { id: string };
}

export interface PullRequestNode {
  id: string;
  number: number;
  state: PullRequestRecord['state'];
  isDraft: boolean;
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
    blockedBy: node.blockedBy.nodes
      .filter(({ state }) => state === 'OPEN')
      .map(({ number, repository }) => `${repository.nameWithOwner}#${number}`),
    acknowledged: (node.reactionGroups ?? []).some(
      ({ content, reactors }) => content === 'EYES' && reactors.totalCount > 0,
    ),
    linkedPulls: linkedPulls(node, repositoryId),
    labelEvents: node.timelineItems.nodes.map(labelEvent),
  };
}

/** Anybody can refer to an issue from a fork, so only branches of the repository itself count. */
function linkedPulls(node: IssueNode, repositoryId: string): number[] {
  const own = node.links.nodes.flatMap(({ source, subject }) => {
    const pull = source ?? subject;
    const isOwn = pull?.repository?.id === repositoryId && pull.isCrossRepository === false;
    return isOwn && pull.number ? [pull.number] : [];
  });
  return [...new Set(own)];
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
