import type { GraphQLResolveInfo } from 'graphql';
import {
  type Account,
  type Comment,
  type Conversation,
  REACTIONS,
  type Reaction,
  type Repo,
} from '../model.js';
import { actorFields } from './actor.js';
import { connect, type PageArgs } from './connection.js';
import type { Context, Fields } from './fields.js';
import { labelFields, repositoryFields } from './repository.js';
import { timelineOf } from './timeline.js';

/** What issues and pull requests answer alike. */
export function conversationFields(subject: Conversation): Fields {
  const { nodeId: id, id: databaseId, number, title, body, state, locked, repo } = subject;
  const { createdAt, updatedAt, closedAt, lastEditedAt, author } = subject;
  const path = subject.kind === 'Issue' ? 'issues' : 'pull';
  return {
    __typename: subject.kind,
    ...{ id, databaseId, number, title, body, state, closed: state !== 'OPEN', locked },
    ...{ createdAt, updatedAt, closedAt, lastEditedAt },
    url: `https://github.com/${repo.nameWithOwner}/${path}/${number}`,
    repository: () => repositoryFields(repo),
    author: actorFields(author),
    authorAssociation: association(repo, author),
    labels: (args: PageArgs, _: Context, info: GraphQLResolveInfo) =>
      connect(
        { items: subject.labels, position: (label) => [label.id, label.id], node: labelNode },
        args,
        info,
      ),
    assignees: (args: PageArgs, _: Context, info: GraphQLResolveInfo) =>
      connect({ items: subject.assignees, position: ({ id }) => [id, id], node: actorFields }, args, info),
    comments: commentsOf(subject),
    reactionGroups: () => reactionGroups(subject.reactions),
    timelineItems: timelineOf(subject),
  };
}

function labelNode(label: Conversation['labels'][number]): Fields {
  return labelFields(label) ?? {};
}

/** Collaborators are members of the organisation here; anybody else has no tie. */
function association(repo: Repo, author: Account): 'MEMBER' | 'NONE' {
  return repo.collaborators.has(author.login.toLowerCase()) ? 'MEMBER' : 'NONE';
}

function commentsOf({ comments, repo }: Conversation) {
  return (args: PageArgs, { session }: Context, info: GraphQLResolveInfo): Fields => {
    const node = (comment: Comment) => commentFields(comment, { repo, viewer: session.account });
    return connect({ items: comments, position: ({ createdAt, id }) => [createdAt, id], node }, args, info);
  };
}

function commentFields(comment: Comment, { repo, viewer }: { repo: Repo; viewer: Account }): Fields {
  const { nodeId: id, id: databaseId, body, createdAt, updatedAt, author } = comment;
  return {
    __typename: 'IssueComment',
    ...{ id, databaseId, body, createdAt, updatedAt },
    author: actorFields(author),
    authorAssociation: association(repo, author),
    viewerDidAuthor: author === viewer,
    reactionGroups: () => reactionGroups(comment.reactions),
  };
}

/** Every kind is listed, whether or not anybody has reacted so. */
function reactionGroups(reactions: Reaction[]): Fields[] {
  return REACTIONS.map((content) => {
    const items = reactions.filter((reaction) => reaction.content === content);
    const reactors = (args: PageArgs, _: Context, info: GraphQLResolveInfo) => {
      const node = ({ user }: Reaction) => actorFields(user);
      return connect({ items, position: ({ createdAt, user }) => [createdAt, user.id], node }, args, info);
    };
    return { __typename: 'ReactionGroup', content, reactors };
  });
}
