import type { GraphQLResolveInfo } from 'graphql';
import { blockedOnes, dependenciesSummary, subIssuesSummary } from '../acts/links.js';
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
    subIssues: subIssuesOf(issue),
    subIssuesSummary: () => subIssuesSummary(issue),
    issueDependenciesSummary: (_: unknown, { world }: Context) => dependenciesSummary(world, issue),
    blockedBy: issues(() => issue.blockedBy),
    blocking: issues(({ world }) => blockedOnes(world, issue)),
    closedByPullRequestsReferences: closedBy(issue),
  };
}

function issues(list: (context: Context) => Issue[]) {
  return (args: PageArgs, context: Context, info: GraphQLResolveInfo): Fields =>
    connect({ items: list(context), position: ({ id }) => [id, id], node: issueFields }, args, info);
}

/** In the order that people gave them. */
function subIssuesOf({ subIssues: items }: Issue) {
  return (args: PageArgs, _: Context, info: GraphQLResolveInfo): Fields =>
    connect({ items, position: (child) => [items.indexOf(child), child.id], node: issueFields }, args, info);
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
