import type { GraphQLResolveInfo } from 'graphql';
import type { ChangedFile, Commit, Issue, PullRequest, Review, ReviewThread } from '../model.js';
import { askMergeable, askMergeState, endsOf } from '../pull-state.js';
import { closedBy } from '../world.js';
import { actorFields, ownerFields } from './actor.js';
import { connect, type List, type PageArgs } from './connection.js';
import { conversationFields } from './conversation.js';
import type { Context, Fields } from './fields.js';
import { issueFields } from './issue.js';
import { commitFields, refFields, repositoryFields } from './repository.js';
import { latestReviews, reviewFields, threadFields } from './review.js';

export function pullRequestFields(pull: PullRequest): Fields {
  const { isDraft, mergedAt, baseRefName, headRefName, reviewDecision, files, commits } = pull;
  const head = commits.at(-1);
  return {
    ...conversationFields(pull),
    ...{ isDraft, merged: mergedAt !== null, mergedAt, baseRefName, headRefName, reviewDecision },
    ...{ headRefOid: head?.oid, baseRefOid: endsOf(pull).base || (commits[0]?.parents[0] ?? '') },
    headRef: () => (pull.isFork ? null : refFields(pull.repo, `refs/heads/${headRefName}`)),
    baseRef: () => refFields(pull.repo, `refs/heads/${baseRefName}`),
    ...{ isCrossRepository: pull.isFork, maintainerCanModify: false },
    isMergeQueueEnabled: pull.repo.settings.mergeQueues.has(baseRefName),
    isInMergeQueue: pull.queued !== null,
    mergedBy: pull.mergedBy && actorFields(pull.mergedBy),
    mergeCommit: () => pull.mergeCommit && commitFields(pull.mergeCommit),
    // A fork is not in this world; GitHub answers so when one has been deleted.
    headRepository: () => (pull.isFork ? null : repositoryFields(pull.repo)),
    headRepositoryOwner: () => (pull.isFork ? null : ownerFields(pull.repo.owner)),
    reviewRequests: paged<never>(NONE),
    ...{ reviews: reviews(pull, pull.reviews), latestReviews: reviews(pull, latestReviews(pull)) },
    mergeable: (_: unknown, { world }: Context) => askMergeable(world, pull),
    mergeStateStatus: (_: unknown, { world }: Context) => askMergeState(world, pull),
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

const NONE: List<never> = { items: [], position: () => [0, 0], node: () => ({}) };

export function paged<T>(list: List<T>) {
  return (args: PageArgs, _: Context, info: GraphQLResolveInfo): Fields => connect(list, args, info);
}

function order(commits: Commit[], commit: Commit): [number, number] {
  const index = commits.indexOf(commit);
  return [index, index];
}

function reviews(pull: PullRequest, items: Review[]) {
  const node = (review: Review) => reviewFields(pull, review);
  return paged<Review>({ items, position: ({ id }) => [id, id], node });
}

function autoMergeFields(request: NonNullable<PullRequest['autoMerge']>): Fields {
  const { enabledAt, enabledBy, method: mergeMethod } = request;
  return { __typename: 'AutoMergeRequest', enabledAt, enabledBy: actorFields(enabledBy), mergeMethod };
}

function fileFields({ path, additions, deletions }: ChangedFile): Fields {
  return { __typename: 'PullRequestChangedFile', path, additions, deletions };
}

function commitNode(commit: Commit): Fields {
  return { __typename: 'PullRequestCommit', id: `PRC_${commit.oid}`, commit: commitFields(commit) };
}
