import type { GraphQLResolveInfo } from 'graphql';
import type { Comment, Conversation, TimelineEvent } from '../model.js';
import { timestamp } from '../world.js';
import { actorFields } from './actor.js';
import { connect, type PageArgs } from './connection.js';
import type { Context, Fields } from './fields.js';
import { nodeFields } from './node.js';
import { commitFields, labelFields } from './repository.js';

interface TimelineArgs extends PageArgs {
  itemTypes?: string[] | null;
  since?: string | null;
}

/** A conversation's events, oldest first. Comments are items too on GitHub, and are counted among them. */
export function timelineOf(subject: Conversation) {
  return (args: TimelineArgs, _: Context, info: GraphQLResolveInfo): Fields => {
    const { itemTypes, since } = args;
    const from = since ? timestamp(new Date(since)) : '';
    const all: Array<TimelineEvent | Comment> = [...subject.events, ...subject.comments];
    const items = all.filter(
      (item) => item.createdAt >= from && (!itemTypes || itemTypes.includes(screamingSnake(typeOf(item)))),
    );
    const node = (item: TimelineEvent | Comment) => itemFields(subject, item);
    const page = connect({ items, position: ({ createdAt, id }) => [createdAt, id], node }, args, info);
    return { ...page, filteredCount: items.length, updatedAt: subject.updatedAt };
  };
}

function typeOf(item: TimelineEvent | Comment): string {
  return 'type' in item ? item.type : 'IssueComment';
}

/** `LabeledEvent` → `LABELED_EVENT`. */
function screamingSnake(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function itemFields(subject: Conversation, item: TimelineEvent | Comment): Fields {
  const { nodeId: id, createdAt } = item;
  if (!('type' in item))
    return { __typename: 'IssueComment', id, createdAt, author: actorFields(item.author) };
  const event = { __typename: item.type, id, createdAt, actor: actorFields(item.actor) };
  switch (item.type) {
    case 'LabeledEvent':
    case 'UnlabeledEvent':
      return { ...event, label: labelFields(item.label) };
    case 'ClosedEvent':
    case 'ReopenedEvent':
      return { ...event, stateReason: item.stateReason };
    case 'MergedEvent': {
      const { commit, mergeRefName } = item;
      return { ...event, mergeRefName, commit: () => commitFields(commit) };
    }
    case 'CrossReferencedEvent': {
      const { source, willCloseTarget } = item;
      const links = { source: () => nodeFields(source), target: () => nodeFields(subject), willCloseTarget };
      return { ...event, ...links, referencedAt: createdAt, isCrossRepository: source.repo !== subject.repo };
    }
    case 'ConnectedEvent':
    case 'DisconnectedEvent': {
      const { source } = item;
      const links = { source: () => nodeFields(subject), subject: () => nodeFields(source) };
      return { ...event, ...links, isCrossRepository: source.repo !== subject.repo };
    }
  }
}
