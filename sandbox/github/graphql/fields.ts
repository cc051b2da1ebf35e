import { GraphQLError, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import type { Session } from '../model.js';
import type { World } from '../world.js';
import type { Cost } from './cost.js';

/** What an object of the schema can be asked: values, and methods for fields that take arguments. */
export type Fields = Record<string, unknown>;

export interface Context {
  world: World;
  session: Session;
  cost: Cost;
}

/** An error with the `type` that GitHub puts beside the message. */
export function problem(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/**
 * Resolves a field from the object's own properties. What the world does not model is refused by name,
 * fields and arguments alike: silence would look like an answer.
 */
export const resolveField: GraphQLFieldResolver<Fields, Context> = (source, args, context, info) => {
  const where = `${info.parentType.name}.${info.fieldName}`;
  if (!Object.hasOwn(source, info.fieldName))
    throw new GraphQLError(`${where} is not modelled by the sandbox.`);
  const value = source[info.fieldName];
  const read = new Set<string>();
  const result = typeof value === 'function' ? value(watched(args, read), context, info) : value;
  const ignored = givenArguments(info).find((name) => !read.has(name));
  if (ignored) throw new GraphQLError(`${where}(${ignored}:) is not modelled by the sandbox.`);
  return result;
};

/** Hands out arguments and remembers which were looked at. */
function watched(args: Record<string, unknown>, read: Set<string>): Record<string, unknown> {
  return new Proxy(args, {
    get(target, name) {
      read.add(String(name));
      return Reflect.get(target, name);
    },
  });
}

function givenArguments(info: GraphQLResolveInfo): string[] {
  return info.fieldNodes.flatMap((node) => (node.arguments ?? []).map(({ name }) => name.value));
}
