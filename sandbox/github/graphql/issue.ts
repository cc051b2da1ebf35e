import type { GraphQLResolveInfo } from 'graphql';
import type { Issue } from '../model.js';
import { linkedPullRequests } from '../world.js';
import { connect, type PageArgs } from './connection.js';
import { conversationFields } from './conversation.js';
import type { Context, Fields } from './fields.js';
import { pullRequestFields } from './pull-request.js';

export function issueFields(issue: Issue): Fields {
  return {
    ...conversationFields(issue),
    stateReason: issue.stateReason,
    viewerDidAuthor: (_: unknown, { session }: Context) => issue.author === session.account,
    parent: () => issue.parent && issueFields(issue.parent),
    subIssuesSummary: () => subIssuesSummary(issue),
    issueDependenciesSummary: () => dependenciesSummary(issue),
    blockedBy: issues(() => issue.blockedBy),
    blocking: issues(() => blockedOnes(issue)),
    closedByPullRequestsReferences: closedBy(issue),
  };
}

function issues(list: () => Issue[]) {
  return (args: PageArgs, _: Context, info: GraphQLResolveInfo): Fields =>
    connect({ items: list(), position: ({ id }) => [id, id], node: issueFields }, args, info);
}

function blockedOnes(issue: Issue): Issue[] {
  return [...issue.repo.issues.values()].filter((other) => other.blockedBy.includes(issue));
}

function subIssuesSummary(issue: Issue): Fields {
  const children = [...issue.repo.issues.values()].filter((other) => other.parent === issue);
  const completed = children.filter(({ state }) => state === 'CLOSED').length;
  const percentCompleted = children.length === 0 ? 0 : Math.floor((completed / children.length) * 100);
  return { total: children.length, completed, percentCompleted };
}

/** `blockedBy` and `blocking` count open issues, the totals closed ones too. */
function dependenciesSummary(issue: Issue): Fields {
  const blocking = blockedOnes(issue);
  const open = (issues: Issue[]) => issues.filter(({ state }) => state === 'OPEN').length;
  return {
    blockedBy: open(issue.blockedBy),
    totalBlockedBy: issue.blockedBy.length,
    blocking: issue.state === 'OPEN' ? blocking.length : 0,
    totalBlocking: blocking.length,
  };
}

interface ClosedByArgs extends PageArgs {
  includeClosedPrs?: boolean | null;
}

/** Only open pull requests, unless closed ones are asked for. */
function closedBy(issue: Issue) {
  return (args: ClosedByArgs, _: Context, info: GraphQLResolveInfo): Fields => {
    const { includeClosedPrs } = args;
    const items = linkedPullRequests(issue).filter(({ state }) => includeClosedPrs || state === 'OPEN');
    return connect(
      { items, position: ({ number }) => [number, number], node: pullRequestFields },
      args,
      info,
    );
  };
}
