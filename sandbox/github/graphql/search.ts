import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Conversation } from '../model.js';
import { SearchProblem, searchConversations } from '../search.js';
import { connect, type PageArgs } from './connection.js';
import type { Context, Fields } from './fields.js';
import { nodeFields } from './node.js';

interface SearchArgs extends PageArgs {
  query: string;
  type: string;
}

/** `Query.search` for issues and pull requests. A repository that does not exist has none: here that is no error. */
export function search(args: SearchArgs, { world, session }: Context, info: GraphQLResolveInfo): Fields {
  const { query, type } = args;
  if (type !== 'ISSUE') throw new GraphQLError(`Query.search(type: ${type}) is not modelled by the sandbox.`);
  const { items, position, direction } = found(() =>
    searchConversations(world, { query, viewer: session.account.login }),
  );
  const page = connect<Conversation>({ items, position, direction, node: nodeFields }, args, info);
  return { ...page, issueCount: items.length };
}

function found<T>(search: () => T): T {
  try {
    return search();
  } catch (error) {
    throw error instanceof SearchProblem ? new GraphQLError(error.message) : error;
  }
}
