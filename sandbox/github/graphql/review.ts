import type { GraphQLResolveInfo } from 'graphql';
import type { PullRequest, Review, ReviewThread } from '../model.js';
import { actorFields } from './actor.js';
import { connect, type PageArgs } from './connection.js';
import type { Context, Fields } from './fields.js';

type ReviewComment = ReviewThread['comments'][number];

/** What reviewers left; their words in reviews themselves are empty here, all is said in threads. */
export function reviewFields(pull: PullRequest, review: Review): Fields {
  const { nodeId: id, id: databaseId, author, state, submittedAt, oid } = review;
  const { repo, number } = pull;
  return {
    __typename: 'PullRequestReview',
    ...{ id, databaseId, state, submittedAt, createdAt: submittedAt, body: '', includesCreatedEdit: false },
    author: actorFields(author),
    authorAssociation: repo.collaborators.has(author.login.toLowerCase()) ? 'MEMBER' : 'NONE',
    url: `https://github.com/${repo.nameWithOwner}/pull/${number}#pullrequestreview-${databaseId}`,
    ...{ reactionGroups: [], commit: { __typename: 'Commit', oid } },
  };
}

/** The last one of everybody. */
export function latestReviews({ reviews }: PullRequest): Review[] {
  return reviews.filter((review) => reviews.findLast(({ author }) => author === review.author) === review);
}

export function threadFields({ comments, ...thread }: ReviewThread): Fields {
  const { nodeId: id, isResolved, isOutdated, path, line } = thread;
  const node = (comment: ReviewComment) => remarkFields(thread.path, comment);
  return {
    __typename: 'PullRequestReviewThread',
    ...{ id, isResolved, isOutdated, path, line },
    comments: (args: PageArgs, _: Context, info: GraphQLResolveInfo) =>
      connect({ items: comments, position: (one) => [one.id, one.id], node }, args, info),
  };
}

function remarkFields(
  path: string,
  { nodeId: id, id: databaseId, createdAt, author, body }: ReviewComment,
): Fields {
  const about = { id, databaseId, createdAt, body, path, author: actorFields(author) };
  return { __typename: 'PullRequestReviewComment', ...about };
}
