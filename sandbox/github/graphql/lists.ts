import { GraphQLError } from 'graphql';
import type { Account, Issue, Label, PullRequest, Repo } from '../model.js';
import { timestamp } from '../world.js';
import type { List, PageArgs, Position } from './connection.js';
import { issueFields } from './issue.js';
import { pullRequestFields } from './pull-request.js';

interface Order {
  field: string;
  direction: 'ASC' | 'DESC';
}

export interface IssuesArgs extends PageArgs {
  states?: string[] | null;
  labels?: string[] | null;
  orderBy?: Order | null;
  filterBy?: Record<string, unknown> | null;
}

/** A repository's issues. `labels` asks for any of the names, `filterBy.labels` for all of them. */
export function issueList(repo: Repo, { states, labels, orderBy, filterBy }: IssuesArgs): List<Issue> {
  const fits = issueFilter(filterBy ?? {});
  const items = [...repo.issues.values()].filter(
    (issue) =>
      (!states || states.includes(issue.state)) &&
      (!labels || labels.some((name) => hasLabel(issue.labels, name))) &&
      fits(issue),
  );
  return {
    items,
    position: conversationOrder(orderBy),
    direction: orderBy?.direction ?? 'ASC',
    node: issueFields,
  };
}

export interface PullRequestsArgs extends PageArgs {
  states?: string[] | null;
  labels?: string[] | null;
  orderBy?: Order | null;
  baseRefName?: string | null;
  headRefName?: string | null;
}

export function pullRequestList(repo: Repo, args: PullRequestsArgs): List<PullRequest> {
  const { states, labels, orderBy, baseRefName, headRefName } = args;
  const items = [...repo.pullRequests.values()].filter(
    (pull) =>
      (!states || states.includes(pull.state)) &&
      (!labels || labels.some((name) => hasLabel(pull.labels, name))) &&
      (baseRefName ?? pull.baseRefName) === pull.baseRefName &&
      (headRefName ?? pull.headRefName) === pull.headRefName,
  );
  const direction = orderBy?.direction ?? 'ASC';
  return { items, position: conversationOrder(orderBy), direction, node: pullRequestFields };
}

function conversationOrder(order: Order | null | undefined): (item: Issue | PullRequest) => Position {
  switch (order?.field) {
    case undefined:
      return ({ number }) => [number, number];
    case 'CREATED_AT':
      return ({ createdAt, number }) => [createdAt, number];
    case 'UPDATED_AT':
      return ({ updatedAt, number }) => [updatedAt, number];
    case 'COMMENTS':
      return ({ comments, number }) => [comments.length, number];
    default:
      throw new GraphQLError(`IssueOrder.field ${order?.field} is not modelled by the sandbox.`);
  }
}

function issueFilter(filter: Record<string, unknown>): (issue: Issue) => boolean {
  const { since, labels, states, viewerSubscribed, createdBy, assignee, ...rest } = filter;
  const unknown = Object.keys(rest)[0] ?? (viewerSubscribed === true ? 'viewerSubscribed' : undefined);
  if (unknown) throw new GraphQLError(`IssueFilters.${unknown} is not modelled by the sandbox.`);
  const from = typeof since === 'string' ? timestamp(new Date(since)) : '';
  return (issue) =>
    issue.updatedAt >= from &&
    (typeof createdBy !== 'string' || isOne(issue.author, createdBy)) &&
    isAssigned(issue, assignee) &&
    (!Array.isArray(states) || states.includes(issue.state)) &&
    (!Array.isArray(labels) || labels.every((name) => hasLabel(issue.labels, String(name))));
}

/** To one login, to anybody (`*`) or, where `null` is given, to nobody. */
function isAssigned({ assignees }: Issue, to: unknown): boolean {
  if (to === null) return assignees.length === 0;
  if (to === '*') return assignees.length > 0;
  return typeof to !== 'string' || assignees.some((account) => isOne(account, to));
}

function isOne(account: Account, login: string): boolean {
  return account.login.toLowerCase() === login.toLowerCase();
}

function hasLabel(labels: Label[], name: string): boolean {
  return labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
}
