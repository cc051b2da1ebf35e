import type { GraphQLResolveInfo } from 'graphql';
import { timestamp } from '../world.js';
import { ownerFields } from './actor.js';
import { type Context, type Fields, problem } from './fields.js';
import { mutations } from './mutations.js';
import { nodeFields } from './node.js';
import { repositoryFields } from './repository.js';
import { search } from './search.js';

const MOST_IDS = 100;

/** The fields of `Query` and of `Mutation`: their names do not meet. */
export const root: Fields = {
  viewer: (_: unknown, { session }: Context) => ownerFields(session.account),
  rateLimit,
  repository,
  repositoryOwner: ({ login }: { login: string }, { world }: Context) => {
    const account = world.account(login);
    return account && account.type !== 'Bot' ? ownerFields(account) : null;
  },
  node: ({ id }: { id: string }, context: Context) => nodeById(id, context),
  nodes,
  search,
  ...mutations,
};

function rateLimit(_: unknown, { world, session, cost }: Context): Fields {
  const { limit, used, remaining, reset } = world.rateLimits.state(session.account.login, 'graphql');
  const resetAt = timestamp(new Date(reset * 1_000));
  return { cost: cost.points, nodeCount: cost.nodes, limit, used, remaining, resetAt };
}

function repository({ owner, name }: { owner: string; name: string }, { world }: Context): Fields {
  const repo = world.repo(`${owner}/${name}`);
  if (!repo)
    throw problem('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  return repositoryFields(repo);
}

/** As on GitHub, what is not found is null in the list, with an error at its place. */
function nodes(
  { ids }: { ids: string[] },
  context: Context,
  info: GraphQLResolveInfo,
): Array<Fields | Error> {
  if (ids.length > MOST_IDS) {
    const message = `You may not provide more than ${MOST_IDS} node ids; you provided ${ids.length}.`;
    throw problem('ARGUMENT_LIMIT', `${message} (\`${info.fieldName}\`)`);
  }
  return ids.map((id) => {
    const node = context.world.nodes.get(id);
    return node ? nodeFields(node) : unresolved(id);
  });
}

function nodeById(id: string, { world }: Context): Fields {
  const node = world.nodes.get(id);
  if (!node) throw unresolved(id);
  return nodeFields(node);
}

function unresolved(id: string): Error {
  return problem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`);
}
