import type { GraphQLResolveInfo } from 'graphql';
import type { ChangedFile, Commit, Issue, PullRequest, ReviewThread } from '../model.js';
import { mergeable, mergeStateStatus } from '../pull-state.js';
import { closedBy } from '../world.js';
import { actorFields } from './actor.js';
import { connect, type List, type PageArgs } from './connection.js';
import { conversationFields } from './conversation.js';
import type { Context, Fields } from './fields.js';
import { issueFields } from './issue.js';
import { commitFields } from './repository.js';

export function pullRequestFields(pull: PullRequest): Fields {
  const { isDraft, mergedAt, baseRefName, headRefName, reviewDecision, files, commits } = pull;
  const head = commits.at(-1);
  return {
    ...conversationFields(pull),
    ...{ isDraft, merged: mergedAt !== null, mergedAt, baseRefName, headRefName, reviewDecision },
    headRefOid: head?.oid,
    isCrossRepository: false,
    mergeable: () => mergeable(pull),
    mergeStateStatus: () => mergeStateStatus(pull),
    autoMergeRequest: pull.autoMerge && autoMergeFields(pull.autoMerge),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
    files: paged<ChangedFile>({ items: files, position: ({ path }) => [path, path], node: fileFields }),
    reviewThreads: paged<ReviewThread>({
      items: pull.threads,
      position: ({ id }) => [id, id],
      node: threadFields,
    }),
    closingIssuesReferences: paged<Issue>({
      items: closedBy(pull),
      position: ({ number }) => [number, number],
      node: issueFields,
    }),
    commits: paged<Commit>({
      items: commits,
      position: (commit) => order(commits, commit),
      node: commitNode,
    }),
    statusCheckRollup: head ? commitFields(head).statusCheckRollup : null,
  };
}

function paged<T>(list: List<T>) {
  return (args: PageArgs, _: Context, info: GraphQLResolveInfo): Fields => connect(list, args, info);
}

function order(commits: Commit[], commit: Commit): [number, number] {
  const index = commits.indexOf(commit);
  return [index, index];
}

function autoMergeFields({ enabledAt, enabledBy }: NonNullable<PullRequest['autoMerge']>): Fields {
  return { __typename: 'AutoMergeRequest', enabledAt, enabledBy: actorFields(enabledBy) };
}

function fileFields({ path, additions, deletions }: ChangedFile): Fields {
  return { __typename: 'PullRequestChangedFile', path, additions, deletions };
}

function threadFields({ nodeId: id, isResolved, isOutdated, path, line }: ReviewThread): Fields {
  return { __typename: 'PullRequestReviewThread', id, isResolved, isOutdated, path, line };
}

function commitNode(commit: Commit): Fields {
  return { __typename: 'PullRequestCommit', id: `PRC_${commit.oid}`, commit: commitFields(commit) };
}
