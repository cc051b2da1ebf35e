import { GraphQLError } from 'graphql';
import type { PullRequest, Repo, Session, WorldNode } from '../model.js';
import { mayWrite, type World } from '../world.js';
import { problem } from './fields.js';

/** A mutation's input without its nulls. What is given and not modelled is refused by name. */
export function given(args: unknown, modelled: string[]): Record<string, unknown> {
  const { input } = args as { input: Record<string, unknown> };
  const entries = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  const other = entries.find(([name]) => name !== 'clientMutationId' && !modelled.includes(name));
  if (other) throw new GraphQLError(`The input ${other[0]} is not modelled by the sandbox.`);
  return Object.fromEntries(entries);
}

export function nodeOf(world: World, id: unknown): WorldNode {
  const node = world.nodes.get(String(id));
  if (!node) throw unknownNode(id);
  return node;
}

export function pullOf(node: WorldNode, id: unknown): PullRequest {
  if (node.kind !== 'PullRequest') throw unknownNode(id);
  return node;
}

export function unknownNode(id: unknown): GraphQLError {
  return problem('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`);
}

/** Refuses whoever may only read, in the words that GitHub has for a person and for an app. */
export function allow(
  { account, installation }: Session,
  { repo, name }: { repo: Repo; name: string },
): void {
  if (repo.isArchived) throw problem('UNPROCESSABLE', 'Repository was archived so is read-only.');
  if (mayWrite(repo, account)) return;
  const person = `${account.login} does not have the correct permissions to execute \`${name}\``;
  throw problem('FORBIDDEN', installation ? 'Resource not accessible by integration' : person);
}
