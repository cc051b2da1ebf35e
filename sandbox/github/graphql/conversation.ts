import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
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
  return {
    __typename: subject.kind,
    ...{ id, databaseId, number, title, body, state, closed: state !== 'OPEN', locked },
    ...{ createdAt, updatedAt, closedAt, lastEditedAt },
    url: pageOf(subject),
    milestone: null,
    projectCards: projectsClassic,
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

function pageOf({ kind, repo, number }: Conversation): string {
  return `https://github.com/${repo.nameWithOwner}/${kind === 'Issue' ? 'issues' : 'pull'}/${number}`;
}

/** GitHub answers so for every issue since classic projects went; `gh` 2.46 still asks, unless told `--json`. */
function projectsClassic(): never {
  const news = 'https://github.blog/changelog/2024-05-23-sunset-notice-projects-classic/';
  throw new GraphQLError(
    `Projects (classic) is being deprecated in favor of the new Projects experience, see: ${news}.`,
  );
}

function labelNode(label: Conversation['labels'][number]): Fields {
  return labelFields(label) ?? {};
}

/** Collaborators are members of the organisation here; anybody else has no tie. */
function association(repo: Repo, author: Account): 'MEMBER' | 'NONE' {
  return repo.collaborators.has(author.login.toLowerCase()) ? 'MEMBER' : 'NONE';
}

function commentsOf(subject: Conversation) {
  const { comments } = subject;
  return (args: PageArgs, { session }: Context, info: GraphQLResolveInfo): Fields => {
    const node = (comment: Comment) => commentFields(comment, { subject, viewer: session.account });
    return connect({ items: comments, position: ({ createdAt, id }) => [createdAt, id], node }, args, info);
  };
}

export function commentFields(
  comment: Comment,
  { subject, viewer }: { subject: Conversation; viewer: Account },
): Fields {
  const { nodeId: id, id: databaseId, body, createdAt, updatedAt, author } = comment;
  return {
    __typename: 'IssueComment',
    ...{ id, databaseId, body, createdAt, updatedAt },
    author: actorFields(author),
    authorAssociation: association(subject.repo, author),
    url: `${pageOf(subject)}#issuecomment-${databaseId}`,
    ...{ includesCreatedEdit: updatedAt > createdAt, isMinimized: false, minimizedReason: null },
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
    return { __typename: 'ReactionGroup', content, reactors, users: reactors };
  });
}
